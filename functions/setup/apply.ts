import { randomUUID } from 'node:crypto'
import { CloudError, callFailure } from '../../shared/cloud/errors.ts'
import type { SetupCloud } from '../../shared/cloud/evidence-setup.ts'
import { type Instant, SECOND } from '../../shared/domain/time.ts'
import { sleep } from '../../shared/net/sleep.ts'
import { explainRefusal } from './explain-refusal.ts'
import { lookAt, type SetupState } from './look.ts'
import { planOf, type Step, type StepId } from './plan.ts'
import { logstoreOf, projectArn, type SetupTarget } from './target.ts'
import { merged, wantedIndex } from './wanted-index.ts'

/** Between two looks at what becomes so by itself, in milliseconds. */
const PAUSE = 10 * SECOND

/** Who is asked and told. */
export interface SetupDialog {
  /** What is there already; once. */
  found(steps: readonly Step[]): Promise<void>
  /** May the step be made? */
  confirm(step: Step): Promise<boolean>
  made(step: Step): Promise<void>
  /** Called at every look while something is waited for. */
  waiting(step: Step, progress: string): Promise<void>
}

/** How an attempt ended. `left` is what is not there yet, in order. */
export type SetupEnd =
  | { readonly end: 'done' }
  | { readonly end: 'declined' | 'timeout' | 'stopped'; readonly left: readonly Step[] }
  | { readonly end: 'blocked' | 'refused'; readonly why: string; readonly left: readonly Step[] }

export interface SetupRun {
  readonly cloud: SetupCloud
  readonly target: SetupTarget
  /** An existing trail may be changed. */
  readonly mayChange: boolean
  readonly dialog: SetupDialog
  readonly clock: () => Instant
  /** When waiting ends. */
  readonly until: Instant
  readonly signal: AbortSignal
}

/**
 * Makes what is missing, one step after the other, and looks again after each: what is there is never made twice, and a run that was cut off
 * goes on where it was. Undoes nothing. Throws what is no refusal of a call.
 */
export async function applySetup(run: SetupRun): Promise<SetupEnd> {
  const { cloud, target, dialog, clock, until, signal } = run
  const made = new Set<StepId>()
  // A call whose answer is lost is repeated: with the same token it stays one job.
  const token = randomUUID()
  let steps: readonly Step[] = []
  const left = () => steps.filter(({ id, state }) => state !== 'there' && !(state === 'missing' && made.has(id)))
  try {
    for (let first = true; ; first = false) {
      const state = await lookAt(cloud, target, { signal })
      steps = planOf(target, state, { now: clock(), mayChange: run.mayChange })
      if (first) await dialog.found(steps)
      const next = steps.find(({ state }) => state !== 'there')
      if (next === undefined) return { end: 'done' }
      if (next.state === 'blocked') return { end: 'blocked', why: next.text, left: left() }
      if (next.state === 'missing' && !made.has(next.id)) {
        if (!(await dialog.confirm(next)))
          return signal.aborted ? { end: 'stopped', left: left() } : { end: 'declined', left: left() }
        await make(next.id, run, state, token)
        made.add(next.id)
        await dialog.made(next)
        continue
      }
      await dialog.waiting(next, await progressOf(next, run, state))
      if (clock() >= until) return { end: 'timeout', left: left() }
      if (!(await sleep(PAUSE, [signal]))) return { end: 'stopped', left: left() }
    }
  } catch (caught) {
    if (signal.aborted) return { end: 'stopped', left: left() }
    if (!(caught instanceof CloudError)) throw caught
    return { end: 'refused', why: explainRefusal(callFailure(caught), target), left: left() }
  }
}

async function make(id: StepId, run: SetupRun, state: SetupState, token: string): Promise<void> {
  const { cloud, target, signal } = run
  const options = { signal }
  const trails = cloud.trailSetup(target)
  const logs = cloud.logSetup({ region: target.logRegion, project: target.project })
  const logstore = logstoreOf(target)
  switch (id) {
    case 'project':
      return unlessThere(logs.createProject('cmk-readiness: events of ActionTrail', options), () =>
        logs.hasProject(options),
      )
    case 'trail': {
      if (state.trail) return trails.update(target.trail, projectArn(target), options)
      const isThere = async () => (await trails.trails(options)).some(({ name }) => name === target.trail)
      return unlessThere(trails.create(target.trail, projectArn(target), options), isThere)
    }
    case 'logging':
      return trails.start(target.trail, options)
    case 'retention':
      return state.logstore && logs.setDays(logstore, state.logstore, target.days, options)
    case 'index': {
      const index = state.index ? merged(state.index) : wantedIndex()
      return state.index ? logs.updateIndex(logstore, index, options) : logs.createIndex(logstore, index, options)
    }
    case 'history':
      await trails.createHistoryJob(target.trail, token, options)
      return
    case 'delivery':
      return
  }
}

/** A call whose answer was lost has made what its repetition finds there. */
async function unlessThere(call: Promise<unknown>, isThere: () => Promise<boolean>): Promise<void> {
  try {
    await call
  } catch (caught) {
    const error = callFailure(caught)
    if (!/AlreadyExist/.test(error.code) || !(await isThere().catch(() => false))) throw error
  }
}

async function progressOf({ id }: Step, { cloud, target, signal }: SetupRun, { job }: SetupState): Promise<string> {
  if (id !== 'history' || !job) return ''
  const { regions } = await cloud.trailSetup(target).historyJob(job.id, { signal })
  return regions ? `${regions.done} of ${regions.all} regions` : ''
}
