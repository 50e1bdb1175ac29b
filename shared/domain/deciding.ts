import type { CallerSummary, Finding, ReadinessRow, UsageSummary } from './readiness.ts'

/** The findings that made the verdict. None for `ready`, which is the absence of any. */
export function decidingFindings(row: Pick<ReadinessRow, 'verdict' | 'findings'>): readonly Finding[] {
  return row.findings.filter((finding) => finding.effect === row.verdict)
}

/** Who made the calls that findings are about, as far as the row lists them: the findings' texts leave out client and network. */
export function decidingCallers(
  row: { readonly usage: Pick<UsageSummary, 'callers'> },
  findings: readonly Finding[],
): CallerSummary[] {
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
