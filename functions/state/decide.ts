import { calendarDay, wallClock } from '../../shared/domain/calendar.ts'
import { type Decision, type DecisionValue, subjectOf } from '../../shared/domain/decisions/decision.ts'
import { isOver, newestDecisions } from '../../shared/domain/decisions/standing.ts'
import { type Scope, scopeId } from '../../shared/domain/scope.ts'
import { DAY, type Day, type Instant, iso } from '../../shared/domain/time.ts'
import type { Store } from '../../shared/store/store.ts'
import { DecisionProblem } from './decision-problem.ts'
import type { DecisionRequest } from './decision-request.ts'
import { decidedValue } from './decision-value.ts'
import type { FindBatch } from './next-of-batch.ts'

/** How far ahead a decision may end: longer than any evidence is kept. */
const LONGEST = 400 * DAY
/** How often somebody else may be quicker before it is told. */
const TRIES = 5
/** Kinds that settle or excuse something: they have an end, so that somebody looks again. */
const NEEDS_END: ReadonlySet<DecisionValue['kind']> = new Set(['waiver', 'keys-statement', 'client-statement'])

export interface DecideParts {
  /** The batches of a scope as today's plan has them. */
  readonly findBatch: (scope: Scope, id: string) => ReturnType<FindBatch>
  readonly store: Pick<Store, 'readiness' | 'decisions'>
  readonly now: Instant
  /** CMK_TIMEZONE: whose days `until` is one of. */
  readonly timezone: string
}

/**
 * Checks a decision against the tables and adds it. Where `after` is given and somebody has decided since, nothing is written. Throws a
 * `DecisionProblem`, or a `StoreError`.
 */
export async function decide(
  request: DecisionRequest,
  { store, now, timezone, findBatch }: DecideParts,
): Promise<Decision> {
  const { accountId, region, decision: decided, by, why } = request
  const scope: Scope = { accountId, region }
  for (let tries = 1; ; tries += 1) {
    const before = await decisionsOf(scope, store)
    const value =
      decided.kind === 'withdrawal'
        ? null
        : await decidedValue(scope, decided, before, { store, findBatch: (id) => findBatch(scope, id) })
    const subject = decided.kind === 'withdrawal' ? decided.subject : subjectOf(value as DecisionValue)
    const last = newestDecisions(before).find((each) => each.subject === subject)
    if (decided.kind === 'withdrawal') requireStanding(subject, last, before, now)
    const seen = request.after
    if (seen !== undefined && seen !== (last?.number ?? 0)) throw overtaken(last)
    const decision: Decision = {
      ...{ accountId, region, subject, number: (last?.number ?? 0) + 1, value, by, at: iso(now), why },
      until: value === null ? null : endOf(request.until ?? null, value, { now, timezone }),
    }
    if (await store.decisions.add(decision)) return decision
    if (seen !== undefined || tries >= TRIES) throw overtaken(undefined)
  }
}

async function decisionsOf(scope: Scope, { decisions }: Pick<Store, 'decisions'>): Promise<readonly Decision[]> {
  const found: Decision[] = []
  for await (const decision of decisions.list(scopeId(scope))) found.push(decision)
  return found
}

function requireStanding(subject: string, last: Decision | undefined, before: readonly Decision[], now: Instant): void {
  if (last && last.value !== null && !isOver(last, now)) return
  const standing = newestDecisions(before).filter((each) => each.value !== null && !isOver(each, now))
  const names = standing.map((each) => each.subject).slice(0, 5)
  throw new DecisionProblem(
    'not-found',
    `Nothing holds under "${subject}" there${names.length === 0 ? '' : `; what holds: ${names.join(', ')}`}.`,
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
  { kind }: DecisionValue,
  { now, timezone }: Pick<DecideParts, 'now' | 'timezone'>,
): string | null {
  if (until === null) {
    if (!NEEDS_END.has(kind)) return null
    throw new DecisionProblem(
      'invalid',
      `A ${kind} needs an end: give "until", a day such as ${dayIn(now + 90 * DAY, timezone)}.`,
    )
  }
  const end = endOfDay(until, timezone)
  if (end === undefined) throw new DecisionProblem('invalid', `"until" is ${until}, and there is no such day.`)
  if (end <= now)
    throw new DecisionProblem(
      'invalid',
      `"until" is ${until}, which is past; it takes ${dayIn(now, timezone)} or later.`,
    )
  if (end > now + LONGEST)
    throw new DecisionProblem(
      'invalid',
      `"until" is ${until}; it takes ${dayIn(now + LONGEST, timezone)} at the latest.`,
    )
  return iso(end)
}

function dayIn(at: Instant, timezone: string): Day {
  return calendarDay(at, timezone)
}

/** The first moment after a day on the clocks of a zone. Undefined: there is no such day. */
function endOfDay(day: Day, timezone: string): Instant | undefined {
  const midnight = Date.parse(`${day}T00:00:00Z`)
  if (Number.isNaN(midnight) || iso(midnight).slice(0, 10) !== day) return undefined
  const end = midnight + DAY
  const offset = Date.parse(`${wallClock(end, timezone).replace(' ', 'T')}:00Z`) - end
  return end - offset
}
