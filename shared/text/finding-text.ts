import type { Language } from '../domain/language.ts'
import type { Finding } from '../domain/readiness.ts'
import { type RenderedFinding, renderFinding } from '../domain/rules/render-finding.ts'
import { STALE_RULE, staleTexts } from '../domain/stale.ts'
import { inLocalTime } from './dates.ts'
import type { ReportContext } from './reader.ts'

/** What a finding says in a language. Holds text from the cloud: escape it for where it goes. */
export function findingText(finding: Finding, language: Language): RenderedFinding {
  return finding.rule === STALE_RULE ? staleTexts(finding.data, language) : renderFinding(finding, language)
}

/** The same with moments on the clocks of the reader. */
export function findingTextIn(finding: Finding, { language, timezone }: ReportContext): RenderedFinding {
  const { title, message, action } = findingText(finding, language)
  return { title, message: inLocalTime(message, timezone), action: inLocalTime(action, timezone) }
}
