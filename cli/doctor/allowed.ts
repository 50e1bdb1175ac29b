import { READS } from '../../shared/ram/permissions.ts'
import type { Finding } from './finding.ts'
import { type AccountFinding, groupBy, toldOnce } from './told-once.ts'
import type { ScopeTrials, Trial } from './try-scope.ts'

const ACTIONS = READS.flatMap(({ actions }) => actions)

/** What may be done in the accounts, what could be tried in no region of one, and whether keys can be listed anywhere. */
export function tellAllowed(scopes: readonly ScopeTrials[]): readonly Finding[] {
  if (scopes.length === 0) return []
  const accounts = [...groupBy(scopes, ({ accountId }) => accountId)]
  const isListed = ({ action, end }: Trial) => action === 'kms:ListKeys' && end === 'allowed'
  return [
    ...toldOnce(accounts.flatMap(([accountId, own]) => allowedIn(accountId, own))),
    ...toldOnce(accounts.flatMap(([accountId, own]) => untriedIn(accountId, own))),
    ...(scopes.some(({ trials }) => trials.some(isListed)) ? [] : [NO_KEYS]),
  ]
}

const NO_KEYS: Finding = {
  check: 'permissions',
  status: 'failed',
  what: 'keys can be listed nowhere (kms:ListKeys): an audit would judge nothing',
  advice: 'Put right what stands above.',
  fatal: true,
}

function allowedIn(accountId: string, scopes: readonly ScopeTrials[]): AccountFinding[] {
  const allowed = ACTIONS.filter((action) => {
    const ends = trialsOf(action, scopes).map(({ end }) => end)
    return ends.includes('allowed') && !ends.includes('refused')
  })
  if (allowed.length === 0) return []
  const where = scopes.length === 1 ? `${scopes[0]?.region}` : `${scopes.length} regions`
  const before = `${allowed.length} of the ${ACTIONS.length} calls of an audit are allowed in ${where} of`
  return [{ accountId, check: 'permissions', status: 'ok', before }]
}

/** RAM's rights hold in every region: a call that was tried in one of them is not missed in the others. */
function untriedIn(accountId: string, scopes: readonly ScopeTrials[]): AccountFinding[] {
  const untried = ACTIONS.filter((action) => trialsOf(action, scopes).every(({ end }) => end === 'not-tried'))
  const groups = groupBy(untried, (action) => whyNot(trialsOf(action, scopes)))
  return [...groups].map(([why, actions]) => {
    return { accountId, check: 'permissions', status: 'skipped', before: `${actions.join(', ')}: not tried, ${why} in` }
  })
}

function trialsOf(action: string, scopes: readonly ScopeTrials[]): readonly Trial[] {
  return scopes.flatMap(({ trials }) => trials.filter((trial) => trial.action === action))
}

function whyNot(trials: readonly Trial[]): string {
  return trials.flatMap((trial) => (trial.end === 'not-tried' ? [trial.why] : []))[0] ?? ''
}
