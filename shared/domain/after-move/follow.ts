import type { Client } from '../caller.ts'
import { compareTexts } from '../compare-texts.ts'
import { groupBy } from '../group-by.ts'
import { MAX_CALLERS, MAX_EVENTS } from '../usage.ts'
import {
  type AfterMove,
  CALLER_STATES,
  type CallerAfterMove,
  type CallerState,
  type InstanceLogState,
} from './after-move.ts'
import { type InstanceLogReading, type LoggedCalls, type Principals, principalOfLog } from './instance-log.ts'
import { type Moved, monthEndsAt } from './moved.ts'
import { type CallerUses, later, noCalls, type Tally, type UsesAfterMove } from './uses-after-move.ts'

/** The dedicated gateway does everything else (docs/vendor-facts.md, "After the move"). */
const SHARED_GATEWAY_ONLY: ReadonlySet<string> = new Set(['ReEncrypt'])

/** What is known of a moved key. */
export interface FollowedKey {
  readonly keyId: string
  readonly moved: Moved
  /** Whether all events since the move were read. */
  readonly complete: boolean
  readonly rotationOff: boolean
}

/** What the callers of a scope's moved keys are followed by. */
export interface Followed {
  readonly uses: UsesAfterMove
  /** By the id of the instance. */
  readonly log: InstanceLogReading | undefined
  readonly principals: Principals
  /** Whether applications may stay with the shared gateway (rule pack). */
  readonly applicationsKeepSdk: boolean
  /** ISO 8601 UTC. */
  readonly asOf: string
}

/** What became of the callers of a key since it moved. */
export function followCallers(
  { keyId, moved, complete, rotationOff }: FollowedKey,
  { uses, log, principals, applicationsKeepSdk, asOf }: Followed,
): AfterMove {
  const logged = (log?.calls ?? []).filter((calls) => calls.keyId === keyId)
  const state: InstanceLogState = log
    ? { state: log.state, ...(log.reason !== undefined && { reason: log.reason }) }
    : { state: 'not-asked' }
  const closesAt = applicationsKeepSdk ? null : monthEndsAt(moved)
  // Where nothing shows what the instance serves, who is not seen may be there, or may be an application that calls once a month.
  const silentMayBeLeft = state.state !== 'read' && closesAt !== null && asOf < closesAt
  const byPrincipal = groupBy(logged, (calls) => principalOfLog(calls, principals))
  const seen = uses.callersOf(keyId)
  const callers = [...new Set([...seen.keys(), ...byPrincipal.keys()])]
    .map((principal) => callerOf(principal, seen.get(principal), byPrincipal.get(principal) ?? [], silentMayBeLeft))
    .sort(byUrgency)
  const left = callers.filter((caller) => caller.left)
  const of = (name: CallerState) => left.filter((caller) => caller.state === name).length
  return {
    ...{ moved, closesAt, complete, instanceLog: state },
    ...{ left: left.length, failing: of('failing'), silent: of('silent') },
    callers: callers.slice(0, MAX_CALLERS),
    moreCallers: Math.max(0, callers.length - MAX_CALLERS),
    peak: uses.peak,
    rotationOff,
  }
}

/** The move as the instance's log sharpens it: a key that the instance served had moved by then. */
export function sharpenedBy(moved: Moved, keyId: string, log: InstanceLogReading | undefined): Moved {
  const served = (log?.calls ?? []).filter((calls) => calls.keyId === keyId && calls.lastMadeAt !== null)
  const first = served.reduce((earliest, { firstAt }) => (firstAt < earliest ? firstAt : earliest), moved.by)
  return moved.after !== null && first > moved.after ? { ...moved, by: first } : moved
}

function callerOf(
  principal: string,
  uses: CallerUses | undefined,
  logged: readonly LoggedCalls[],
  silentMayBeLeft: boolean,
): CallerAfterMove {
  const { before, since } = uses ?? { before: noCalls(), since: noCalls() }
  const [shared, dedicated] = [sumOf(logged, 'shared'), sumOf(logged, 'dedicated')]
  const isService = uses !== undefined && [...uses.kinds].every((kind) => kind === 'cloud-service')
  const isPerson = uses !== undefined && [...uses.kinds].every((kind) => kind === 'console')
  const sharedAt = later(since.lastAt, shared.lastAt)
  const staysThere =
    [...since.operations.keys()].every((operation) => SHARED_GATEWAY_ONLY.has(operation)) && shared.calls === 0
  const hasGoneOver = dedicated.lastMadeAt !== '' && (sharedAt < dedicated.firstAt || staysThere)
  const madeAt = later(since.lastMadeAt, later(shared.lastMadeAt, dedicated.lastMadeAt))
  // The log's last call has failed, unless it is the last that worked.
  const failedAt = later(since.lastFailedAt, later(shared.lastAt, dedicated.lastAt))
  // Who was always refused does not fail because of the move.
  const neverWorked = before.calls > 0 && before.lastMadeAt === ''
  const failingOperations = failing(before, since, dedicated.lastMadeAt)
  const state = ((): CallerState => {
    if ((failedAt > madeAt && !neverWorked) || failingOperations.length > 0) return 'failing'
    if (hasGoneOver) return 'instance'
    if (isService) return 'cloud-service'
    return sharedAt === '' ? 'silent' : 'shared-gateway'
  })()
  const mustChange = state === 'failing' || state === 'shared-gateway' || (state === 'silent' && silentMayBeLeft)
  const requests = logged
    .filter(({ request }) => request !== '')
    .sort((a, b) => compareTexts(b.lastAt, a.lastAt))
    .map(({ request }) => request)
  return {
    ...{ principal, state, left: mustChange && !isPerson },
    clients: [...new Set<Client>([...(uses?.clients ?? []), ...logged.map(({ client }) => client)])].sort(),
    operations: [...since.operations.keys()].sort(),
    ...(state === 'failing' && { failingOperations }),
    // Both may show the same calls.
    calls: Math.max(since.calls, shared.calls),
    failures: Math.max(since.failures, shared.failures),
    instanceCalls: dedicated.calls,
    lastSeenAt: later(before.lastAt, later(sharedAt, dedicated.lastAt)),
    events: (since.events.length > 0 ? since.events.map(({ id }) => id) : requests).slice(0, MAX_EVENTS),
  }
}

/**
 * Operations whose last calls failed since the move, whatever others do: an application that encrypts and cannot decrypt is broken. Not those
 * that never worked before it either, and none that is older than what the instance served: its log does not tell operations apart.
 */
function failing(before: Tally, since: Tally, servedAt: string): readonly string[] {
  return [...since.operations]
    .filter(([operation, { lastMadeAt, lastFailedAt }]) => {
      const past = before.operations.get(operation)
      return lastFailedAt > later(lastMadeAt, servedAt) && (past === undefined || past.lastMadeAt !== '')
    })
    .map(([operation]) => operation)
    .sort()
}

function sumOf(logged: readonly LoggedCalls[], gateway: LoggedCalls['gateway']) {
  const sum = { calls: 0, failures: 0, firstAt: '', lastAt: '', lastMadeAt: '' }
  for (const each of logged.filter((calls) => calls.gateway === gateway)) {
    sum.calls += each.calls
    sum.failures += each.failures
    if (each.lastMadeAt !== null && (sum.firstAt === '' || each.firstAt < sum.firstAt)) sum.firstAt = each.firstAt
    sum.lastAt = later(sum.lastAt, each.lastAt)
    sum.lastMadeAt = later(sum.lastMadeAt, each.lastMadeAt ?? '')
  }
  return sum
}

function byUrgency(a: CallerAfterMove, b: CallerAfterMove): number {
  const rank = ({ state }: CallerAfterMove) => CALLER_STATES.indexOf(state)
  const order = rank(a) - rank(b) || b.calls - a.calls
  return order || compareTexts(a.principal, b.principal)
}
