import type { CloudError, FaultKind } from '../../shared/cloud/errors.ts'
import { READS } from '../../shared/permissions.ts'
import type { Check, Finding } from './finding.ts'
import { adviceOf } from './services.ts'
import type { ScopeTrials, Trial } from './try-scope.ts'

/** Faults of the way to an endpoint, or of what stands behind it. */
const NO_ANSWER: ReadonlySet<FaultKind> = new Set([
  ...(['timeout', 'network', 'unreachable', 'server', 'bad-response', 'throttled', 'aborted'] as const),
])
const SILENT: ReadonlySet<FaultKind> = new Set(['timeout', 'unreachable', 'throttled', 'aborted'])
/** Regions that a line names; it tells how many more there are. */
const REGIONS_NAMED = 3
const ACTIONS = READS.flatMap(({ actions }) => actions)

interface Problem {
  readonly accountId: string
  readonly region: string
  readonly action: string
  readonly error: CloudError
}

/** What the calls of all scopes came to: a line for each thing that is wrong, wherever it is, and one for everything that is not. */
export function tellScopes(scopes: readonly ScopeTrials[]): readonly Finding[] {
  if (scopes.length === 0) return []
  const regions = [...new Set(scopes.map(({ region }) => region))]
  const problems = scopes.flatMap(({ accountId, region, trials }) =>
    trials.flatMap((trial): Problem[] =>
      trial.end === 'refused' ? [{ accountId, region, action: trial.action, error: trial.error }] : [],
    ),
  )
  const silent = problems.filter(({ error }) => NO_ANSWER.has(error.kind))
  const denied = problems.filter(({ error }) => !NO_ANSWER.has(error.kind))
  const lacking = denied.filter(({ error }) => isPermission(error))
  const other = denied.filter(({ error }) => !isPermission(error))
  const answering = regions.filter((region) => !silent.some((problem) => problem.region === region))
  return [
    ...grouped(
      silent,
      'endpoints',
      ({ error }) => `${error.service} ${failing(error)}`,
      regions,
      ({ error }, places) => `${error.service} ${failing(error)} in ${places}`,
    ),
    ...(answering.length === 0
      ? []
      : [ok('endpoints', `KMS and ActionTrail answer in ${placesOf(answering, regions)}`)]),
    ...grouped(
      other,
      'services',
      (each) => `${each.accountId} ${each.error.service} ${each.error.code}`,
      regions,
      (each, places) =>
        `${each.error.service} refuses its calls in ${places} of account ${each.accountId}: ${each.error.code}`,
    ),
    ...grouped(
      lacking,
      'permissions',
      (each) => `${each.accountId} ${each.action} ${each.error.code}`,
      regions,
      (each, places) =>
        `${each.action} is denied in ${places} of account ${each.accountId} (${each.error.code}); it is for: ${whyOf(each.action)}`,
    ),
    ...[...new Set(scopes.map(({ accountId }) => accountId))].flatMap((accountId) =>
      allowedIn(
        accountId,
        scopes.filter((scope) => scope.accountId === accountId),
      ),
    ),
    ...(scopes.some(({ trials }) => trials.some(isListed)) ? [] : [NO_KEYS]),
  ]
}

const NO_KEYS: Finding = {
  check: 'permissions',
  status: 'failed',
  what: 'Nowhere could the keys be listed (kms:ListKeys): an audit would judge nothing',
  advice: 'Put right what stands above.',
  fatal: true,
}

/** What may be done in an account, and what could be tried in no region of it. */
function allowedIn(accountId: string, scopes: readonly ScopeTrials[]): Finding[] {
  const trials = scopes.flatMap((scope) => scope.trials)
  const endsOf = (action: string) => trials.filter((trial) => trial.action === action && trial.end !== 'not-tried')
  const allowed = ACTIONS.filter((action) => {
    const tried = endsOf(action)
    return tried.length > 0 && tried.every(({ end }) => end === 'allowed')
  })
  const untried = groupBy(
    ACTIONS.filter((action) => endsOf(action).length === 0),
    (action) => reasonOf(trials.filter((trial) => trial.action === action)),
  )
  const where = scopes.length === 1 ? `${scopes[0]?.region}` : `${scopes.length} regions`
  return [
    ...(allowed.length === 0
      ? []
      : [
          ok(
            'permissions',
            `${allowed.length} of ${ACTIONS.length} calls are allowed in ${where} of account ${accountId}`,
          ),
        ]),
    ...[...untried].map(
      ([why, actions]): Finding => ({
        check: 'permissions',
        status: 'skipped',
        what: `not tried in account ${accountId}: ${actions.join(', ')}: ${why}`,
      }),
    ),
  ]
}

function reasonOf(trials: readonly Trial[]): string {
  return trials.flatMap((trial) => (trial.end === 'not-tried' ? [trial.why] : []))[0] ?? ''
}

/** One line for the same thing in many regions. */
function grouped(
  problems: readonly Problem[],
  check: Check,
  about: (problem: Problem) => string,
  all: readonly string[],
  tell: (problem: Problem, places: string) => string,
): Finding[] {
  const groups = groupBy(problems, about)
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const regions = [...new Set(group.map(({ region }) => region))]
    return [
      { check, status: 'failed', what: tell(first, placesOf(regions, all)), advice: adviceOf(first.error) } as const,
    ]
  })
}

/** How an endpoint fails; one that is given up did not answer in time before. */
function failing({ kind, code }: CloudError): string {
  return SILENT.has(kind) ? 'does not answer in time' : `does not answer as it should (${code})`
}

function placesOf(regions: readonly string[], all: readonly string[]): string {
  if (regions.length > REGIONS_NAMED && regions.length === all.length) return `all ${all.length} regions`
  const more = regions.length - REGIONS_NAMED
  return `${regions.slice(0, REGIONS_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

function isListed({ action, end }: Trial): boolean {
  return action === 'kms:ListKeys' && end === 'allowed'
}

/** RAM's word, and not that of a service which is not enabled or of a key that is not known. */
function isPermission({ kind, code }: CloudError): boolean {
  return kind === 'denied' && !/NotEnabled|InDebt|AccessKey|Signature|SecurityToken|RiskControl|Ubsms/.test(code)
}

function whyOf(action: string): string {
  return READS.find(({ actions }) => actions.includes(action))?.why ?? ''
}

function ok(check: Check, what: string): Finding {
  return { check, status: 'ok', what }
}

function groupBy<T>(items: readonly T[], nameOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(nameOf(item), [...(groups.get(nameOf(item)) ?? []), item])
  return groups
}
