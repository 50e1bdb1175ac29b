import type { Decision } from '../../domain/decisions/decision.ts'
import { scopeId } from '../../domain/scope.ts'
import type { CellReader, Cells } from './cells.ts'
import { decisionValueOf } from './decision-value.ts'

/** A decision as columns. Numbers of one subject sort as texts, because a primary key of Tablestore's is made of those. */
export function decisionCells(decision: Decision): Cells {
  return {
    scope: scopeId(decision),
    subject: decision.subject,
    number: numberText(decision.number),
    account_id: decision.accountId,
    region: decision.region,
    kind: decision.value?.kind ?? 'withdrawn',
    value: JSON.stringify(decision.value),
    decided_by: decision.by,
    decided_at: decision.at,
    why: decision.why,
    until: decision.until,
  }
}

/** The decision that was added. */
export function decisionOf(cells: CellReader): Decision {
  return {
    accountId: cells.text('account_id'),
    region: cells.text('region'),
    subject: cells.text('subject'),
    number: Number(cells.text('number')),
    value: decisionValueOf(cells.json('value')),
    by: cells.text('decided_by'),
    at: cells.text('decided_at'),
    why: cells.text('why'),
    until: cells.textOrNull('until'),
  }
}

/** More than anybody decides about one thing. */
const DIGITS = 8

function numberText(number: number): string {
  return String(number).padStart(DIGITS, '0')
}
