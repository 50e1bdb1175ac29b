import { type Language, RULE_PACKS, type RulePack } from '../domain/verdict.ts'
import { wordsIn } from '../text/digest-messages.ts'

/** Whose rules rows were judged by: every row names its own pack, and the environment may name another by now. */
export interface RulePacks {
  /** The pack of most rows; that of CMK_RULES where there is no row. */
  readonly rules: RulePack
  /** How many rows each pack judged; packs of none are left out. */
  readonly rulePacks: Readonly<Partial<Record<RulePack, number>>>
  /** CMK_RULES: by what the next audit judges. */
  readonly configuredRules: RulePack
}

/** The packs of rows, of which each judged so many, where CMK_RULES is `configuredRules`. */
export function rulePacksOf(rulePacks: RulePacks['rulePacks'], configuredRules: RulePack): RulePacks {
  const rules = RULE_PACKS.reduce(
    (most, pack) => ((rulePacks[pack] ?? 0) > (rulePacks[most] ?? 0) ? pack : most),
    configuredRules,
  )
  return { rules, rulePacks: { ...rulePacks }, configuredRules }
}

/** `rules 2023-09`, `rules 2023-09; 12 keys judged by 2024-11`. */
export function packsText({ rules, rulePacks }: RulePacks, language: Language): string {
  const words = wordsIn(language)
  const others = RULE_PACKS.filter((pack) => pack !== rules).flatMap((pack) => {
    const keys = rulePacks[pack] ?? 0
    return keys === 0 ? [] : [words.judgedBy(keys, pack)]
  })
  return [`${words.rulePack} ${rules}`, ...others].join(words.semicolon)
}

/** A line where rows were judged by another pack than CMK_RULES names. */
export function packsNotice({ rulePacks, configuredRules }: RulePacks, language: Language): string | undefined {
  const others = RULE_PACKS.filter((pack) => pack !== configuredRules && (rulePacks[pack] ?? 0) > 0)
  if (others.length === 0) return undefined
  const keys = others.reduce((sum, pack) => sum + (rulePacks[pack] ?? 0), 0)
  const isAll = (rulePacks[configuredRules] ?? 0) === 0
  return wordsIn(language).otherRules(configuredRules, others, isAll ? undefined : keys)
}
