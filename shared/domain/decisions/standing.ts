import { type Instant, parseInstant } from '../time.ts'
import type { Decision, DecisionKind, DecisionValue } from './decision.ts'

/** A decision that says something. */
export type Standing<K extends DecisionKind = DecisionKind> = Decision & {
  readonly value: Extract<DecisionValue, { readonly kind: K }>
}

/** The newest decision of each subject of each scope; `decisions` come in any order. */
export function newestDecisions(decisions: Iterable<Decision>): readonly Decision[] {
  const newest = new Map<string, Decision>()
  for (const decision of decisions) {
    const name = JSON.stringify([decision.accountId, decision.region, decision.subject])
    if ((newest.get(name)?.number ?? 0) < decision.number) newest.set(name, decision)
  }
  return [...newest.values()]
}

/** What holds at a moment: of each subject the newest, unless it was withdrawn or is over. */
export function standingDecisions(decisions: Iterable<Decision>, at: Instant): readonly Standing[] {
  return newestDecisions(decisions).filter(
    (decision): decision is Standing => decision.value !== null && !isOver(decision, at),
  )
}

/** Of what holds, that of one kind. */
export function ofKind<K extends DecisionKind>(standing: readonly Standing[], kind: K): readonly Standing<K>[] {
  return standing.filter((each): each is Standing<K> => each.value.kind === kind)
}

/** True once the moment has come until which it held. One whose end nobody can read holds no more. */
export function isOver({ until }: Pick<Decision, 'until'>, at: Instant): boolean {
  return until !== null && (parseInstant(until) ?? Number.NEGATIVE_INFINITY) <= at
}
