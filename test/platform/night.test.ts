import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ownCredentials } from '../../shared/cloud/own-credentials.ts'
import { openTablestore } from '../../shared/store/tablestore/open-tablestore.ts'
import { type SimulatedCloud, startCloud } from '../cloud/cloud.ts'
import { NO_QUOTAS } from '../cloud/quota/quotas.ts'
import { NOW } from '../functions/a-company.ts'
import { Laboratory } from '../functions/run-night.ts'
import { type Tables, tablesOf } from '../functions/tables-of.ts'
import { AUDITOR, functionVariables, group, groupVariables } from './group.ts'
import { type Attempt, type InvocationOrder, Platform } from './platform.ts'
import { roleCredentials } from './role-credentials.ts'

const LATER = 60 * 60 * 1_000

let platform: Platform
beforeAll(async () => {
  platform = await Platform.open()
})
afterAll(() => platform.close())

let cloud: SimulatedCloud
beforeEach(async () => {
  cloud = await startCloud(group(), { clock: () => NOW, quotas: NO_QUOTAS })
})
afterEach(() => cloud.close())

async function invoke(name: string, order: Partial<InvocationOrder> = {}): Promise<Attempt> {
  const credentials = order.credentials ?? (await roleCredentials(cloud, AUDITOR))
  const attempts = await platform.invoke(name, {
    ...{ now: NOW, ticks: false, credentials, env: functionVariables(cloud) },
    ...order,
  })
  const last = attempts.at(-1)
  if (!last) throw new Error('an invocation has an attempt')
  return last
}

async function tables(): Promise<Tables> {
  const address = { endpoint: cloud.endpoints.tablestore, instance: 'cmk-readiness' }
  return tablesOf(await openTablestore(address, { mode: 'read', credentials: ownCredentials(cloud.environment()) }))
}

const audits = new Map<string, Promise<Tables>>()

/** What an audit of the same group in a terminal leaves in its file. */
function audited(env: Record<string, string> = {}): Promise<Tables> {
  const name = JSON.stringify(env)
  const known = audits.get(name) ?? audit(env)
  audits.set(name, known)
  return known
}

async function audit(env: Record<string, string>): Promise<Tables> {
  const same = await startCloud(group(), { clock: () => NOW, quotas: NO_QUOTAS })
  const laboratory = await Laboratory.open()
  try {
    await laboratory.night(same, { now: NOW, env: { ...groupVariables(same), ...env } })
    return await laboratory.tables()
  } finally {
    await laboratory.close()
    await same.close()
  }
}

describe('a night through the built folders', () => {
  it('leaves the tables of an audit, row for row', async () => {
    const attempt = await invoke('inventory')
    expect(attempt).toMatchObject({
      outcome: 'returned',
      value: { status: 'done', jobs: { inventory: 5, usage: 2, assess: 4 } },
    })
    const expected = await audited()
    expect(expected.rows.length).toBeGreaterThan(20)
    expect(await tables()).toEqual(expected)
  })

  it('logs JSON with run, scope and stage, and no secret', async () => {
    cloud.setFaults([{ where: { action: 'AssumeRole' }, effect: { kind: 'denied' } }])
    const credentials = { accessKeyId: 'LTAIauditor1000000000000001', accessKeySecret: 'secret-of-1000000000000001' }
    const attempt = await invoke('inventory', { credentials })
    expect(attempt).toMatchObject({ outcome: 'returned', value: { status: 'done' } })
    const run = (attempt.outcome === 'returned' && (attempt.value as { run: string }).run) || 'none'
    expect(attempt.logs).toContainEqual(
      expect.objectContaining({
        level: 'error',
        stage: 'inventory',
        run,
        message: expect.stringMatching(/AssumeRole.*RAM|AssumeRole.*Allow/),
      }),
    )
    expect(attempt.logs).toContainEqual(
      expect.objectContaining({ level: 'debug', stage: 'assess', run, scope: '1000000000000001:cn-shanghai' }),
    )
    expect(attempt.output.split('\n').filter((line) => !line.startsWith('{'))).toEqual([''])
    expect(attempt.output).not.toContain(credentials.accessKeySecret)
    expect(attempt.output).not.toMatch(/CAIS|DeprecationWarning/)
  })

  it('ends as an audit does when one scope is done by itself, and the rest by another function', async () => {
    const expected = await audited()
    await invoke('inventory')
    const before = cloud.count()
    const again = await invoke('assess')
    expect(again).toMatchObject({ value: { status: 'done', jobs: { inventory: 0, usage: 0, assess: 4 } } })
    expect(cloud.calls.slice(before).filter(({ service }) => service === 'kms' || service === 'actiontrail')).toEqual(
      [],
    )
    expect(await tables()).toEqual(expected)
  })
})

describe('a night that is cut off', () => {
  /** Kills the process of a function at the nth request from its start. */
  const killedAt = (requests: number): Partial<InvocationOrder> => ({
    onStart: (kill) => cloud.killAfter(requests, kill),
  })
  /** A window that does not start where the trail does, which moves on meanwhile. */
  const WINDOW = { CMK_OBSERVATION_DAYS: '60' }

  it.each([30, 60, 90, 120])('in inventory at request %i is finished by the next timer', async (requests) => {
    const expected = await audited(WINDOW)
    const env = { ...functionVariables(cloud), ...WINDOW }
    expect(await invoke('inventory', { env, ...killedAt(requests) })).toMatchObject({ outcome: 'died' })
    expect(await invoke('usage', { env, now: NOW + LATER })).toMatchObject({ value: { status: 'done' } })
    const { rows, usage, changes } = await tables()
    expect(rows).toEqual(expected.rows)
    expect(usage).toEqual(expected.usage)
    expect(changes).toEqual(expected.changes)
  })

  it('before it had a plan is held by the next timer instead', async () => {
    const expected = await audited(WINDOW)
    const env = { ...functionVariables(cloud), ...WINDOW }
    expect(await invoke('inventory', { env, ...killedAt(3) })).toMatchObject({ outcome: 'died' })
    expect(await invoke('usage', { env, now: NOW + LATER })).toMatchObject({ value: { jobs: { assess: 4 } } })
    const verdicts = ({ rows }: Tables) => rows.map(({ keyId, verdict }) => [keyId, verdict])
    expect(verdicts(await tables())).toEqual(verdicts(expected))
  })
})

describe('a night that is longer than an invocation', () => {
  // Read at four calls a second, the trail takes some 15 seconds; an invocation may read for six and a half.
  const SLOW = { CMK_OBSERVATION_DAYS: '60', CMK_TRAIL_QPS: '4' }

  it('stops before its end, judges what it has, and is gone on with by the timers after it', async () => {
    const expected = await audited({ CMK_OBSERVATION_DAYS: '60' })
    const env = { ...functionVariables(cloud), ...SLOW }
    const first = await invoke('inventory', { env, ticks: true, timeout: 10 })
    expect(first).toMatchObject({ outcome: 'returned', value: { status: 'done', jobs: { assess: 4 } } })
    const early = await tables()
    expect(early.rows).toHaveLength(expected.rows.length)
    const unknown = early.rows.filter(({ verdict }) => verdict === 'unknown')
    expect(unknown.map(({ findings }) => JSON.stringify(findings))).toContainEqual(
      expect.stringContaining('the time of this process is used up'),
    )
    const lookups = () => cloud.count({ action: 'LookupEvents' })
    for (let hour = 1; hour <= 4; hour += 1) {
      const before = lookups()
      await invoke('usage', { env, ticks: true, timeout: 10, now: NOW + hour * LATER })
      if (lookups() === before) break
    }
    const { rows, usage, changes } = await tables()
    expect(rows).toEqual(expected.rows)
    expect(usage).toEqual(expected.usage)
    // What was told on less evidence is taken back: each key has changed once.
    expect(changes).toEqual(expected.changes)
  })

  it('is left alone by a timer while it is at work', async () => {
    const env = { ...functionVariables(cloud), ...SLOW }
    const first = invoke('inventory', { env, ticks: true, timeout: 30 })
    while (cloud.count({ action: 'LookupEvents' }) < 5) await new Promise((resolve) => setTimeout(resolve, 50))
    const second = await invoke('usage', { env, ticks: true })
    expect(second).toMatchObject({ value: { status: 'done', jobs: { inventory: 0, usage: 0, assess: 0 } } })
    expect(await first).toMatchObject({ value: { status: 'done', jobs: { usage: 2 } } })
  })

  it('is stopped when even judging does not fit, lets its leases go, and is finished later', async () => {
    const env = { ...functionVariables(cloud), CMK_OBSERVATION_DAYS: '60', CMK_KMS_QPS: '5' }
    const first = await invoke('inventory', { env, ticks: true, timeout: 5 })
    expect(first).toMatchObject({ outcome: 'returned', value: { status: 'stopped' } })
    expect(first.logs).toContainEqual(
      expect.objectContaining({ level: 'warn', message: expect.stringContaining('waits for the next timer') }),
    )
    // At once: a lease that was kept would hold this one up for half a minute.
    const next = await invoke('usage', { env: { ...env, CMK_KMS_QPS: '1000' }, ticks: true, timeout: 20 })
    expect(next).toMatchObject({ value: { status: 'done' } })
    expect((await tables()).rows).toHaveLength((await audited()).rows.length)
  })
})

describe('a failure', () => {
  it('that may pass is thrown, so that the platform tries again, and the second attempt makes the night', async () => {
    cloud.setFaults([{ where: { action: 'GetCallerIdentity', to: 6 }, effect: { kind: 'reset' } }])
    const credentials = await roleCredentials(cloud, AUDITOR)
    const order = { now: NOW, ticks: false, credentials, env: functionVariables(cloud), retries: 2 }
    const attempts = await platform.invoke('inventory', order)
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['threw', 'returned'])
    expect(attempts[0]).toMatchObject({ message: expect.stringMatching(/sts GetCallerIdentity.*Check the way/) })
    expect((await tables()).rows.length).toBeGreaterThan(20)
  })

  it.each([
    ['a setting is bad', { env: { CMK_RULES: '2025' } }, /CMK_RULES is "2025"; it takes/],
    [
      'the store is a file',
      { env: { CMK_STORE: 'sqlite:x.db' } },
      /CMK_STORE is a file or not set; in a function it takes tablestore:/,
    ],
    ['the event is no job', { event: { stage: 'everything' } }, /neither \{\} nor a job/],
    [
      'the role may not make tables',
      { env: { CMK_STORE: 'tablestore:https://other.cn-hangzhou.ots.aliyuncs.com' } },
      /OTSAuthFailed|instance other/,
    ],
  ] as [string, Partial<InvocationOrder>, RegExp][])(
    'that stays is answered and logged, not thrown: %s',
    async (_, order, words) => {
      const env = { ...functionVariables(cloud), ...order.env }
      const attempt = await invoke('inventory', { ...order, env })
      expect(attempt).toMatchObject({
        outcome: 'returned',
        value: { status: 'failed', error: expect.stringMatching(words) },
      })
      expect(attempt.logs).toContainEqual(expect.objectContaining({ level: 'error', retried: false }))
      expect(cloud.count({ service: 'kms' })).toBe(0)
    },
  )

  it('for want of a role says that there are no credentials', async () => {
    const attempts = await platform.invoke('usage', { now: NOW, env: functionVariables(cloud) })
    expect(attempts).toHaveLength(1)
    expect(attempts[0]).toMatchObject({ value: { status: 'failed', error: expect.stringContaining('NoCredentials') } })
  })
})
