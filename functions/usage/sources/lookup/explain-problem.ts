import type { Diagnostic } from '../../../../shared/domain/readiness.ts'
import type { SourceProblem } from '../../../../shared/domain/source-proof.ts'
import { iso } from '../../../../shared/domain/time.ts'

/** The code of a diagnostic about a source that is not proven. */
export const SOURCE_UNPROVEN = 'SourceUnproven'

/** What a source that is not proven leaves for people to see: which trail is blind or wrong, and how to mend it. `host`: where it was asked. */
export function sourceDiagnostic(
  problem: SourceProblem,
  host: string,
  about: Pick<Diagnostic, 'accountId' | 'stage' | 'asOf'> & { readonly region: string },
): Diagnostic {
  const { region } = about
  return {
    ...about,
    status: 'incomplete',
    action: 'LookupEvents',
    code: SOURCE_UNPROVEN,
    message: messageOf(problem, region),
    advice:
      problem.why === 'no-event'
        ? 'The next night knows by itself: by then the trail must show the calls that this night made. If it shows nothing then, check the address of actiontrail in CMK_ENDPOINTS.'
        : `Check the address of actiontrail for ${region} in CMK_ENDPOINTS (it is ${host}), and whose events it answers with; the next run reads again what is not proven.`,
    fatal: false,
  }
}

function messageOf(problem: SourceProblem, region: string): string {
  switch (problem.why) {
    case 'no-event':
      return `the trail of ${region} shows no event at all: nothing tells whether it is alive`
    case 'own-calls-missing':
      return `the trail of ${region} does not show the calls that this suite made at ${iso(problem.at)}`
    case 'events-missing':
      return `the trail of ${region} no longer shows the event of ${iso(problem.at)} that it showed before`
    case 'contradiction':
      return `the trail of ${region} answers with events of ${problem.what} ${problem.name}`
  }
}
