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

let platform: Platform
beforeAll(async () => {
  platform = await Platform.open()
})
afterAll(() => platform.close())

let cloud: SimulatedCloud
let laboratory: Laboratory
beforeEach(async () => {
  cloud = await startCloud(group(), { clock: () => NOW, quotas: NO_QUOTAS })
  laboratory = await Laboratory.open()
})
afterEach(async () => {
  await laboratory.close()
  await cloud.close()
})

async function invoke(name: string, order: Partial<InvocationOrder> = {}): Promise<Attempt> {
  const credentials = await roleCredentials(cloud, AUDITOR)
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

/** What an audit in a terminal leaves in its file. */
async function audited(env: Record<string, string> = {}): Promise<Tables> {
  await laboratory.night(cloud, { now: NOW, env: { ...groupVariables(cloud), ...env } })
  return laboratory.tables()
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
    expect(attempt.logs).toHaveLength(attempt.output.trim().split('\n').length)
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
  const LATER = 60 * 60 * 1_000
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
