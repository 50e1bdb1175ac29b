import { PlanBatches } from '../../plan/plan-batches.ts'
import { decide, type Made } from '../../state/decide.ts'
import { DecisionProblem, type ProblemKind } from '../../state/decision-problem.ts'
import { decisionRequest } from '../../state/decision-request.ts'
import type { AppParts } from '../app-parts.ts'
import { ApiError, type ErrorCode } from './api-error.ts'

const CODES: Readonly<Record<ProblemKind, ErrorCode>> = {
  invalid: 'bad-request',
  'not-found': 'not-found',
  conflict: 'conflict',
}

/** Adds what was decided to the tables, by the rules of the command `state`. Throws an `ApiError`, or a `StoreError`. */
export async function decideOverHttp(
  given: unknown,
  { decidingStore, config, clock }: Pick<AppParts, 'decidingStore' | 'config' | 'clock'>,
): Promise<Made> {
  try {
    const request = decisionRequest(given)
    const [store, now] = [await decidingStore(), clock()]
    const { find } = new PlanBatches(store, config, now)
    return await decide(request, { store, now, timezone: config.timezone, findBatch: find })
  } catch (error) {
    if (error instanceof DecisionProblem) throw new ApiError(CODES[error.kind], error.message)
    throw error
  }
}
