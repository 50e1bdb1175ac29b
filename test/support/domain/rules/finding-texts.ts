import { judge } from '../../../../shared/domain/judge.ts'
import type { RuleContext } from '../../../../shared/domain/rule-context.ts'
import { renderFinding } from '../../../../shared/domain/rules/render-finding.ts'
import type { RulePack } from '../../../../shared/domain/rules/rule-packs.ts'
import { ruleContext } from '../case-factory.ts'

/** A rule's finding about a key that is `ready` but for what is given, and what it says in each language. Throws where it does not fire. */
export function textsOf(id: string, context: Partial<RuleContext>, pack: RulePack = '2023-09') {
  const finding = judge(ruleContext(context), pack).findings.find(({ rule }) => rule === id)
  if (!finding) throw new Error(`${id} did not fire`)
  return { ...finding, en: renderFinding(finding, 'en'), zh: renderFinding(finding, 'zh') }
}

/** Two English words that no sentence in Chinese holds, names of products and variables aside. */
export const ENGLISH = /[a-z]+ [a-z]+/
