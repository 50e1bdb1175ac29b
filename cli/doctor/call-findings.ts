import type { CloudError } from '../../shared/cloud/errors.ts'
import type { FaultKind } from '../../shared/cloud/fault.ts'
import { groupBy } from '../../shared/domain/group-by.ts'
import { inEnglish } from '../../shared/domain/messages/text-in.ts'
import { isLastingProxyFault } from '../../shared/net/proxy-error.ts'
import { READS } from '../../shared/ram/permissions.ts'
import { firstFew, NAMED } from '../../shared/text/first-few.ts'
import type { Check, Finding } from './finding.ts'
import { type AccountFinding, mergeByAccount } from './merge-by-account.ts'
import type { ScopeProbes } from './probe-scope.ts'
import { adviceOf } from './services.ts'

/** Faults of an endpoint that takes too long; one that is given up has done so before. */
const SLOW: readonly FaultKind[] = ['timeout', 'unreachable', 'throttled', 'aborted']
/** Faults of the way to an endpoint, or of what stands behind it. */
const NO_ANSWER: readonly FaultKind[] = [...SLOW, 'network', 'server', 'bad-response', 'contradiction']

interface Problem {
  readonly accountId: string
  readonly region: string
  readonly action: string
  readonly error: CloudError
}

/** What is wrong with the calls of all scopes: a line for each thing, wherever it is; and where endpoints answer as they should. */
export function callFindings(scopes: readonly ScopeProbes[]): readonly Finding[] {
  const regions = [...new Set(scopes.map(({ region }) => region))]
  const problems = scopes.flatMap(({ accountId, region, probes }) =>
    probes.flatMap((trial): Problem[] =>
      trial.end === 'refused' ? [{ accountId, region, action: trial.action, error: trial.error }] : [],
    ),
  )
  const isSilent = ({ error: { kind, code } }: Problem) => NO_ANSWER.includes(kind) || isLastingProxyFault(code)
  const silent = problems.filter(isSilent)
  const refused = problems.filter((problem) => !isSilent(problem))
  const answering = regions.filter((region) => !silent.some((problem) => problem.region === region))
  return [
    ...endpointsOf(silent, regions),
    ...(answering.length === 0 ? [] : [answer(placesOf(answering, regions))]),
    ...mergeByAccount([
      ...refusals(
        refused.filter(({ error }) => !isPermission(error)),
        regions,
        { check: 'services', subject: ({ error }) => error.service, verb: 'refuses its calls' },
      ),
      ...refusals(
        refused.filter(({ error }) => isPermission(error)),
        regions,
        { check: 'permissions', subject: ({ action }) => action, verb: 'is denied' },
      ),
    ]),
  ]
}

function endpointsOf(silent: readonly Problem[], all: readonly string[]): Finding[] {
  const whatOf = ({ error }: Problem) => `${error.service} ${failing(error)}`
  // What to do about a wrong address names it.
  const wayOf = ({ error }: Problem) => (error.kind === 'contradiction' ? inEnglish(error.advice) : '')
  const groups = groupBy(silent, (problem) => JSON.stringify([whatOf(problem), wayOf(problem)]))
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const what = `${whatOf(first)} in ${regionsOf(group, all)}`
    return [{ check: 'endpoints', status: 'failed', what, advice: adviceOf(first.error) } as const]
  })
}

function answer(places: string): Finding {
  return { check: 'endpoints', status: 'ok', what: `KMS and ActionTrail answer in ${places}` }
}

/** In each account, what is refused and in which regions. */
function refusals(
  refused: readonly Problem[],
  all: readonly string[],
  { check, subject, verb }: { readonly check: Check; subject(problem: Problem): string; readonly verb: string },
): AccountFinding[] {
  const groups = groupBy(refused, (each) => JSON.stringify([each.accountId, subject(each), each.error.code]))
  return [...groups.values()].flatMap((group): AccountFinding[] => {
    const [first] = group
    if (!first) return []
    const { accountId, action, error } = first
    const before = `${subject(first)} ${verb} (${error.code}) in ${regionsOf(group, all)} of`
    const after = check === 'permissions' ? `; it is for: ${whyOf(action)}` : ''
    return [{ accountId, check, status: 'failed', before, after, advice: adviceOf(error) }]
  })
}

function failing({ kind, code }: CloudError): string {
  if (kind === 'contradiction') return `answers about something else than was asked (${code})`
  return SLOW.includes(kind) ? 'does not answer in time' : `does not answer as it should (${code})`
}

function regionsOf(problems: readonly Problem[], all: readonly string[]): string {
  return placesOf([...new Set(problems.map(({ region }) => region))], all)
}

/** Regions of a line: all of them, or the first few. */
export function placesOf(regions: readonly string[], all: readonly string[]): string {
  return regions.length > NAMED && regions.length === all.length ? `all ${all.length} regions` : firstFew(regions)
}

/** RAM's word, and not that of a service which is not enabled or of a key that is not known. */
function isPermission({ kind, code }: CloudError): boolean {
  return kind === 'denied' && !/NotEnabled|InDebt|AccessKey|Signature|SecurityToken|RiskControl|Ubsms/.test(code)
}

function whyOf(action: string): string {
  return READS.find(({ actions }) => actions.includes(action))?.why ?? ''
}
