import { RULE_PACKS, type RulePack } from '../domain/rules/rule-packs.ts'
import type { RulePacks } from './model.ts'

/** The packs of rows, of which each judged so many, where CMK_RULES is `configuredRules`. */
export function rulePacksOf(rulePacks: RulePacks['rulePacks'], configuredRules: RulePack): RulePacks {
  const rules = RULE_PACKS.reduce(
    (most, pack) => ((rulePacks[pack] ?? 0) > (rulePacks[most] ?? 0) ? pack : most),
    configuredRules,
  )
  return { rules, rulePacks: { ...rulePacks }, configuredRules }
}
