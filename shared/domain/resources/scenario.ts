import type { CallerSummary, ReadinessRow } from '../readiness.ts'
import { natureOfRole } from '../service-roles.ts'
import { decidesAlone } from '../verdict.ts'
import { resourceCount } from './key-resource.ts'

/** The two scenarios of the vendor's page: 1, only cloud services use the key; 2, applications do. */
export type Scenario = 1 | 2

/** What of a row tells its scenario. */
export type ScenarioRow = Pick<
  ReadinessRow,
  'verdict' | 'staleVerdict' | 'usage' | 'observed' | 'findings' | 'resources' | 'moreResources'
>

/**
 * Under which scenario of the page a key moves. 1: everything that used it is a cloud service, or nothing did and cloud resources name it;
 * then applications change nothing. 2: an application used it. Null: nobody knows, because events were not read, calls tie to no key, a role
 * may be an application's, only people used it, or nothing at all shows a need; also for a key that
 * need not move, and for a row of before resources were kept.
 */
export function scenarioOf(row: ScenarioRow): Scenario | null {
  const { usage, observed, findings, staleVerdict = row.verdict } = row
  if (decidesAlone(staleVerdict) || row.resources === undefined) return null
  if (usage.callers.some(isApplication)) return 2
  const isSeen = observed.complete && observed.gaps.length === 0 && usage.moreCallers === 0
  if (!isSeen || findings.some(({ rule }) => UNSETTLED.has(rule))) return null
  if (usage.callers.some(({ client }) => client !== 'cloud-service')) return null
  return usage.callers.length > 0 || resourceCount(row) > 0 ? 1 : null
}

/** False for a cloud service, for people at the console, and for a role that may be either a service's or an application's. */
export function isApplication({ client, principal }: CallerSummary): boolean {
  if (client === 'cloud-service' || client === 'console') return false
  return !principal.startsWith('role/') || natureOfRole(principal.slice('role/'.length)) !== 'unlisted'
}

/** Findings beside which the callers of a row are not all that there are. */
const UNSETTLED: ReadonlySet<string> = new Set([
  'unknown-service-role',
  'unknown-operation',
  'unattributed-operation',
  'unattributed-use',
  'source-unproven',
  'evidence-incomplete',
])

/** How many cloud resources and secrets need a key, as far as is known. */
export function needCount(row: Pick<ReadinessRow, 'secrets' | 'resources' | 'moreResources'>): number {
  return resourceCount(row) + row.secrets.length
}

/** A key without a call in its whole window that something needs all the same: a disk that stays attached asks for its key when it is attached again. False of a row of before resources were kept. */
export function isQuietButNeeded(
  row: Pick<ReadinessRow, 'findings' | 'secrets' | 'resources' | 'moreResources'>,
): boolean {
  return row.findings.some(({ rule }) => rule === 'no-use-seen') && row.resources !== undefined && needCount(row) > 0
}
