import type { DigestNight } from '../../shared/digest/model.ts'
import { zonedTime } from '../../shared/text/dates.ts'
import { namedScopes } from '../../shared/text/named-scopes.ts'

/** What keeps a night from being done, in a line; undefined where it is. */
export function nightProblem(
  { state, lastAsOf, unfinished }: Pick<DigestNight, 'state' | 'lastAsOf' | 'unfinished'>,
  timezone: string,
): string | undefined {
  const at = lastAsOf === null ? '' : zonedTime(lastAsOf, timezone)
  switch (state) {
    case 'done':
      return undefined
    case 'never':
      return 'no audit has run yet'
    case 'missed':
      return `the last audit was that of ${at}`
    case 'nothing-judged':
      return `the audit of ${at} has produced no verdicts`
    case 'unfinished':
      return `the audit of ${at} has not finished ${unfinished.length} of its regions: ${namedScopes(unfinished)}`
  }
}
