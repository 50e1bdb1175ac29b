import {
  BATCH_STATES,
  type BatchDecision,
  type BatchState,
  type Decision,
} from '../../shared/domain/decisions/decision.ts'
import { newestDecisions } from '../../shared/domain/decisions/standing.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { DecisionProblem } from './decision-problem.ts'
import type { Decided } from './decision-request.ts'

/** What a batch of today's plan moves. */
export type PlannedBatch = Pick<BatchDecision, 'keyIds' | 'secrets' | 'destination'>

/** The batch of today's plan with this id; undefined: there is none. */
export type FindBatch = (id: string) => Promise<PlannedBatch | undefined>

/**
 * The next state of a batch. Once somebody has decided about it, its keys stay those that it had then: the plan of a later night is another.
 * Throws a `DecisionProblem` where there is no such batch, or a window is none, or is past before it is agreed.
 */
export async function nextOfBatch(
  decided: Extract<Decided, { readonly kind: 'batch' }>,
  before: readonly Decision[],
  { findBatch, now }: { readonly findBatch: FindBatch; readonly now: Instant },
): Promise<BatchDecision> {
  const { batch, state, ticket, window } = decided
  const last = newestDecisions(before).find(({ value }) => value?.kind === 'batch' && value.batch === batch)?.value
  const known = last?.kind === 'batch' ? last : undefined
  const keys = known ?? (await findBatch(batch))
  if (!keys) throw new DecisionProblem('not-found', `There is no batch ${batch} in today's plan; \`plan\` lists them.`)
  if (window && !(Date.parse(window.from) < Date.parse(window.to)))
    throw new DecisionProblem('invalid', `The window ends at ${window.to}, which is not after ${window.from}.`)
  if (window && !isAfter(state, 'window-agreed') && Date.parse(window.to) <= now)
    throw new DecisionProblem(
      'invalid',
      `The window ended at ${window.to}, which is past: give the one that was agreed, or say that the batch is moved.`,
    )
  const number = ticket ?? known?.ticket
  const agreed = window ?? known?.window
  requireReached(state, { before: known?.state, ticket: number, window: agreed })
  return {
    kind: 'batch',
    batch,
    state,
    keyIds: keys.keyIds,
    secrets: keys.secrets,
    destination: keys.destination,
    ...(number !== undefined && { ticket: number }),
    ...(agreed && { window: agreed }),
  }
}

function isAfter(state: BatchState, other: BatchState): boolean {
  return BATCH_STATES.indexOf(state) > BATCH_STATES.indexOf(other)
}

interface Reached {
  readonly before: BatchState | undefined
  readonly ticket: string | undefined
  readonly window: object | undefined
}

/** What a state says has to be there: a request has a ticket, an agreed window is one, and what was verified was moved. */
function requireReached(state: BatchState, { before, ticket, window }: Reached): void {
  if (isAfter(state, 'planned') && ticket === undefined)
    throw new DecisionProblem('invalid', `A batch that is ${state} has a ticket: give its number.`)
  if (state === 'window-agreed' && window === undefined)
    throw new DecisionProblem('invalid', 'A batch whose window is agreed has one: give from and to.')
  if (state === 'verified' && before !== 'moved' && before !== 'verified')
    throw new DecisionProblem('invalid', `A batch is verified once it is moved; this one is ${before ?? 'planned'}.`)
}
