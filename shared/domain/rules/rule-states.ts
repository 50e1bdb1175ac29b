import type { JudgedRow, Phrase } from './needs.ts'
import { rulesAsked } from './registry.ts'
import type { Rule } from './rule.ts'

/** What became of a rule that a key was asked: silence is only an answer where nothing was missing. */
export type RuleState = 'fired' | 'did-not-fire' | 'not-judged'

export interface RuleOutcome {
  readonly rule: Rule
  readonly state: RuleState
  /** Why it could not be judged; empty otherwise. */
  readonly why: readonly Phrase[]
}

/** The rules that a key was asked, in their order, and what became of each, as far as its row tells. */
export function ruleStates(row: JudgedRow): readonly RuleOutcome[] {
  const fired = new Set(row.findings.map(({ rule }) => rule))
  return rulesAsked(row).map((rule): RuleOutcome => {
    if (fired.has(rule.id)) return { rule, state: 'fired', why: [] }
    const why = new Map(rule.needs.flatMap((need) => need(row) ?? []).map((phrase) => [phrase.en, phrase]))
    return { rule, state: why.size > 0 ? 'not-judged' : 'did-not-fire', why: [...why.values()] }
  })
}
