import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { CloudError } from '../../shared/cloud/errors.ts'
import { ownCredentials } from '../../shared/cloud/own-credentials.ts'
import { loadConfig } from '../../shared/config/config.ts'
import { openStore } from '../../shared/store/open-store.ts'
import { key } from '../../simulator/cloud/world.ts'
import { selfSigned } from '../../simulator/receivers/self-signed.ts'
import { clientOf, failure, open, SCOPE } from '../support/cloud/open.ts'
import { type ProxyOptions, type ProxyServer, startProxy, startRubbish, startTls } from '../support/net/proxy-server.ts'
import { startReceiver } from '../support/receivers.ts'

const keys = [key({ keyId: 'k' })]
/** Names that nobody but the proxy can resolve. */
const HOSTS = { kms: 'kms.test', actiontrail: 'trail.test', sts: 'sts.test', tablestore: 'cmk-readiness.ots.test' }
const LOOKUP = {
  attribute: { key: 'ServiceName', value: 'Kms' } as const,
  from: Date.now() - 3_600_000,
  to: Date.now(),
}

/** A simulated cloud that only a proxy leads to. */
async function behindProxy(options: ProxyOptions = {}, user = '') {
  const { server } = await open({ keys })
  const { kms, actiontrail, sts, tablestore } = server.endpoints
  const ports = { kms: portOf(kms[SCOPE.region]), actiontrail: portOf(actiontrail[SCOPE.region]), sts: portOf(sts) }
  const names = Object.fromEntries(
    Object.entries({ ...ports, tablestore: portOf(tablestore) }).map(([service, port]) => [
      `${HOSTS[service as keyof typeof HOSTS]}:80`,
      port,
    ]),
  )
  const proxy = await startProxy({ names, ...options })
  const endpoints = Object.fromEntries(Object.entries(HOSTS).map(([service, host]) => [service, `http://${host}`]))
  const variables = {
    ...server.environment(),
    CMK_REGIONS: SCOPE.region,
    CMK_ENDPOINTS: JSON.stringify(endpoints),
    CMK_STORE: 'tablestore:http://cmk-readiness.cn-hangzhou.ots.test',
    HTTP_PROXY: `http://${user}${proxy.at}`,
  }
  return { server, proxy, variables }
}

function portOf(url = ''): number {
  return Number(new URL(url).port)
}

const storeOf = (variables: Record<string, string>) =>
  openStore(loadConfig(variables, { cwd: '/' }).store, { mode: 'write', credentials: ownCredentials(variables) })

describe('calls without TLS go through HTTP_PROXY', () => {
  it('of every SDK: KMS, ActionTrail, STS, Tablestore', async () => {
    const { proxy, variables, server } = await behindProxy({ login: 'me:p@ss' }, 'me:p%40ss@')
    const cloud = clientOf(variables)
    expect(await cloud.kms(SCOPE).describeKey('k')).toMatchObject({ keyId: 'k' })
    expect(await cloud.caller()).toMatchObject({ accountId: SCOPE.accountId })
    await cloud.actionTrail(SCOPE).lookupEvents(LOOKUP)
    const store = await storeOf(variables)
    await store.readiness.put([])
    await store.close()
    expect(new Set(proxy.asked)).toEqual(new Set(Object.values(HOSTS).map((host) => `POST http://${host}`)))
    expect(proxy.asked).toHaveLength(server.calls.length)
  })

  it('unless NO_PROXY takes the host out', async () => {
    const { server } = await open({ keys })
    const proxy = await startProxy()
    const variables = { ...server.environment(), HTTP_PROXY: `http://${proxy.at}` }
    await clientOf({ ...variables, NO_PROXY: '127.0.0.0/8' })
      .kms(SCOPE)
      .describeKey('k')
    expect(proxy.asked).toEqual([])
    await clientOf(variables).kms(SCOPE).describeKey('k')
    expect(proxy.asked).toHaveLength(1)
  })

  it('and those of the default chain of credentials', async () => {
    const place = await startReceiver(() => {
      const body = { Code: 'Success', AccessKeyId: 'id', AccessKeySecret: 'secret', SecurityToken: 'token' }
      return { status: 200, body: JSON.stringify({ ...body, Expiration: '2099-01-01T00:00:00Z' }) }
    })
    const proxy = await startProxy({ names: { 'credentials.test:80': portOf(place.url) } })
    vi.stubEnv('ALIBABA_CLOUD_ECS_METADATA_DISABLED', 'true')
    vi.stubEnv('HOME', '/nonexistent')
    vi.stubEnv('ALIBABA_CLOUD_CREDENTIALS_URI', 'http://credentials.test/me')
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    expect(await ownCredentials({ HTTP_PROXY: `http://${proxy.at}` }).get()).toMatchObject({ accessKeyId: 'id' })
    expect(proxy.asked).toEqual(['GET http://credentials.test'])
  })
})

describe('a proxy that does not let calls through', () => {
  const secure = { kms: 'https://kms.test', sts: 'https://sts.test', actiontrail: 'https://trail.test' }
  const variablesOf = (at: string) => ({
    ALIBABA_CLOUD_ACCESS_KEY_ID: 'id',
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'secret',
    CMK_REGIONS: SCOPE.region,
    CMK_ENDPOINTS: JSON.stringify(secure),
    CMK_STORE: 'tablestore:https://cmk-readiness.cn-hangzhou.ots.test',
    HTTPS_PROXY: `http://user:passw0rd@${at}`,
  })
  /** The failures of KMS, of STS (which goes another way than KMS), and of the store. */
  const failures = async (at: string, { skipStore = false } = {}) => {
    const variables = variablesOf(at)
    const cloud = clientOf(variables)
    const errors = await Promise.all([failure(cloud.kms(SCOPE).listKeys()), failure(cloud.caller())])
    const store = skipStore ? undefined : await storeOf(variables).catch((error: unknown) => error)
    for (const text of [...errors, ...(store ? [store] : [])].map(String)) {
      expect(text).toContain(`the proxy ${at} (HTTPS_PROXY)`)
      expect(text).not.toMatch(/passw0rd|dXNlc/)
    }
    return { errors, store }
  }

  it.each([
    [407, 'denied', 'ProxyAuthRequired', /user and the password/],
    [403, 'denied', 'ProxyRefused', /Allow this host.*NO_PROXY/],
  ] as const)('answers %i to CONNECT: asked once, and said', async (status, kind, code, advice) => {
    const proxy = await startProxy({ status })
    const { errors, store } = await failures(proxy.at)
    for (const error of errors) expect(error).toMatchObject({ kind, code, message: expect.stringMatching(advice) })
    expect(String(store)).toMatch(new RegExp(`${code}\\. .*${advice.source}`))
    for (const host of ['kms.test', 'sts.test'])
      expect(proxy.asked.filter((each) => each === `CONNECT ${host}:443`)).toHaveLength(1)
  })

  it('answers 502 to CONNECT: tried again, and said', async () => {
    const proxy = await startProxy({ status: 502 })
    const { errors } = await failures(proxy.at, { skipStore: true })
    for (const error of errors) expect(error).toMatchObject({ kind: 'network', code: 'ProxyCannotConnect' })
    expect(proxy.asked).toHaveLength(12)
  })

  it('answers what is no HTTP', async () => {
    const port = await startRubbish('SSH-2.0-OpenSSH_9.6\r\n')
    const { errors } = await failures(`127.0.0.1:${port}`, { skipStore: true })
    for (const error of errors) expect(error).toMatchObject({ kind: 'network', code: 'ProxyBadAnswer' })
  })

  it('is not there: the endpoint is given up', async () => {
    const variables = variablesOf('127.0.0.1:1')
    const kms = clientOf(variables).kms(SCOPE)
    expect(await failure(kms.listKeys())).toMatchObject({ kind: 'network', code: 'ProxyUnreachable' })
    expect(await failure(kms.listKeys())).toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('the proxy 127.0.0.1:1 (HTTPS_PROXY)'),
    })
  })

  it('never answers: the deadlines hold', async () => {
    const port = await startRubbish(undefined)
    const timing = { timeouts: { connect: 100, read: 100 } }
    const kms = clientOf(variablesOf(`127.0.0.1:${port}`), timing).kms(SCOPE)
    expect(await failure(kms.listKeys())).toMatchObject({ message: expect.stringContaining(`127.0.0.1:${port}`) })
  })

  it('shows another certificate than one that is trusted', async () => {
    const tls = await startTls(selfSigned('127.0.0.1'), 1)
    const proxy = await startProxy({ names: { 'kms.test:443': tls, 'sts.test:443': tls } })
    const { errors } = await failures(proxy.at, { skipStore: true })
    for (const error of errors)
      expect(error).toMatchObject({ kind: 'network', message: expect.stringContaining('NODE_EXTRA_CA_CERTS') })
  })

  it('answers 407 itself where there is no TLS', async () => {
    const { variables, proxy } = await behindProxy({ login: 'me:right' }, 'me:wrong1@')
    const errors = [
      await failure(clientOf(variables).kms(SCOPE).listKeys()),
      await failure(clientOf(variables).caller()),
    ]
    for (const error of errors) expect(error).toMatchObject({ kind: 'denied', code: 'ProxyAuthRequired', status: 407 })
    const text = String(await storeOf(variables).catch((error: unknown) => error))
    expect(text).toContain(`the proxy ${proxy.at} (HTTP_PROXY)`)
    expect(text).not.toContain('wrong1')
  })

  it('is named where the credentials are behind it', async () => {
    vi.stubEnv('ALIBABA_CLOUD_ECS_METADATA_DISABLED', 'true')
    vi.stubEnv('HOME', '/nonexistent')
    vi.stubEnv('ALIBABA_CLOUD_CREDENTIALS_URI', 'https://credentials.test/me')
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    const proxy: ProxyServer = await startProxy({ status: 407 })
    const error = await ownCredentials({ HTTPS_PROXY: `http://${proxy.at}` })
      .get()
      .catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(CloudError)
    expect(error).toMatchObject({ service: 'credentials', code: 'ProxyAuthRequired' })
    expect(String(error)).toContain(`the proxy ${proxy.at} (HTTPS_PROXY)`)
  })
})
