import type { DispatchConfig } from '../../shared/config/dispatch-value.ts'
import { FanOut } from '../run/fan-out/fan-out.ts'
import { type DispatchedOptions, isScoped, runDispatched } from '../run/fan-out/run-dispatched.ts'
import { Siblings } from '../run/fan-out/siblings.ts'
import { plan, type Start, startFanOut } from '../run/fan-out/start.ts'
import { forgetUndispatched, noteUndispatched } from '../run/fan-out/undispatched.ts'
import type { Job, Services } from '../run/services.ts'
import type { Invocation, Result } from './handler.ts'
import { isWorthRetrying } from './retryable.ts'

/** What an invocation needs to know of itself. */
export type Invoked = Pick<Invocation, 'end' | 'hasFailed'> & {
  readonly context: { readonly accountId: string; readonly function: { readonly name: string } }
}

/** One invocation where jobs are spread over functions: does the job, or opens what it starts with, and dispatches what comes next. */
export async function invoked(
  what: Job | Start,
  { context, end, hasFailed }: Invoked,
  services: Services,
  sleep?: DispatchedOptions['sleep'],
): Promise<Result> {
  const { dispatch } = services.config
  if (dispatch.kind === 'local') throw new Error('jobs are not dispatched where CMK_DISPATCH is local')
  const siblings = new Siblings(context.function.name)
  const place = await placeOf(dispatch, context, services)
  const functions = services.cloud.functions(place)
  const fanOut = new FanOut({ ...services, signal: end }, { functions, siblings })
  try {
    if (typeof what !== 'string') return await doJob(what, hasFailed, services, fanOut, sleep)
    await siblings.check(functions, dispatch, { signal: services.signal })
    const dispatched = await startFanOut(what, services, fanOut)
    await forgetUndispatched(place.accountId, services)
    return { status: 'done', dispatched }
  } catch (error) {
    await noteUndispatched(error, place.accountId, services).catch((failure: unknown) =>
      services.log.warn('why jobs are not dispatched could not be noted', { error: String(failure) }),
    )
    throw error
  }
}

async function doJob(
  job: Job,
  hasFailed: boolean,
  services: Services,
  fanOut: FanOut,
  sleep?: DispatchedOptions['sleep'],
): Promise<Result> {
  const { run, asOf, stage } = job
  if (!isScoped(job)) {
    await plan(job, services, fanOut)
    return { status: 'done', run, asOf, dispatched: await fanOut.advance() }
  }
  if (hasFailed) return { status: 'done', run, asOf, stage, dispatched: await fanOut.dispatchAgain(job) }
  const options = { isPassing: isWorthRetrying, ...(sleep && { sleep }) }
  const { status, dispatched, error } = await runDispatched(job, services, fanOut, options)
  const told = error === undefined ? {} : { error: error instanceof Error ? error.message : String(error) }
  return { status: status === 'repeated' ? 'done' : status, run, asOf, stage, dispatched, ...told }
}

async function placeOf(
  dispatch: Exclude<DispatchConfig, { kind: 'local' }>,
  { accountId }: Invoked['context'],
  { cloud, signal }: Services,
) {
  return { ...dispatch, accountId: accountId === '' ? (await cloud.caller({ signal })).accountId : accountId }
}
