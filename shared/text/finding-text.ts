import type { CallerSummary, Finding, ReadinessRow } from '../domain/readiness.ts'
import { type RenderedFinding, renderFinding } from '../domain/rules/render-finding.ts'
import { STALE_RULE, staleTexts } from '../domain/stale.ts'
import type { Language } from '../domain/verdict.ts'
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

/** The findings that made the verdict. None for `ready`, which is the absence of any. */
export function decidingFindings(row: Pick<ReadinessRow, 'verdict' | 'findings'>): readonly Finding[] {
  return row.findings.filter((finding) => finding.effect === row.verdict)
}

/** Who made the calls that findings speak of, as far as the row lists them: the findings' texts do not tell client and network. */
export function decidingCallers(row: Pick<ReadinessRow, 'usage'>, findings: readonly Finding[]): CallerSummary[] {
  return row.usage.callers.filter((caller) =>
    findings.some(({ data }) => {
      const { callers, operations } = data
      return (
        Array.isArray(callers) &&
        Array.isArray(operations) &&
        callers.includes(caller.principal) &&
        caller.operations.some((operation) => operations.includes(operation))
      )
    }),
  )
}
