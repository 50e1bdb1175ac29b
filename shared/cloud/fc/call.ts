import * as z from 'zod'

/** What a call of Function Compute is about, as the query of a `ServiceClient` carries it. */
export const fcCallSchema = z.object({
  functionName: z.string(),
  /** JSON; for InvokeFunction. */
  payload: z.string().default(''),
  taskId: z.string().default(''),
})

/** The answer to an asynchronous invocation. `known`: its task id is, and so it was dispatched before. */
export const invocationSchema = z.object({ known: z.boolean() })
export type Invocation = z.infer<typeof invocationSchema>

/** HTTP status of an invocation that was queued (docs/vendor-facts.md, "Function Compute"). */
export const QUEUED = 202
/** HTTP status of a task id that is known (vendor's page "Task deduplication"). */
const CONFLICT = 409

/** The answer in what an SDK throws: of a task id that is known, and of a redirection, which the SDK of 2.0 alone takes for an error. Throws any other error. */
export function answerInError(error: unknown): Invocation {
  const status = statusSchema.safeParse(error).data?.statusCode
  if (status === undefined || (status >= 400 && status !== CONFLICT)) throw error
  return { known: status === CONFLICT }
}

const statusSchema = z.object({ statusCode: z.number() })
