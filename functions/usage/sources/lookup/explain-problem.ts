import type { SourceProblem } from '../../../../shared/domain/source-proof.ts'
import { iso } from '../../../../shared/domain/time.ts'

/** What is wrong with a trail that is not proven, and how to mend it. `host`: where it was asked. */
export function explainProblem(
  problem: SourceProblem,
  region: string,
  host: string,
): { readonly message: string; readonly advice: string } {
  return {
    message: messageOf(problem, region),
    advice:
      problem.why === 'no-event'
        ? 'The next night knows by itself: by then the trail must show the calls that this night made. If it shows nothing then, check the address of actiontrail in CMK_ENDPOINTS.'
        : `Check the address of actiontrail for ${region} in CMK_ENDPOINTS (it is ${host}), and whose events it answers with; the next run reads again what is not proven.`,
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
