import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { startCloud } from '../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { account, key, region, world } from '../../simulator/cloud/world.ts'
import { selfSigned } from '../../simulator/receivers/self-signed.ts'
import { compileProgram, START } from '../support/cli/program.ts'
import { runCli } from '../support/cli/run-cli.ts'
import { temporaryFolder } from '../support/cli/seeded-store.ts'
import { startProxy, startTls } from '../support/net/proxy-server.ts'
import { startWebhook } from '../support/receivers.ts'
import { NOW } from '../support/rows.ts'

const PASSWORD = 'pr0xy-passw0rd'
const HERE = world({ accounts: [account({ regions: { 'cn-hangzhou': region({ keys: [key({ keyId: 'k' })] }) } })] })
const CHANNEL = 'hooks.svc.test'
const HOSTS = { kms: 'kms.svc.test', actiontrail: 'trail.svc.test', sts: 'sts.svc.test', tablestore: 'ots.svc.test' }

/** A simulated cloud and a webhook with TLS, which only a proxy that wants a password leads to. */
async function secureWorld() {
  const cloud = await startCloud(HERE, { quotas: NO_QUOTAS })
  onTestFinished(() => cloud.close())
  const hook = await startWebhook({ clock: Date.now })
  const certificate = selfSigned('127.0.0.1', Date.now(), '*.svc.test')
  const { kms, actiontrail, sts, tablestore } = cloud.endpoints
  const behind = {
    [HOSTS.kms]: kms['cn-hangzhou'],
    [HOSTS.actiontrail]: actiontrail['cn-hangzhou'],
    [HOSTS.sts]: sts,
    [HOSTS.tablestore]: tablestore,
    [CHANNEL]: new URL(hook.url).origin,
  }
  const names: Record<string, number> = {}
  for (const [host, url = ''] of Object.entries(behind))
    names[`${host}:443`] = await startTls(certificate, Number(new URL(url).port))
  const proxy = await startProxy({ names, login: `operator:${PASSWORD}` })
  const cwd = await temporaryFolder()
  await writeFile(join(cwd, 'ca.pem'), certificate.cert)
  const endpoints = Object.fromEntries(Object.entries(HOSTS).map(([service, host]) => [service, `https://${host}`]))
  const env = {
    ...cloud.environment(),
    CMK_REGIONS: 'cn-hangzhou',
    CMK_KMS_QPS: '1000',
    CMK_TRAIL_QPS: '1000',
    CMK_OBSERVATION_DAYS: '5',
    CMK_ENDPOINTS: JSON.stringify(endpoints),
    CMK_STORE: 'tablestore:https://cmk-readiness.cn-hangzhou.ots.aliyuncs.com',
    CMK_CHANNELS: `webhook:https://${CHANNEL}/hooks/cmk#when=always`,
    HTTPS_PROXY: `http://operator:${PASSWORD}@${proxy.at}`,
    NODE_EXTRA_CA_CERTS: join(cwd, 'ca.pem'),
  }
  return { cloud, proxy, hook, env, cwd }
}

beforeAll(compileProgram)

describe('HTTPS_PROXY', () => {
  it('holds for every call of an audit, its digest and doctor, and its password is shown nowhere', async () => {
    const { cloud, proxy, hook, env, cwd } = await secureWorld()
    const start = async (...argv: string[]) => {
      const child = spawn(process.execPath, [START, ...argv], {
        cwd,
        env: { PATH: process.env.PATH, ...env },
      })
      const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
      expect(out + err).not.toContain(PASSWORD)
      return { out, err }
    }
    const { out: rows } = await start('audit', '--format', 'json')
    expect(JSON.parse(rows)).toMatchObject([{ keyId: 'k' }])
    await start('digest', '--channel', 'webhook')
    expect(hook.messages).toHaveLength(1)
    const { out: checks } = await start('doctor', '--format', 'json')
    const findings = JSON.parse(checks) as { readonly check: string; readonly status: string; readonly what: string }[]
    expect(findings.filter(({ check }) => check === 'proxy')).toEqual([
      {
        check: 'proxy',
        status: 'ok',
        what: `through ${proxy.at} (HTTPS_PROXY): KMS, ActionTrail, STS, Tablestore, channel webhook`,
      },
    ])
    expect(findings.filter(({ status }) => status === 'failed')).toEqual([])
    expect(findings.find(({ check }) => check === 'clock')).toMatchObject({ status: 'ok' })
    expect(new Set(proxy.asked)).toEqual(
      new Set([...Object.values(HOSTS), CHANNEL].map((host) => `CONNECT ${host}:443`)),
    )
    expect(cloud.count({ service: 'tablestore' })).toBeGreaterThan(10)
  }, 90_000)
})

describe('a proxy that refuses', () => {
  const env = {
    ALIBABA_CLOUD_ACCESS_KEY_ID: 'id',
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'a-secret-of-the-test',
    CMK_REGIONS: 'cn-hangzhou',
  }

  it('is named by the commands, without its password', async () => {
    const proxy = await startProxy({ status: 403 })
    const cwd = await temporaryFolder()
    const HTTPS_PROXY = `http://operator:${PASSWORD}@${proxy.at}`
    const audit = await runCli(['audit'], { env: { ...env, HTTPS_PROXY }, cwd, clock: Date.now })
    expect(audit.status).toBe(1)
    expect(audit.stderr).toContain(`Allow this host on the proxy ${proxy.at} (HTTPS_PROXY)`)
    const doctor = await runCli(['doctor'], {
      env: { ...env, HTTPS_PROXY, CMK_CHANNELS: 'webhook:https://hooks.svc.test/x' },
      cwd,
    })
    expect(doctor.stdout).toMatch(/ProxyRefused[\s\S]*the receiver of webhook cannot be reached: ProxyRefused/)
    expect(doctor.stdout).toContain(`Allow this host on the proxy ${proxy.at}`)
    expect(audit.stderr + doctor.stdout + doctor.stderr).not.toContain(PASSWORD)
    expect(new Set(proxy.asked)).toEqual(new Set(['CONNECT sts.aliyuncs.com:443', 'CONNECT hooks.svc.test:443']))
  })

  it('is refused itself where its address is none, in one line without a word of it', async () => {
    for (const HTTPS_PROXY of [`socks5://operator:${PASSWORD}@127.0.0.1:1080`, `http://operator:${PASSWORD}#@:1`]) {
      const { status, stderr } = await runCli(['audit'], { env: { ...env, HTTPS_PROXY } })
      expect(status).toBe(2)
      expect(stderr.trim().split('\n')).toHaveLength(1)
      expect(stderr).toMatch(/HTTPS_PROXY.*it takes http:\/\//)
      expect(stderr).not.toContain(PASSWORD)
    }
  })

  it('is gone past by what `simulate` prints', async () => {
    const printed = async (proxies: Record<string, string>) => {
      const stop = new AbortController()
      const running = runCli(['simulate', '--format', 'json'], { env: proxies, signal: stop.signal, clock: () => NOW })
      setTimeout(() => stop.abort(), 1_500)
      return JSON.parse((await running).stdout) as Record<string, string>
    }
    expect((await printed({ HTTP_PROXY: 'http://localhost:3128', NO_PROXY: 'corp.example' })).NO_PROXY).toBe(
      'corp.example,127.0.0.1',
    )
  })
})
