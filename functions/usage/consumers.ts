import { type AliasRecord, aliasRecords, mergeAliasRecords } from '../../shared/domain/alias-history.ts'
import { namesKey } from '../../shared/domain/attribution.ts'
import type { TrailEvent } from '../../shared/domain/event.ts'
import { isCryptographic, isDeciding, isUnknownOperation } from '../../shared/domain/operations.ts'
import { isProbeCall, type ProbeCalls } from '../../shared/domain/probe-calls.ts'
import { DAY, type Day, dayOf } from '../../shared/domain/time.ts'
import type { UsageRow } from '../../shared/domain/usage.ts'
import { isByHour, UsageDay } from '../../shared/domain/usage-day.ts'
import type { ScopeProgress } from '../../shared/store/scope-progress.ts'
import type { Store } from '../../shared/store/store.ts'
import type { StreamName } from '../../shared/store/streams.ts'
import type { CallReadings } from './call-readings.ts'
import { mergeStoredRows } from './merge-stored-rows.ts'
import { StoredDays } from './stored-days.ts'
import type { StreamConsumer } from './stream-consumer.ts'

/** Days with few rows are written together, up to about as many rows as one request of Tablestore takes. */
const ROWS_TOGETHER = 200

/**
 * Sums the events of a window that may use a key into usage rows, a day at a time. A lookup by name is only asked for that operation.
 * `probes`: whose calls are no use.
 */
export function usageConsumer(
  store: Store,
  scope: string,
  stream: StreamName,
  readings: CallReadings,
  probes: readonly ProbeCalls[] = [],
): StreamConsumer {
  const open = new Map<Day, UsageDay>()
  const isCounted = (event: TrailEvent) => {
    if (stream !== 'all') return event.name === stream
    return isCryptographic(event.name) || (isUnknownOperation(event.name) && namesKey(event, readings.context))
  }
  // A lookup by name and the full reading take nothing from what the other found of a deciding operation.
  const isOfBoth = (operation: string) => (stream === 'all' ? isDeciding(operation) : operation === stream)
  return {
    event: (event, calls) => {
      if (!isOfKms(event) || !isCounted(event) || isProbeCall(event, probes, calls)) return
      const name = dayOf(event.at)
      const day = open.get(name) ?? new UsageDay(name)
      open.set(name, day)
      const { caller, targets } = readings.of(event, calls?.like)
      day.add(event, caller, targets, calls)
    },
    // A probe's calls may be known by nothing but their ids, all of a group.
    isByHour: (event, like) =>
      isOfKms(event) &&
      isCounted(event) &&
      (probes.some((probe) => isInTimeOf(probe, event)) || isByHour(readings.of(event, like).targets)),
    keep: async (days, check) => {
      const names = days.map(({ from }) => dayOf(from))
      const [first, last] = [names.at(0), names.at(-1)]
      if (first === undefined || last === undefined) return
      const storedDays = new StoredDays(store.usage.list(scope, first, last))
      let daysToWrite: Day[] = []
      let rows: UsageRow[] = []
      const write = async () => {
        if (daysToWrite.length === 0) return
        check()
        await store.usage.replaceDays(scope, daysToWrite, rows, ...(stream === 'all' ? [] : [[stream]]))
        daysToWrite = []
        rows = []
      }
      for (const name of names) {
        const read = open.get(name)?.rows() ?? []
        const stored = await storedDays.of(name)
        if (read.length > 0 || stored.length > 0) {
          daysToWrite.push(name)
          rows = rows.concat(mergeStoredRows(read, stored, isOfBoth))
        }
        open.delete(name)
        if (rows.length >= ROWS_TOGETHER) await write()
      }
      await write()
    },
  }
}

/** Collects who an alias named and when. One at a time: records are merged into those that are kept. */
export function aliasConsumer(progress: ScopeProgress, fence: number): StreamConsumer {
  let found: AliasRecord[] = []
  return {
    event: (event) => {
      if (isOfKms(event)) found.push(...aliasRecords(event))
    },
    keep: async (_, check) => {
      if (found.length === 0) return
      check()
      await progress.putAliasRecords('events', mergeAliasRecords(await progress.aliasRecordsOf('events'), found), fence)
      found = []
    },
  }
}

/** How many UIDs of a scope are remembered: the entry stays within what a cell of Tablestore takes. */
const MAX_PRINCIPALS = 5_000

/** Collects who is behind the UIDs of RAM identities. One at a time: what is found is merged into what is kept. */
export function principalConsumer(progress: ScopeProgress, fence: number, readings: CallReadings): StreamConsumer {
  const found = new Map<string, string>()
  return {
    event: (event, calls) => {
      const uid = uidOf(event)
      if (uid === undefined || found.has(uid) || !isOfKms(event) || !isCryptographic(event.name)) return
      found.set(uid, readings.of(event, calls?.like).caller.principal)
    },
    keep: async (_, check) => {
      if (found.size === 0) return
      const known = await progress.principals()
      const isNew = [...found].some(([uid, principal]) => known[uid] !== principal)
      if (isNew) {
        const merged = Object.entries({ ...known, ...Object.fromEntries(found) })
        check()
        await progress.putPrincipals(Object.fromEntries(merged.slice(-MAX_PRINCIPALS)), fence)
      }
      found.clear()
    },
  }
}

/** The UID of a RAM identity; that of a role stands before its session. Undefined where the event shows none. */
function uidOf({ identity }: TrailEvent): string | undefined {
  return /^(\d{5,20})(:|$)/.exec(identity.principalId)?.[1]
}

/** Several consumers of one window. */
export function together(...consumers: readonly StreamConsumer[]): StreamConsumer {
  return {
    event: (event, calls) => {
      for (const each of consumers) each.event(event, calls)
    },
    isByHour: (event, like) => consumers.some((each) => each.isByHour?.(event, like) === true),
    keep: async (days, check) => {
      for (const each of consumers) await each.keep(days, check)
    },
  }
}

/** True where a probe may have made calls on the day of the event. */
function isInTimeOf({ from, to }: ProbeCalls, { at }: TrailEvent): boolean {
  return at > from - 2 * DAY && at < to + 2 * DAY
}

function isOfKms(event: TrailEvent): boolean {
  return event.service === '' || event.service === 'Kms'
}
