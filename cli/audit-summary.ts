import type { Night } from '../functions/run/night.ts'
import { type Document, plain, type Section } from '../shared/document/document.ts'
import type { Diagnostic, ReadinessRow } from '../shared/domain/readiness.ts'
import { type Scope, scopeId } from '../shared/domain/scope.ts'
import type { Verdict } from '../shared/domain/verdict.ts'
import { zonedTime } from '../shared/text/dates.ts'
import { diagnosticItem } from '../shared/views/digest.ts'
import { counts } from '../shared/views/key-line.ts'
import { humanDuration } from './terminal/human-duration.ts'

/** What an audit cost. */
export interface AuditCost {
  readonly milliseconds: number
  /** Of KMS and ActionTrail. */
  readonly calls: number
}

/** Counts rows as they come by, in the memory of a few numbers. */
export class AuditCount {
  readonly #verdicts: Partial<Record<Verdict, number>> = {}
  readonly #scopes = new Map<string, { scope: Scope; keys: number; verdicts: Partial<Record<Verdict, number>> }>()
  #incomplete = 0

  add(row: ReadinessRow): void {
    const { accountId, region, verdict } = row
    const id = scopeId(row)
    const sum = this.#scopes.get(id) ?? { scope: { accountId, region }, keys: 0, verdicts: {} }
    this.#scopes.set(id, sum)
    sum.keys += 1
    for (const verdicts of [sum.verdicts, this.#verdicts]) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1
    // The trail of a region without a candidate is not read, and need not be.
    const isCandidate = verdict !== 'not-required' && verdict !== 'migrated'
    if (row.unread.length > 0 || (isCandidate && !row.observed.complete)) this.#incomplete += 1
  }

  /** Keys with a gap in their window, or a fact that could not be read. */
  get incomplete(): number {
    return this.#incomplete
  }

  get keys(): number {
    return [...this.#scopes.values()].reduce((sum, { keys }) => sum + keys, 0)
  }

  of(verdict: Verdict): number {
    return this.#verdicts[verdict] ?? 0
  }

  /** What `audit` tells when it is done. */
  document(night: Night, cost: AuditCost, timezone: string, next: readonly string[]): Document {
    const scopes = [...this.#scopes.values()]
    const empty = night.judged.length - scopes.length
    const regions = scopes.map(({ scope, keys, verdicts }) =>
      plain({ name: scope.accountId }, ' ', { name: scope.region }, `: ${keysOf(keys)}: `, ...counts(verdicts, 'en')),
    )
    const sections: Section[] = [
      { title: 'By account and region', items: [...regions, ...(empty > 0 ? [plain(withoutKeys(empty))] : [])] },
      {
        title: 'What could not be read',
        items: distinct(night.diagnostics).map((each) => diagnosticItem(each, 'en', timezone)),
      },
      { title: 'Next', items: next.map((line) => plain(line)) },
    ]
    const gaps = this.#incomplete === 0 ? '' : `; the evidence of ${this.#incomplete} is incomplete`
    return {
      title: `Audited ${keysOf(this.keys)} from events up to ${zonedTime(night.asOf, timezone)}`,
      lead: [
        [...counts(this.#verdicts, 'en'), gaps],
        [`${cost.calls} calls of KMS and ActionTrail in ${humanDuration(cost.milliseconds)}`],
      ],
      sections: sections.filter(({ items }) => items.length > 0),
    }
  }
}

function keysOf(count: number): string {
  return `${count} ${count === 1 ? 'key' : 'keys'}`
}

function withoutKeys(regions: number): string {
  return regions === 1 ? '1 more region holds no key' : `${regions} more regions hold no key`
}

/** The same refusal of a hundred keys is reported once. */
export function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Map<string, Diagnostic>()
  for (const each of diagnostics) {
    const { accountId, region, action, status, code, message } = each
    const name = JSON.stringify([accountId, region, action, status, code, each.keyId === undefined ? message : ''])
    if (!seen.has(name)) seen.set(name, each)
  }
  return [...seen.values()]
}
