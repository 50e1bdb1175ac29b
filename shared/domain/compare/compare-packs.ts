import { decidingFindings } from '../deciding.ts'
import { byKeyName, type KeyName } from '../key-name.ts'
import type { Finding, ReadinessRow } from '../readiness.ts'
import type { RulePack } from '../rules/rule-packs.ts'
import type { Effect, Verdict, VerdictCounts } from '../verdict.ts'
import type { ChangedSetting } from './changed-settings.ts'

/** A rule that decides under one pack, and what each pack makes of it. */
export interface ComparedRule {
  /** As the first pack under which it decides tells it. */
  readonly finding: Finding
  /** By pack; null where the pack does not know the rule, or it did not fire. */
  readonly effects: Readonly<Partial<Record<RulePack, Effect | null>>>
}

/** One key judged by several packs on the same facts. */
export interface KeyComparison extends KeyName, Pick<ReadinessRow, 'aliases' | 'owner'> {
  readonly verdicts: Readonly<Partial<Record<RulePack, Verdict>>>
  readonly differs: boolean
  /** What decides: of a key whose verdicts differ, only rules of which the packs make different things. */
  readonly why: readonly ComparedRule[]
}

/** Keys judged by several packs on the same facts. */
export interface Comparison {
  /** ISO 8601 UTC of the newest facts; null where there is no key. */
  readonly asOf: string | null
  /** Two or more, oldest first. */
  readonly packs: readonly RulePack[]
  /** How many keys were judged. */
  readonly keys: number
  /** Those whose verdicts differ. */
  readonly differing: number
  readonly totals: Readonly<Partial<Record<RulePack, VerdictCounts>>>
  /** By account, region and id: those that differ, or all where all were asked for. */
  readonly rows: readonly KeyComparison[]
  /** Settings by which the audit judged otherwise: rows of the table may have other verdicts than the same pack here. */
  readonly settings: readonly ChangedSetting[]
}

/** Adds up comparisons as keys come, in any order; of keys that do not differ nothing is kept unless all are asked for. */
export class ComparisonMaker {
  readonly #packs: readonly RulePack[]
  readonly #all: boolean
  readonly #totals = new Map<RulePack, Partial<Record<Verdict, number>>>()
  readonly #rows: KeyComparison[] = []
  #keys = 0
  #differing = 0
  #asOf: string | null = null

  constructor(packs: readonly RulePack[], all: boolean) {
    this.#packs = packs
    this.#all = all
    for (const pack of packs) this.#totals.set(pack, {})
  }

  /** `rows`: one key as each pack judges it. */
  add(rows: readonly ReadinessRow[]): void {
    const compared = compareKey(rows)
    if (compared === undefined) return
    this.#keys += 1
    for (const { rules, verdict, checkedAt } of rows) {
      const totals = this.#totals.get(rules) ?? {}
      totals[verdict] = (totals[verdict] ?? 0) + 1
      if (checkedAt > (this.#asOf ?? '')) this.#asOf = checkedAt
    }
    if (compared.differs) this.#differing += 1
    if (compared.differs || this.#all) this.#rows.push(compared)
  }

  make(): Omit<Comparison, 'settings'> {
    return {
      asOf: this.#asOf,
      packs: this.#packs,
      keys: this.#keys,
      differing: this.#differing,
      totals: Object.fromEntries(this.#totals),
      rows: this.#rows.sort(byKeyName),
    }
  }
}

function compareKey(rows: readonly ReadinessRow[]): KeyComparison | undefined {
  const [first] = rows
  if (first === undefined) return undefined
  const { accountId, region, keyId, aliases, owner } = first
  const differs = rows.some(({ verdict }) => verdict !== first.verdict)
  const deciding = new Map<string, Finding>()
  for (const row of rows)
    for (const finding of decidingFindings(row)) if (!deciding.has(finding.rule)) deciding.set(finding.rule, finding)
  const why = [...deciding.values()].map((finding) => ({ finding, effects: effectsOf(finding.rule, rows) }))
  return {
    ...{ accountId, region, keyId, aliases, owner, differs },
    verdicts: Object.fromEntries(rows.map(({ rules, verdict }) => [rules, verdict])),
    why: differs ? why.filter(({ effects }) => new Set(Object.values(effects)).size > 1) : why,
  }
}

function effectsOf(rule: string, rows: readonly ReadinessRow[]): ComparedRule['effects'] {
  return Object.fromEntries(
    rows.map(({ rules, findings }) => [rules, findings.find((each) => each.rule === rule)?.effect ?? null]),
  )
}
