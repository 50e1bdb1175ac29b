import type { UsageRow } from '../../shared/domain/usage.ts'

/**
 * The rows of a day that was read, and of those that are stored the ones that show calls which this reading does not: whichever reading
 * shows more counts. A stored row whose events the reading shows elsewhere was reattributed, and is dropped.
 */
export function mergeStoredRows(
  read: readonly UsageRow[],
  stored: Iterable<UsageRow>,
  isKept: (operation: string) => boolean,
): readonly UsageRow[] {
  const kept = [...stored].filter(({ operation }) => isKept(operation))
  if (kept.length === 0) return read
  const rows = new Map(read.map((row) => [nameOf(row), row]))
  const showing = new Map(read.flatMap((row) => row.events.map(({ id }) => [id, row])))
  for (const row of kept) {
    const same = rows.get(nameOf(row))
    if (same ? row.calls > same.calls : !isReattributed(row, showing)) rows.set(nameOf(row), row)
  }
  return [...rows.values()]
}

/** True when every event that the row knows of stands in other rows now, which hold as many calls. */
function isReattributed(row: UsageRow, showing: ReadonlyMap<string, UsageRow>): boolean {
  const others = row.events.map(({ id }) => showing.get(id))
  const calls = [...new Set(others)].reduce((sum, other) => sum + (other?.calls ?? 0), 0)
  return others.every((other) => other?.operation === row.operation) && calls >= row.calls
}

function nameOf({ keyId, series }: UsageRow): string {
  return `${keyId}\n${series}`
}
