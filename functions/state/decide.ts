import { calendarDay, endOfDay, parseDay } from '../../shared/domain/calendar.ts'
import { type Decision, type KnownValue, subjectOf } from '../../shared/domain/decisions/decision.ts'
import { SeenCallers, type StatementDoubt } from '../../shared/domain/decisions/seen-callers.ts'
import { newestDecisions, standingDecisions } from '../../shared/domain/decisions/standing.ts'
import { type Scope, scopeId } from '../../shared/domain/scope.ts'
import { DAY, type Day, type Instant, iso } from '../../shared/domain/time.ts'
import { decisionsOf } from '../../shared/store/decisions-of.ts'
import type { Store } from '../../shared/store/store.ts'
import { DecisionProblem } from './decision-problem.ts'
import type { DecisionRequest } from './decision-request.ts'
import { decidedValue } from './decision-value.ts'
import type { FindBatch } from './next-of-batch.ts'

/** Accounts and regions that are named to whoever gave another. */
const NAMED = 5
/** How far ahead a decision may end: longer than any evidence is kept. */
const LONGEST = 400 * DAY
/** How often somebody else may be quicker before it is told. */
const TRIES = 5
/** Kinds that settle or excuse something: they have an end, so that somebody looks again. */
const NEEDS_END: ReadonlySet<KnownValue['kind']> = new Set(['waiver', 'keys-statement', 'client-statement'])

export interface DecideParts {
  /** The batches of a scope as today's plan has them. */
  readonly findBatch: (scope: Scope, id: string) => ReturnType<FindBatch>
  readonly store: Pick<Store, 'readiness' | 'decisions'>
  readonly now: Instant
  /** CMK_TIMEZONE: whose days `until` is one of. */
  readonly timezone: string
}

/** A decision that was added. */
export interface Made {
  readonly decision: Decision
  /** Where it is about a caller of whom nothing was seen. It stands all the same: the call may be in what was not read. */
  readonly doubt?: StatementDoubt
}

/**
 * Checks a decision against the tables and adds it. Where `after` is given and somebody has decided since, nothing is written. Throws a
 * `DecisionProblem`, or a `StoreError`.
 */
export async function decide(
  request: DecisionRequest,
  { store, now, timezone, findBatch }: DecideParts,
): Promise<Made> {
  const { accountId, region, decision: decided, by, why } = request
  const scope: Scope = { accountId, region }
  await requireScope(scope, store)
  for (let tries = 1; ; tries += 1) {
    const before = await decisionsOf(store, scopeId(scope))
    const value =
      decided.kind === 'withdrawal'
        ? null
        : await decidedValue(scope, decided, before, { store, now, findBatch: (id) => findBatch(scope, id) })
    const subject = decided.kind === 'withdrawal' ? decided.subject : subjectOf(value as KnownValue)
    const last = newestDecisions(before).find((each) => each.subject === subject)
    if (decided.kind === 'withdrawal') requireStanding(subject, before, { scope, now })
    else if (last?.value?.kind === 'unknown') throw unreadable(last)
    const seen = request.after
    if (seen !== undefined && seen !== (last?.number ?? 0)) throw overtaken(last)
    const decision: Decision = {
      ...{ accountId, region, subject, number: (last?.number ?? 0) + 1, value, by, at: iso(now), why },
      until: value === null ? null : endOf(request.until ?? null, value, { now, timezone }),
    }
    if (await store.decisions.add(decision)) {
      const doubt = await doubtOf(value, scope, store)
      return { decision, ...(doubt && { doubt }) }
    }
    if (seen !== undefined || tries >= TRIES) throw overtaken(undefined)
  }
}

/** Whom the rows of a scope do not name. They are read for statements alone. */
async function doubtOf(
  value: KnownValue | null,
  scope: Scope,
  { readiness }: DecideParts['store'],
): Promise<StatementDoubt | undefined> {
  if (value === null || !('principal' in value)) return undefined
  const seen = new SeenCallers()
  for await (const row of readiness.list(scopeId(scope))) seen.add(row)
  return seen.doubtOf(value)
}

/** Throws where the table has no key of the account and region: what is decided there would be about nothing. */
async function requireScope(scope: Scope, { readiness }: DecideParts['store']): Promise<void> {
  for await (const _ of readiness.list(scopeId(scope))) return
  const there = (await readiness.scopeSummaries()).map(({ region, accountId }) => `${region} of ${accountId}`)
  const names = there.sort().slice(0, NAMED)
  throw new DecisionProblem(
    'not-found',
    `The table has no key in ${scope.region} of account ${scope.accountId}${names.length === 0 ? '' : `; it has ${names.join(', ')}`}.`,
  )
}

function requireStanding(
  subject: string,
  before: readonly Decision[],
  { scope: { accountId, region }, now }: { readonly scope: Scope; readonly now: Instant },
): void {
  const standing = standingDecisions(before, now).map((each) => each.subject)
  if (standing.includes(subject)) return
  const names = standing.slice(0, 5)
  throw new DecisionProblem(
    'not-found',
    `Nothing holds under "${subject}" in ${region} of account ${accountId}${names.length === 0 ? '' : `; what holds: ${names.join(', ')}`}.`,
  )
}

/** What follows on a decision that nobody here can read might undo it unseen. */
function unreadable({ subject, by }: Decision): DecisionProblem {
  return new DecisionProblem(
    'conflict',
    `What ${by} decided on ${subject} was written by a newer version of this program: update this one, or withdraw it first. Nothing was written.`,
  )
}

function overtaken(last: Decision | undefined): DecisionProblem {
  const who = last ? `${last.by} decided on ${last.subject} at ${last.at}` : 'Somebody decided on the same'
  return new DecisionProblem(
    'conflict',
    `${who} in the meantime, and nothing was written. Look at it and decide again.`,
  )
}

/** The moment at which the day ends up to which it holds. Throws where that is past, too far, or missing. */
function endOf(
  until: Day | null,
  { kind }: KnownValue,
  { now, timezone }: Pick<DecideParts, 'now' | 'timezone'>,
): string | null {
  if (until === null) {
    if (!NEEDS_END.has(kind)) return null
    throw new DecisionProblem(
      'invalid',
      `A ${kind} needs an end: give "until", a day such as ${calendarDay(now + 90 * DAY, timezone)}.`,
    )
  }
  const day = parseDay(until)
  if (day === undefined) throw new DecisionProblem('invalid', `"until" is ${until}, and there is no such day.`)
  const end = endOfDay(day, timezone)
  if (end <= now)
    throw new DecisionProblem(
      'invalid',
      `"until" is ${until}, which is past; it takes ${calendarDay(now, timezone)} or later.`,
    )
  if (end > now + LONGEST)
    throw new DecisionProblem(
      'invalid',
      `"until" is ${until}; it takes ${calendarDay(now + LONGEST, timezone)} at the latest.`,
    )
  return iso(end)
}
