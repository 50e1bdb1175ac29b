import type { Language } from '../../../shared/domain/language.ts'
import type { ResourceEvidence } from '../../../shared/domain/resources/key-resource.ts'
import { neededByResource } from '../../../shared/domain/rules/needed-by-resource.ts'
import { row } from '../rows.ts'
import { keySnapshot, ruleContext } from './case-factory.ts'

/** What the rule about resources says of a key, and what it lacks to be judged. */
export function noteOf(evidence: ResourceEvidence, language: Language) {
  const match = neededByResource.check(ruleContext({ key: keySnapshot(evidence) }))
  const message = match ? neededByResource.texts[language].message(match.data) : ''
  return { message, missing: neededByResource.needs.flatMap((need) => need(row(evidence))?.[language] ?? []) }
}
