import { type AliasRecord, aliasRecord, mergeAliasRecords } from '../../shared/domain/alias-history.ts'
import { type Names, targetsOf } from '../../shared/domain/attribution.ts'
import type { TrailEvent } from '../../shared/domain/event.ts'
import { identifyCaller } from '../../shared/domain/identify-caller.ts'
import { isCryptographic, isDeciding } from '../../shared/domain/operations.ts'
import { type Day, dayOf } from '../../shared/domain/time.ts'
import type { UsageRow } from '../../shared/domain/usage.ts'
import { UsageDay } from '../../shared/domain/usage-day.ts'
import type { ScopeProgress, StreamName } from '../../shared/progress.ts'
import type { Store } from '../../shared/store/store.ts'
import type { StreamConsumer } from './stream-reader.ts'

/** Sums the cryptographic operations of a stream into usage rows, a day at a time. */
export function usageConsumer(store: Store, scope: string, stream: StreamName, names: Names): StreamConsumer {
  const open = new Map<Day, UsageDay>()
  return {
    event: (event) => {
      if (!isOfKms(event) || !isCryptographic(event.name)) return
      const name = dayOf(event.at)
      const day = open.get(name) ?? new UsageDay(name)
      open.set(name, day)
      day.add(event, identifyCaller(event), targetsOf(event, names))
    },
    keep: async (days, check) => {
      for (const { from } of days) {
        const name = dayOf(from)
        const read = open.get(name)?.rows() ?? []
        // A lookup by name knows nothing of the day's other operations; the full reading takes nothing from what one found.
        const rows = stream === 'all' ? await withDeciding(store, scope, name, read) : read
        check()
        await store.usage.replaceDay(scope, name, rows, ...(stream === 'all' ? [] : [[stream]]))
        open.delete(name)
      }
    },
    reset: () => open.clear(),
  }
}

/** A day's rows of the full reading, and of the deciding operations whichever reading shows more calls. */
async function withDeciding(
  store: Store,
  scope: string,
  day: Day,
  rows: readonly UsageRow[],
): Promise<readonly UsageRow[]> {
  const merged = new Map(rows.map((row) => [`${row.keyId}\n${row.series}`, row]))
  for await (const row of store.usage.list(scope, day, day)) {
    const name = `${row.keyId}\n${row.series}`
    if (isDeciding(row.operation) && row.calls > (merged.get(name)?.calls ?? 0)) merged.set(name, row)
  }
  return [...merged.values()]
}

/** Collects who an alias named and when. One at a time: records are merged into those that are kept. */
export function aliasConsumer(progress: ScopeProgress, fence: number): StreamConsumer {
  let found: AliasRecord[] = []
  return {
    event: (event) => {
      const record = isOfKms(event) ? aliasRecord(event) : undefined
      if (record) found.push(record)
    },
    keep: async (_, check) => {
      if (found.length === 0) return
      check()
      await progress.putAliasRecords('events', mergeAliasRecords(await progress.aliasRecordsOf('events'), found), fence)
      found = []
    },
    reset: () => {
      found = []
    },
  }
}

function isOfKms(event: TrailEvent): boolean {
  return event.service === '' || event.service.toLowerCase() === 'kms'
}
