import type { RulePacks } from '../digest/model.ts'
import type { Language } from '../domain/language.ts'
import { RULE_PACKS } from '../domain/rules/rule-packs.ts'
import { messagesFor } from './digest-messages.ts'

/** `rules 2023-09`, `rules 2023-09; 12 keys judged by 2024-11`. */
export function packsText({ rules, rulePacks }: RulePacks, language: Language): string {
  const messages = messagesFor(language)
  const others = RULE_PACKS.filter((pack) => pack !== rules).flatMap((pack) => {
    const keys = rulePacks[pack] ?? 0
    return keys === 0 ? [] : [messages.judgedBy(keys, pack)]
  })
  return [`${messages.rulePack} ${rules}`, ...others].join(messages.semicolon)
}

/** A line where rows were judged by another pack than CMK_RULES names. */
export function packsNotice({ rulePacks, configuredRules }: RulePacks, language: Language): string | undefined {
  const others = RULE_PACKS.filter((pack) => pack !== configuredRules && (rulePacks[pack] ?? 0) > 0)
  if (others.length === 0) return undefined
  const keys = others.reduce((sum, pack) => sum + (rulePacks[pack] ?? 0), 0)
  const isAll = (rulePacks[configuredRules] ?? 0) === 0
  return messagesFor(language).otherRules(configuredRules, others, isAll ? undefined : keys)
}
