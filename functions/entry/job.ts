import * as z from 'zod'
import { DAY, type Instant, iso } from '../../shared/domain/time.ts'
import type { Job } from '../run/services.ts'
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
    pass: z.int().min(1).max(9_999).optional(),
    attempt: z.int().min(1).max(99).optional(),
  })
  .refine(({ stage, accountId, region }) => {
    if (stage === 'inventory') return region === undefined || accountId !== undefined
    return accountId !== undefined && (stage === 'usage') === (region === undefined)
  })

/** How far back a job may speak: marks of older runs are dropped, and nothing could resume it. */
const OLDEST = 2 * DAY

/**
 * The job that a payload asks for; undefined for `{}`, which asks the function to start by itself. Throws an `InvocationError`: also for a
 * moment that lies ahead, because days that have not happened would count as read, and rows as checked.
 */
export function jobOf(payload: unknown, now: Instant): Job | undefined {
  if (isEmptyObject(payload)) return undefined
  const job = jobSchema.safeParse(payload)
  if (!job.success) {
    throw new InvocationError(
      'The payload is neither {} nor a job: a job has run, asOf (YYYY-MM-DDThh:mm:ssZ), stage (inventory, usage, assess), accountId for usage, and accountId and region for assess.',
    )
  }
  const { run, asOf, stage, accountId, region, pass, attempt } = job.data
  const age = now - Date.parse(asOf)
  if (age < 0 || age > OLDEST) {
    throw new InvocationError(
      `The job's asOf is ${asOf}; it must lie within the last two days, and it is ${iso(now)} now.`,
    )
  }
  return {
    ...{ run, asOf, stage },
    ...(accountId === undefined ? {} : { accountId }),
    ...(region === undefined ? {} : { region }),
    ...(pass === undefined ? {} : { pass }),
    ...(attempt === undefined ? {} : { attempt }),
  }
}

function isEmptyObject(payload: unknown): boolean {
  return typeof payload === 'object' && payload !== null && !Array.isArray(payload) && Object.keys(payload).length === 0
}
