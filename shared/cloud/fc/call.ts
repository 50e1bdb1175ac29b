import * as z from 'zod'

/** What a call of Function Compute is about, as the query of a `ServiceClient` carries it. */
export const fcCallSchema = z.object({
  functionName: z.string(),
  /** JSON; for InvokeFunction. */
  payload: z.string().default(''),
  taskId: z.string().default(''),
})

/** What became of an asynchronous invocation: `already` where the service knows the task id. */
export const acceptedSchema = z.object({ accepted: z.enum(['dispatched', 'already']) })
export type Accepted = z.infer<typeof acceptedSchema>['accepted']

/** Neither SDK throws where the function was run at once and failed, which comes with HTTP 200. */
const FAILED = 'x-fc-error-type'

/** The answer to an asynchronous invocation by its headers; of another form where it is no word on whether it was queued. */
export function acceptedAnswer(headers: Readonly<Record<string, string>> = {}): unknown {
  return headers[FAILED] === undefined ? { accepted: 'dispatched' } : { failed: headers[FAILED] }
}

/** HTTP status of a task id that is known (vendor's page "Task deduplication"). */
const CONFLICT = 409

/** The answer where an invocation was refused because its task id is known: it was dispatched. Throws any other error. */
export function alreadyAnswer(error: unknown): unknown {
  if (statusSchema.safeParse(error).data?.statusCode === CONFLICT) return { accepted: 'already' }
  throw error
}

const statusSchema = z.object({ statusCode: z.literal(CONFLICT) })
