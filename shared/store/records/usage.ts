import { asKnownHere } from '../../domain/caller.ts'
import type { Outcome, UsageRow } from '../../domain/usage.ts'
import type { CellReader, Cells } from './cells.ts'

const OUTCOMES: readonly Outcome[] = ['made', 'service-failure', 'refused', 'dry-run']

/** A usage row as columns, under the scope that it is put for. */
export function usageCells(scope: string, row: UsageRow): Cells {
  return {
    scope,
    day: row.day,
    key_id: row.keyId,
    series: row.series,
    operation: row.operation,
    outcome: row.outcome,
    caller: JSON.stringify(row.caller),
    calls: row.calls,
    failures: row.failures,
    hours: JSON.stringify(row.hours),
    first_at: row.firstAt,
    last_at: row.lastAt,
    events: JSON.stringify(row.events),
  }
}

/** The row that was put. */
export function usageOf(cells: CellReader): UsageRow {
  return {
    day: cells.text('day'),
    keyId: cells.text('key_id'),
    series: cells.text('series'),
    operation: cells.text('operation'),
    outcome: cells.word('outcome', OUTCOMES),
    caller: asKnownHere(cells.json('caller')),
    calls: cells.number('calls'),
    failures: cells.number('failures'),
    hours: cells.json('hours'),
    firstAt: cells.text('first_at'),
    lastAt: cells.text('last_at'),
    events: cells.json('events'),
  }
}
