import type { Change } from '../../domain/readiness.ts'
import { scopeId } from '../../domain/scope.ts'
import { VERDICTS } from '../../domain/verdict.ts'
import type { CellReader, Cells } from './cells.ts'

/** A change as columns. */
export function changeCells(change: Change): Cells {
  return {
    scope: scopeId(change),
    key_id: change.keyId,
    changed_at: change.changedAt,
    account_id: change.accountId,
    region: change.region,
    verdict_before: change.before,
    verdict_after: change.after,
    why: JSON.stringify(change.why),
    events: JSON.stringify(change.events),
  }
}

/** When a change was, and of what kind. */
export function outlineOf(cells: CellReader): Pick<Change, 'changedAt' | 'before' | 'after'> {
  return {
    changedAt: cells.text('changed_at'),
    before: cells.wordOrNull('verdict_before', VERDICTS),
    after: cells.wordOrNull('verdict_after', VERDICTS),
  }
}

/** The change that was put. */
export function changeOf(cells: CellReader): Change {
  return {
    accountId: cells.text('account_id'),
    region: cells.text('region'),
    keyId: cells.text('key_id'),
    ...outlineOf(cells),
    why: cells.json('why'),
    events: cells.json('events'),
  }
}
