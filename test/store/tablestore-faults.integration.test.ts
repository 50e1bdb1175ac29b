import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TIMEOUTS } from '../../shared/net/exchange.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Ending, FaultEffect, RowFault } from '../../simulator/cloud/faults/fault.ts'
import {
  PARTITION_UNAVAILABLE,
  ROW_CONFLICT,
  SERVER_BUSY,
  TABLE_NOT_READY,
  TIMEOUT,
} from '../../simulator/cloud/tablestore/effects.ts'
import { leaping } from '../support/leaping-clock.ts'
import { fill, USES } from '../support/store/tablestore-methods.ts'
import { contents, restore, type Snapshot, snapshot } from '../support/store/tablestore-rows.ts'
import { sessionsOf, worldWithRole } from '../support/store/tablestore-session.ts'
import { type TablestoreUnderTest, tablestoreStore } from '../support/store/tablestore-store.ts'

const INTERNAL: Ending = {
  kind: 'error',
  status: 500,
  code: 'OTSInternalServerError',
  message: 'Internal server error.',
}
const UNKNOWN: Ending = { kind: 'error', status: 503, code: 'OTSSomethingNew', message: 'Try again.' }
const TOO_FREQUENT: Ending = {
  ...{ kind: 'error', status: 403, code: 'OTSQuotaExhausted' },
  message: 'Too frequent table operations.',
} as const

const REFUSALS: Readonly<Record<string, Ending>> = {
  'the server is busy': SERVER_BUSY,
  'it is throttled': { kind: 'throttle' },
  'its quota is used up for now': TOO_FREQUENT,
  'the partition moves': PARTITION_UNAVAILABLE,
  'the row is being written': ROW_CONFLICT,
  'the table is not ready': TABLE_NOT_READY,
  'the service fails': INTERNAL,
  'the service fails in an unknown way': UNKNOWN,
  'it takes too long': TIMEOUT,
  'the connection breaks': { kind: 'reset' },
  'a gateway answers': { kind: 'html', status: 502 },
  'a gateway throttles it': { kind: 'html', status: 429 },
  'the session is over': { kind: 'expired-token' },
}

/** What may come of a call, by what happens to it. Each costs one call more, or none where the fault finds nothing to break. */
const EFFECTS: Readonly<Record<string, FaultEffect>> = {
  ...REFUSALS,
  'half of the answer comes': { kind: 'truncated' },
  ...Object.fromEntries(
    Object.entries(REFUSALS).map(([name, answer]) => [
      `it is done, and then ${name}`,
      { kind: 'after', answer } as const,
    ]),
  ),
}

const ROWS: Readonly<Record<string, RowFault>> = Object.fromEntries(
  [1, 2].flatMap((every) =>
    [false, true].map((applied) => [
      `every ${every === 1 ? 'row' : 'second row'} fails${applied ? ', and is done' : ''}`,
      { ...{ kind: 'rows', every, applied, code: 'OTSTimeout' }, message: 'Operation timeout.' } as const,
    ]),
  ),
)

const STALLS: Readonly<Record<string, FaultEffect>> = {
  'nothing comes': { kind: 'stall', after: 'nothing' },
  'it is done, and nothing but headers comes': { kind: 'after', answer: { kind: 'stall', after: 'headers' } },
}

let tablestore: TablestoreUnderTest
let filled: Snapshot

beforeAll(async () => {
  tablestore = await tablestoreStore({
    world: worldWithRole(),
    credentials: sessionsOf,
    // Longer than an answer is waited for.
    timing: { timeouts: TIMEOUTS, patience: 30_000 },
  })
  await fill(tablestore.store)
  filled = snapshot(tablestore.cloud)
})
afterAll(() => tablestore.dispose())

/** What a use came to, on the filled tables, with one of its calls struck. */
async function outcome(run: (store: Store) => Promise<unknown>, at: number, effect?: FaultEffect) {
  const { cloud, store } = tablestore
  restore(cloud, filled)
  cloud.setFaults(effect ? [{ where: { service: 'tablestore', nth: [at] }, effect }] : [])
  const before = cloud.calls.length
  const result = await run(store).catch((error: unknown) => (error instanceof Error ? error.name : error))
  cloud.setFaults([])
  const calls = cloud.calls.slice(before).filter(({ service }) => service === 'tablestore').length
  return { result, tables: contents(cloud, filled), calls }
}

for (const { name, run } of USES) {
  describe(name, () => {
    /**
     * Puts count their writes: one that was done twice counts twice, and a swap needs no more than that it counts. Rows take back first what is
     * kept of their scope, by such a put.
     */
    const comparable = (tables: Awaited<ReturnType<typeof outcome>>['tables']) =>
      /^(progress\.put|(readiness|history)\.(put|delete))/.test(name)
        ? { ...tables, progress: tables.progress?.map(({ version: _, ...row }) => row) }
        : tables

    async function expectUntouched(effects: Readonly<Record<string, FaultEffect>>, most: number) {
      const { result, tables, calls } = await outcome(run, 0)
      for (const [what, effect] of Object.entries(effects)) {
        for (let at = 1; at <= calls; at++) {
          const struck = await outcome(run, at, effect)
          const where = `call ${at} of ${calls}: ${what}`
          expect(struck.result, where).toEqual(result)
          expect(comparable(struck.tables), where).toEqual(comparable(tables))
          expect(struck.calls, where).toBeGreaterThanOrEqual(calls)
          expect(struck.calls, where).toBeLessThanOrEqual(calls + most)
        }
      }
    }

    // What is written on a condition looks once at who wrote it.
    const repetitions = /swap|decisions\.add/.test(name) ? 2 : 1

    test('any call may fail once', () => expectUntouched(EFFECTS, repetitions))
    test('rows of a batch may fail once', () => expectUntouched(ROWS, 1))
    test('any call may get no answer', () => leaping(() => expectUntouched(STALLS, repetitions)))
  })
}
