import { groupBy } from '../../shared/domain/group-by.ts'
import { READS } from '../../shared/ram/permissions.ts'
import type { Finding } from './finding.ts'
import { type AccountFinding, mergeByAccount } from './merge-by-account.ts'
import type { Probe, ScopeProbes } from './probe-scope.ts'

const ACTIONS = READS.flatMap(({ actions }) => actions)

/** What may be done in the accounts, what could be tried in no region of one, and whether keys can be listed anywhere. */
export function permissionFindings(scopes: readonly ScopeProbes[]): readonly Finding[] {
  if (scopes.length === 0) return []
  const accounts = [...groupBy(scopes, ({ accountId }) => accountId)]
  const isListed = ({ action, end }: Probe) => action === 'kms:ListKeys' && end === 'allowed'
  return [
    ...mergeByAccount(accounts.flatMap(([accountId, own]) => allowedIn(accountId, own))),
    ...mergeByAccount(accounts.flatMap(([accountId, own]) => untriedIn(accountId, own))),
    ...(scopes.some(({ probes }) => probes.some(isListed)) ? [] : [NO_KEYS]),
  ]
}

const NO_KEYS: Finding = {
  check: 'permissions',
  status: 'failed',
  what: 'keys can be listed nowhere (kms:ListKeys): an audit would judge nothing',
  advice: 'Fix the failures above.',
  fatal: true,
}

function allowedIn(accountId: string, scopes: readonly ScopeProbes[]): AccountFinding[] {
  const allowed = ACTIONS.filter((action) => {
    const ends = probesOf(action, scopes).map(({ end }) => end)
    return ends.includes('allowed') && !ends.includes('refused')
  })
  if (allowed.length === 0) return []
  const where = scopes.length === 1 ? `${scopes[0]?.region}` : `${scopes.length} regions`
  const before = `${allowed.length} of the ${ACTIONS.length} calls of an audit are allowed in ${where} of`
  return [{ accountId, check: 'permissions', status: 'ok', before }]
}

/** RAM's rights hold in every region: a call that was tried in one of them is not missed in the others. */
function untriedIn(accountId: string, scopes: readonly ScopeProbes[]): AccountFinding[] {
  const untried = ACTIONS.filter((action) => probesOf(action, scopes).every(({ end }) => end === 'not-tried'))
  const groups = groupBy(untried, (action) => whyNot(probesOf(action, scopes)))
  return [...groups].map(([why, actions]) => {
    return { accountId, check: 'permissions', status: 'skipped', before: `${actions.join(', ')}: not tried, ${why} in` }
  })
}

function probesOf(action: string, scopes: readonly ScopeProbes[]): readonly Probe[] {
  return scopes.flatMap(({ probes }) => probes.filter((trial) => trial.action === action))
}

function whyNot(trials: readonly Probe[]): string {
  return trials.flatMap((trial) => (trial.end === 'not-tried' ? [trial.why] : []))[0] ?? ''
}
