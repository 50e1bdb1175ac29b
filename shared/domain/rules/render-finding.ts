import type { Language } from '../language.ts'
import type { Finding } from '../readiness.ts'
import { decidedBy } from './finding-data.ts'
import { RULES } from './registry.ts'
import type { RuleTexts } from './rule.ts'

/** A finding as people read it. Not escaped: it may hold names from the cloud. */
export interface RenderedFinding {
  readonly title: string
  readonly message: string
  /** Empty where nothing needs doing. */
  readonly action: string
}

/** What a rule says in a language; undefined for an id that this version does not know. */
export function ruleTexts(id: string, language: Language): RuleTexts | undefined {
  return RULES.find((rule) => rule.id === id)?.texts[language]
}

/** A stored finding in a language, regenerated from its data. A rule that this version does not know keeps its stored English texts. */
export function renderFinding(
  finding: Pick<Finding, 'rule' | 'message' | 'action' | 'data'>,
  language: Language,
): RenderedFinding {
  const rule = RULES.find(({ id }) => id === finding.rule)
  const texts = rule?.texts[language]
  if (!texts) return { title: finding.rule, message: finding.message, action: finding.action }
  return {
    title: texts.title,
    message: texts.message(finding.data),
    // A key that needs no migration needs no steps towards one either.
    action: rule.actsAfterMove || decidedBy(finding.data) === '' ? texts.action(finding.data) : '',
  }
}
