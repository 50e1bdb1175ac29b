import { z } from 'zod'
import type { Job } from '../../shared/runtime.ts'
import { InvocationError } from './invocation.ts'

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/

const jobSchema = z
  .strictObject({
    run: z.string().regex(/^[\w-]{1,64}$/),
    asOf: z
      .string()
      .regex(ISO)
      .refine((text) => !Number.isNaN(Date.parse(text))),
    stage: z.enum(['inventory', 'usage', 'assess']),
    accountId: z
      .string()
      .regex(/^\d{5,20}$/)
      .optional(),
    region: z
      .string()
      .regex(/^[a-z]+(-[a-z0-9]+)+$/)
      .optional(),
  })
  .refine(({ stage, accountId, region }) => {
    if (stage === 'inventory') return region === undefined || accountId !== undefined
    return accountId !== undefined && (stage === 'usage') === (region === undefined)
  })

/** The job that a payload asks for; undefined for `{}`, which asks the function to start by itself. Throws an `InvocationError`. */
export function jobOf(payload: unknown): Job | undefined {
  if (typeof payload === 'object' && payload !== null && Object.keys(payload).length === 0) return undefined
  const job = jobSchema.safeParse(payload)
  if (!job.success) {
    throw new InvocationError(
      'The payload is neither {} nor a job: a job has run, asOf (YYYY-MM-DDThh:mm:ssZ), stage (inventory, usage, assess), accountId for usage, and accountId and region for assess.',
    )
  }
  const { accountId, region, ...rest } = job.data
  return { ...rest, ...(accountId === undefined ? {} : { accountId }), ...(region === undefined ? {} : { region }) }
}
