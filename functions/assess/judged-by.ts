import type { Config } from '../../shared/config/settings.ts'
import type { JudgedBy } from '../../shared/domain/compare/changed-settings.ts'
import { destinationIn } from '../../shared/domain/plan/destination.ts'

/** The settings that verdicts of a region rest on, besides the rule pack. */
export function judgedBy(
  region: string,
  { observationDays, ownCidrs, planning }: Pick<Config, 'observationDays' | 'ownCidrs' | 'planning'>,
): JudgedBy {
  const { instance = '', kind } = destinationIn(region, planning) ?? {}
  return {
    CMK_OBSERVATION_DAYS: String(observationDays),
    CMK_OWN_CIDRS: [...ownCidrs].sort().join(','),
    CMK_DESTINATION: kind === undefined ? instance : `${instance}:${kind}`,
  }
}
