import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Decision, KnownValue } from '../../shared/domain/decisions/decision.ts'
import { subjectOf } from '../../shared/domain/decisions/decision.ts'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import { HOUR, iso } from '../../shared/domain/time.ts'
import { type SimulatedCloud, startCloud } from '../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { account, DEFAULT_ACCOUNT, region, type WorldEvent, world } from '../../simulator/cloud/world.ts'
import { hoursAgo, NOW, named } from '../support/functions/a-company.ts'
import { Laboratory } from '../support/functions/run-night.ts'

const UNKNOWN_AGENT = 'orders-service/1.0'
const ROLE = { type: 'assumed-role', userName: 'orders:session' }

/** Two keys, a call that may have used either, and one whose agent reveals no language. */
function events(): WorldEvent[] {
  return [
    hoursAgo(100, {
      eventId: 'masked',
      eventName: 'ReEncrypt',
      userIdentity: ROLE,
      requestParameters: { CiphertextBlob: '****', DestinationKeyId: 'key-one' },
    }),
    hoursAgo(90, {
      eventId: 'strange',
      eventName: 'Decrypt',
      userIdentity: ROLE,
      userAgent: UNKNOWN_AGENT,
      requestParameters: { KeyId: 'key-three' },
    }),
  ]
}

const ENV = { CMK_REGIONS: 'cn-hangzhou', CMK_OBSERVATION_DAYS: '10' }

let cloud: SimulatedCloud
let laboratory: Laboratory
beforeAll(async () => {
  const keys = [
    ...['one', 'two', 'three', 'four'].map((name) => named(name)),
    named('new', { createdAt: iso(NOW - 50 * HOUR) }),
    named('signs', { keyUsage: 'SIGN/VERIFY', keySpec: 'RSA_2048' }),
  ]
  const company = world({ accounts: [account({ regions: { 'cn-hangzhou': region({ keys, events: events() }) } })] })
  cloud = await startCloud(company, { clock: () => NOW, quotas: NO_QUOTAS })
  laboratory = await Laboratory.open()
})
afterAll(async () => {
  await cloud.close()
  await laboratory.close()
})

let number = 0
let minutes = 0

/** What the next night finds, once this was decided. */
async function judged(...values: readonly (KnownValue | { readonly withdrawn: string })[]) {
  const now = NOW + minutes++ * 60_000
  const rows = await laboratory.work(cloud, { now, env: ENV }, async ({ store }) => {
    for (const value of values) await store.decisions.add(decision(value))
  })
  expect(rows).toBeUndefined()
  await laboratory.night(cloud, { now, env: ENV })
  return new Map((await laboratory.rows()).map((row) => [row.keyId, row]))
}

function decision(value: KnownValue | { readonly withdrawn: string }, until: string | null = null): Decision {
  number += 1
  return {
    accountId: DEFAULT_ACCOUNT,
    region: 'cn-hangzhou',
    subject: 'withdrawn' in value ? value.withdrawn : subjectOf(value),
    number,
    value: 'withdrawn' in value ? null : value,
    by: 'Li Na',
    at: iso(NOW - HOUR),
    why: 'asked the team',
    until,
  }
}

const verdicts = (rows: ReadonlyMap<string, ReadinessRow>) =>
  ['key-one', 'key-two', 'key-three', 'key-four'].map((id) => rows.get(id)?.verdict)
const rules = (row: ReadinessRow | undefined) => row?.findings.map(({ rule }) => rule)

describe('a statement', () => {
  const uses = { kind: 'keys-statement', principal: 'role/orders', keyIds: ['key-two'] } as const

  it('is what one open call waits for that holds every key at unknown', async () => {
    expect(verdicts(await judged())).toEqual(['blocked', 'unknown', 'unknown', 'unknown'])
  })

  it('settles whose the call was, and says so on every key', async () => {
    const rows = await judged(uses)
    expect(verdicts(rows)).toEqual(['blocked', 'blocked', 'unknown', 'ready'])
    expect(rules(rows.get('key-two'))).toEqual(['blocked-operation', 'settled-by-statement'])
    const note = rows.get('key-four')?.findings.find(({ rule }) => rule === 'settled-by-statement')
    expect(note).toMatchObject({ effect: 'note', events: ['masked'] })
    expect(note?.message).toContain('role/orders uses key-two (Li Na, ')
    expect(rows.get('key-two')?.findings[0]?.events).toEqual(['masked'])
  })

  it('settles nothing where the keys cannot have been those of the call', async () => {
    for (const keyId of ['key-new', 'key-signs', 'key-nowhere']) {
      const rows = await judged({ ...uses, keyIds: [keyId] })
      expect([keyId, ...verdicts(rows)]).toEqual([keyId, 'blocked', 'unknown', 'unknown', 'unknown'])
    }
    expect(verdicts(await judged({ ...uses, keyIds: ['key-new', 'key-two'] }))[1]).toBe('blocked')
    await judged(uses)
  })

  it('tells a language that the agent does not reveal', async () => {
    const rows = await judged({ kind: 'client-statement', principal: 'role/orders', client: 'java' })
    expect(verdicts(rows)).toEqual(['blocked', 'blocked', 'ready', 'ready'])
    expect(rules(rows.get('key-three'))).toEqual(['settled-by-statement'])
  })

  it('tells it of every caller whose agent has a name, and what is said of the caller goes before', async () => {
    const rows = await judged(
      { withdrawn: 'client-statement/role/orders' },
      { kind: 'client-statement', principal: 'agent/orders-service', client: 'java' },
    )
    expect(verdicts(rows)[2]).toBe('ready')
    const note = rows.get('key-three')?.findings.find(({ rule }) => rule === 'settled-by-statement')
    expect(note?.message).toContain('agent/orders-service calls with Java')
    const both = await judged({ kind: 'client-statement', principal: 'role/orders', client: 'php' })
    expect(verdicts(both)[2]).toBe('support-required')
  })

  it('settles nothing any more once it is withdrawn', async () => {
    const rows = await judged({ withdrawn: subjectOf(uses) }, { withdrawn: 'client-statement/role/orders' })
    expect(verdicts(rows)).toEqual(['blocked', 'unknown', 'unknown', 'unknown'])
  })
})
