import { expect, onTestFinished, test } from 'vitest'
import { runNight } from '../../functions/run/night.ts'
import { TIMEOUTS } from '../../shared/net/exchange.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Fault } from '../../simulator/cloud/faults/fault.ts'
import { SERVER_BUSY, TIMEOUT } from '../../simulator/cloud/tablestore/effects.ts'
import type { World } from '../../simulator/cloud/world.ts'
import { hoursAgo, NOW } from '../support/functions/a-company.ts'
import { Laboratory } from '../support/functions/run-night.ts'
import { type Tables, tablesOf } from '../support/functions/tables-of.ts'
import { group, groupVariables } from '../support/platform/group.ts'
import { tablestoreStore } from '../support/store/tablestore-store.ts'

const DAYS = 14
/** Of the group, and calls of Tablestore that a first night of each may cost, its share of the account's and the company's among them. */
const SCOPES = 3
const MAX_CALLS = 150
/** Keys of the group that are used on each of these days besides: a hundred rows of usage in few days. */
const USED = ['plain', 'external', 'rotating', 'rotated', 'node', 'outside', 'secretive', 'young']

function busyGroup(): World {
  const there = group()
  const events = there.accounts[0]?.regions['cn-hangzhou']?.events
  if (!events) throw new Error('the group has a region with events')
  for (const [at, name] of USED.entries()) {
    for (let day = 0; day < DAYS; day += 1) {
      const requestParameters = { KeyId: `key-${name}` }
      events.push(hoursAgo(24 * day + 4 + at, { eventId: `${name}-${day}`, eventName: 'Encrypt', requestParameters }))
    }
  }
  return there
}

/** What a night leaves in Tablestore, and the rows that a second night over the same tables leaves. */
async function nights(faults: readonly Fault[]) {
  const under = await tablestoreStore({ world: busyGroup(), clock: () => NOW, timing: { timeouts: TIMEOUTS } })
  const laboratory = await Laboratory.open()
  onTestFinished(async () => {
    await laboratory.close()
    await under.dispose()
  })
  const nightOn = async (store: Store): Promise<Tables> => {
    under.cloud.setFaults(faults)
    const night = await laboratory.work(
      under.cloud,
      { now: NOW, env: { ...groupVariables(under.cloud), CMK_OBSERVATION_DAYS: String(DAYS) } },
      (services) => runNight({ ...services, store }),
    )
    expect(night.diagnostics).toEqual([])
    under.cloud.setFaults([])
    return tablesOf(store)
  }
  const ofTables = () => under.cloud.calls.filter(({ service }) => service === 'tablestore')
  const before = ofTables().length
  const first = await nightOn(under.store)
  const calls = ofTables().length - before
  const second = await nightOn(await under.reopen())
  return { first, second, calls, codes: new Set(ofTables().map(({ code }) => code)) }
}

const TABLESTORE = { service: 'tablestore' } as const

/** Row faults stand first: of the faults that are due the first one strikes. */
const FAULTS: readonly Fault[] = [
  {
    where: { ...TABLESTORE, action: 'BatchWriteRow', every: 5 },
    effect: { kind: 'rows', every: 3, code: 'OTSTimeout', message: 'Operation timeout.', applied: true },
  },
  {
    where: { ...TABLESTORE, action: 'BatchWriteRow', every: 4 },
    effect: { kind: 'rows', every: 2, code: 'OTSNotEnoughCapacityUnit', message: 'Not enough.' },
  },
  { where: { ...TABLESTORE, every: 7 }, effect: { kind: 'throttle' } },
  { where: { ...TABLESTORE, every: 11 }, effect: { kind: 'after', answer: SERVER_BUSY } },
  { where: { ...TABLESTORE, every: 13 }, effect: { kind: 'reset' } },
  { where: { ...TABLESTORE, every: 17 }, effect: { kind: 'after', answer: { kind: 'reset' } } },
  { where: { ...TABLESTORE, every: 19 }, effect: { kind: 'truncated' } },
  { where: { ...TABLESTORE, every: 23 }, effect: { kind: 'after', answer: TIMEOUT } },
]

test('nights with faults at every kind of call leave the tables of nights without', async () => {
  const quiet = await nights([])
  const faulty = await nights(FAULTS)
  expect(quiet.first.rows.length).toBeGreaterThan(20)
  expect(quiet.first.usage.length).toBeGreaterThan(100)
  expect(quiet.calls).toBeLessThan(SCOPES * MAX_CALLS)
  expect(faulty.first).toEqual(quiet.first)
  expect(faulty.second).toEqual(quiet.second)
  // Regions that end at the same moment meet at the night of their account.
  const known = new Set(['', 'OTSObjectNotExist', 'OTSConditionCheckFail'])
  expect([...quiet.codes].filter((code) => !known.has(code))).toEqual([])
  expect(faulty.codes.size).toBeGreaterThanOrEqual(6)
}, 120_000)
