import { message } from '../../../shared/domain/messages/message.ts'
import { sleep as pause } from '../../../shared/net/sleep.ts'
import { StaleLeaseError } from '../../../shared/store/errors.ts'
import { failedJob } from '../diagnostic.ts'
import { runJob } from '../dispatch.ts'
import type { Job, Services } from '../services.ts'
import { isAtWork } from './duplicate.ts'
import type { FanOut } from './fan-out.ts'
import { giveUp, lostJob } from './give-up.ts'
import type { ScopedJob } from './job-key.ts'

/** How an invocation for one job ended. `repeated`: somebody else does the job, or has done it. */
export interface DispatchedEnd {
  readonly status: 'done' | 'repeated' | 'stopped' | 'failed'
  readonly dispatched: number
  readonly error?: unknown
}

export interface DispatchedOptions {
  /** Whether a failure may pass: then the platform repeats the invocation, which throws. */
  readonly isPassing: (error: unknown) => boolean
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>
}

/**
 * A job that was dispatched: does it, unless it is done, and dispatches what comes next. One that has to stop before its end goes on in a new
 * invocation. `services.signal` stops the job; dispatching has until the fan-out's own signal. Throws what may pass.
 */
export async function runDispatched(
  job: ScopedJob,
  services: Services,
  fanOut: FanOut,
  { isPassing, sleep = (milliseconds, until) => pause(milliseconds, [until]) }: DispatchedOptions,
): Promise<DispatchedEnd> {
  const { store, log, clock, signal } = services
  const isOurs = job.attempt !== undefined
  try {
    if (isOurs && ((await isAtWork(job, store, { clock, sleep, signal })) || !(await fanOut.isLeft(job)))) {
      log.debug('the job is done, or another invocation is at it')
      // Whoever did it may have been cut off while it dispatched.
      await fanOut.repeat(job)
      return { status: 'repeated', dispatched: await fanOut.advance(job) }
    }
    const further = await runJob(job, services)
    if (!isOurs && further.length > 0) await fanOut.ledger.open([job])
  } catch (error) {
    if (signal.aborted) {
      const goesOn = await fanOut.goOn(job, () => ({ ...lostJob(job), message: message('time-used-up') }))
      log.warn('stopped before the deadline', { goesOn: String(goesOn) })
      return { status: 'stopped', dispatched: goesOn ? 1 : 0 }
    }
    // Another invocation has taken the job over; what comes of it is that one's.
    if (error instanceof StaleLeaseError) return { status: 'repeated', dispatched: 0 }
    if (isPassing(error)) throw error
    await giveUp(job, failedJob(job, error), { store, log, ledger: fanOut.ledger })
    return { status: 'failed', dispatched: await fanOut.advance(job), error }
  }
  return { status: 'done', dispatched: await fanOut.advance(job) }
}

/** A job of one account and, but for usage, of one region. */
export function isScoped(job: Job): job is ScopedJob {
  return job.accountId !== undefined && (job.stage === 'usage' || job.region !== undefined)
}
