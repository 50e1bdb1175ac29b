import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkNight } from '../../functions/digest/check-night.ts'
import { digest } from '../../functions/digest/stage.ts'
import { readConfigText } from '../../functions/entry/config-text.ts'
import { makeApp } from '../../functions/query/app.ts'
import { kmsSecretValues } from '../../shared/cloud/kms-secret-values.ts'
import { ownCredentials } from '../../shared/cloud/own-credentials.ts'
import { loadConfig } from '../../shared/config/config.ts'
import { DAY } from '../../shared/domain/time.ts'
import { type Log, silentLog } from '../../shared/log/log.ts'
import type { RoleName } from '../../shared/ram/permissions.ts'
import { shownAsDecided } from '../../shared/store/as-decided.ts'
import { openStore } from '../../shared/store/open-store.ts'
import type { Store } from '../../shared/store/store.ts'
import { type SimulatedCloud, startCloud } from '../../simulator/cloud/cloud.ts'
import { bucket } from '../../simulator/cloud/oss/buckets.ts'
import type { Statement } from '../../simulator/cloud/policy/statements.ts'
import { accessKey } from '../../simulator/cloud/policy/statements.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import type { Table } from '../../simulator/cloud/tablestore/instance.ts'
import { secret } from '../../simulator/cloud/world.ts'
import type { Receiver } from '../../simulator/receivers/receiver.ts'
import type { WebhookReceiver } from '../../simulator/receivers/webhook-receiver.ts'
import { PLACES } from '../support/deploy/places.ts'
import {
  calledActions,
  calledWith,
  deletions,
  STORE,
  statementsOf,
  TWO_DAYS,
  twoAccounts,
} from '../support/deploy/two-accounts.ts'
import { Laboratory } from '../support/functions/run-night.ts'
import { startReceiver, startWebhook } from '../support/receivers.ts'

const NOW = Date.parse('2026-11-23T02:30:00Z')
const GRANTED = statementsOf('reader')

let cloud: SimulatedCloud
let webhook: WebhookReceiver
let heartbeats: Receiver
let now = NOW
beforeEach(async () => {
  cloud = await openCloud()
  now = NOW
  webhook = await startWebhook({ clock: () => now })
  heartbeats = await startReceiver(() => ({ status: 200 }))
})
afterEach(async () => {
  await cloud.close()
})

function openCloud(): Promise<SimulatedCloud> {
  const there = twoAccounts({ auditor: statementsOf('auditor'), audited: statementsOf('audited') })
  return startCloud(there, { clock: () => NOW, quotas: NO_QUOTAS })
}

function tablesOf({ world }: SimulatedCloud): Map<string, Table> {
  const [instance] = world.accounts.flatMap(({ tablestore }) => tablestore)
  if (!instance) throw new Error('the auditor has an instance')
  return instance.tables
}

/** What a night leaves behind. It is the auditor's, and the same whatever a reader may do. */
let audited: Promise<Map<string, Table>> | undefined
async function audit(): Promise<Map<string, Table>> {
  const there = await openCloud()
  const laboratory = await Laboratory.open()
  try {
    await laboratory.night(there, { now: NOW, env: TWO_DAYS })
    return tablesOf(there)
  } finally {
    await laboratory.close()
    await there.close()
  }
}

/** What the reader is told by the programs that he runs: nothing where all goes well. */
interface Told {
  readonly warnings: string[]
}

/** Digests before and after a night, more than a month apart, and questions, by a reader who may do what this policy says. */
async function readerAtWork(policy: Statement[]): Promise<Told> {
  const key = accessKey('reader', policy)
  cloud.world.accounts[0]?.accessKeys.push(key)
  const env = {
    ...cloud.environment(),
    ALIBABA_CLOUD_ACCESS_KEY_ID: key.id,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: key.secret,
    CMK_STORE: STORE,
    CMK_CHANNELS: webhook.address,
    CMK_HEARTBEAT_URL: heartbeats.url,
    CMK_API_TOKEN: 'trigger',
  }
  const config = loadConfig(env, { cwd: '/nonexistent' })
  const warnings: string[] = []
  const put = (message: string, fields: object = {}) => warnings.push(`${message} ${JSON.stringify(fields)}`)
  const log: Log = { ...silentLog, warn: put, error: put }
  const open = async (mode: 'read' | 'mark'): Promise<Store> =>
    shownAsDecided(await openStore(config.store, { mode, credentials: ownCredentials(env) }), () => now)
  const tell = async (at: number) => {
    now = at
    const signal = new AbortController().signal
    const services = { config, store: await open('mark'), log, signal, clock: () => now }
    await digest(services)
    return services
  }
  const attempt = (work: () => Promise<unknown>) => work().catch((error: Error) => put(error.message))
  await attempt(() => tell(NOW - 40 * DAY))
  audited ??= audit()
  for (const [name, table] of await audited) {
    // The marks are the reader's: the night makes their table where he has not, and writes none.
    if (name !== 'marks') tablesOf(cloud).set(name, { ...table, rows: [...table.rows] })
    else if (!tablesOf(cloud).has(name)) tablesOf(cloud).set(name, { ...table, rows: [] })
  }
  await attempt(async () => {
    const { heartbeat } = await checkNight(await tell(NOW))
    if (heartbeat !== 'called') put(`heartbeat ${heartbeat}`)
  })
  const [store, decidingStore] = [() => open('read'), () => open('read')]
  const app = makeApp({ store, decidingStore, config, clock: () => NOW, log, behindTrigger: true })
  for (const path of ['/api/summary', '/api/readiness', '/api/readiness/1000000000000001/cn-hangzhou/key-own']) {
    const { status } = await app.fetch(new Request(`https://function.invalid${path}`))
    if (status !== 200) put(`${path} ${status}`)
  }
  return { warnings }
}

describe('the generated policy of the reader', () => {
  it('is enough for digests and questions, and lists no call that they do not make', async () => {
    const { warnings } = await readerAtWork(GRANTED)
    expect(warnings).toEqual([])
    expect(webhook.messages).toHaveLength(2)
    const listed = calledWith('reader', 'lookup')
    const called = calledActions(cloud.calls.filter(({ accessKeyId }) => accessKeyId === 'LTAIreader'))
    expect(called).toEqual([...new Set(listed)].sort())
  })

  it.each(deletions('reader'))('without $name fails them, and they say so', async ({ left, missing }) => {
    const { warnings } = await readerAtWork(left)
    expect(warnings.join('\n')).toMatch(new RegExp(`Allow the caller ots:(${missing.join('|')}) `))
  })

  it('lets nobody write the evidence', async () => {
    await readerAtWork(GRANTED)
    const env = {
      ...cloud.environment(),
      ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIreader',
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'secret-of-reader',
    }
    const { store: address } = loadConfig({ ...env, CMK_STORE: STORE }, { cwd: '/nonexistent' })
    const store = await openStore(address, { mode: 'mark', credentials: ownCredentials(env) })
    const scope = '1000000000000001:cn-hangzhou'
    await expect(store.progress.put(scope, [{ name: 'coverage/all', value: [] }])).rejects.toThrow(/ots:BatchWriteRow/)
    await expect(store.progress.swap(scope, 'lease/scope', {}, 0)).rejects.toThrow(/ots:PutRow/)
    await expect(store.readiness.delete(scope, 'key-own')).rejects.toThrow(/ots:BatchWriteRow/)
    await expect(store.history.prune(scope, '9999')).rejects.toThrow(/ots:BatchWriteRow/)
  })
})

describe('the generated policy of who reads secrets', () => {
  const read = async (policy: Statement[], name: string) => {
    const key = accessKey('secret-reader', policy)
    const [own] = cloud.world.accounts
    own?.accessKeys.push(key)
    own?.regions['cn-hangzhou']?.secrets.push(
      secret({ name: 'cmk', data: 'token-in-kms-0001', encryptionKeyId: 'key-of-secrets' }),
      secret({ name: 'other', data: 'token-in-kms-0002' }),
    )
    const env = {
      ...cloud.environment(),
      ALIBABA_CLOUD_ACCESS_KEY_ID: key.id,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: key.secret,
      CMK_API_TOKEN: `kms-secret:${name}`,
    }
    const signal = new AbortController().signal
    return kmsSecretValues(env, { cwd: '/', log: silentLog, signal, region: 'cn-hangzhou' })
  }
  const granted = statementsOf('secret-reader')

  it('is enough for the secrets that it lists, and for no other', async () => {
    expect(await read(granted, 'cmk')).toEqual({ 'kms-secret:cmk': 'token-in-kms-0001' })
    await expect(read(granted, 'other')).rejects.toThrow(/^CMK_API_TOKEN: secret other .*allow kms:GetSecretValue/)
  })

  it.each(['kms:GetSecretValue', 'kms:Decrypt'])('without %s it fails, and the line says so', async (action) => {
    const left = granted.map((each) => ({ ...each, Action: each.Action.filter((one) => one !== action) }))
    await expect(read(left, 'cmk')).rejects.toThrow(new RegExp(`^CMK_API_TOKEN: secret cmk .*${action}`))
  })
})

describe('the generated policy of who reads the configuration', () => {
  const read = async (role: RoleName, name: string) => {
    const key = accessKey(role, statementsOf(role))
    const [own] = cloud.world.accounts
    own?.accessKeys.push(key)
    own?.regions['cn-hangzhou']?.buckets.push(
      bucket('cmk-config', {
        objects: ['audit/cmk.yaml', 'audit/other.yaml'].map((each) => ({
          key: each,
          body: Buffer.from('rules: 2024-11'),
        })),
      }),
    )
    const env = {
      ...cloud.environment(),
      ALIBABA_CLOUD_ACCESS_KEY_ID: key.id,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: key.secret,
      CMK_CONFIG: `oss://${name}`,
    }
    const openStore = () => Promise.reject(new Error('no store is asked'))
    const signal = new AbortController().signal
    return readConfigText(env, { cwd: '/', log: silentLog, signal, region: 'cn-hangzhou', openStore })
  }

  it('is enough for the object that it names, and for no other', async () => {
    const { configObject } = PLACES
    expect(await read('config-reader', configObject)).toEqual({
      [`oss://${configObject}`]: 'rules: 2024-11',
    })
    await expect(read('config-reader', 'cmk-config/audit/other.yaml')).rejects.toThrow(
      /allow oss:GetObject on acs:oss:\*:\*:cmk-config\/audit\/other\.yaml/,
    )
    await expect(read('reader', configObject)).rejects.toThrow(/allow oss:GetObject/)
  })
})
