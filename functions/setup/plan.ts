import { DAY, type Instant, iso, MINUTE } from '../../shared/domain/time.ts'
import type { SetupState } from './look.ts'
import { coversAll, deliversTo, logstoreOf, type SetupTarget } from './target.ts'
import { gapOf, MAX_TEXT } from './wanted-index.ts'

/** What a history job delivers (vendor's page on the history delivery job). */
const PAST = 90 * DAY
/** The clocks of two services. */
const CLOCKS = MINUTE

export const STEPS = ['project', 'trail', 'logging', 'delivery', 'retention', 'index', 'history'] as const
export type StepId = (typeof STEPS)[number]

/** One thing that has to be so before 90 days of evidence are there. */
export interface Step {
  readonly id: StepId
  /**
   * `there`: it is so; `missing`: it can be made now; `later`: what it needs is missing; `waiting`: it becomes so by itself; `blocked`: somebody
   * has to decide.
   */
  readonly state: 'there' | 'missing' | 'later' | 'waiting' | 'blocked'
  /** In a line: what is so, what will be made, what is waited for, or what has to be decided. */
  readonly text: string
  /** True: something that is there is changed; otherwise it is made. */
  readonly isChange?: true
  /** What of it is paid for. */
  readonly cost?: string
}

/** What is missing of a target, in the order in which it can be made. */
export function planOf(
  target: SetupTarget,
  state: SetupState,
  { now, mayChange }: { readonly now: Instant; readonly mayChange: boolean },
): readonly Step[] {
  return [
    projectStep(target, state),
    trailStep(target, state, mayChange),
    loggingStep(target, state),
    deliveryStep(target, state),
    retentionStep(target, state),
    indexStep(target, state),
    historyStep(target, state, now),
  ]
}

function projectStep({ project, logRegion }: SetupTarget, { hasProject }: SetupState): Step {
  if (hasProject) return { id: 'project', state: 'there', text: `Log Service project ${project} in ${logRegion}` }
  const text = `make the Log Service project ${project} in ${logRegion}`
  return { id: 'project', state: 'missing', text, cost: 'an empty project costs nothing' }
}

function trailStep(target: SetupTarget, { hasProject, trail }: SetupState, mayChange: boolean): Step {
  const { trail: name, region, project } = target
  if (!trail) {
    const text = `make the trail ${name} in ${region}: all events of all regions, into the project ${project}`
    const cost = 'the trail is free; Log Service charges for what it takes in, indexes and keeps'
    return { id: 'trail', state: hasProject ? 'missing' : 'later', text, cost }
  }
  const changes = [
    ...(trail.eventRW === 'All' ? [] : [`EventRW ${trail.eventRW || 'unknown'} to All`]),
    ...(coversAll(trail) ? [] : [`TrailRegion ${trail.trailRegion || 'unknown'} to All`]),
    ...(deliversTo(trail, target) ? [] : [`its project to ${project}`]),
  ]
  if (changes.length === 0)
    return {
      id: 'trail',
      state: 'there',
      text: `trail ${name} in ${region}: all events of all regions, into ${project}`,
    }
  if (mayChange) {
    const text = `change the trail ${name}: ${changes.join(', ')}`
    return {
      id: 'trail',
      state: hasProject ? 'missing' : 'later',
      text,
      cost: 'more events are taken in, indexed and kept',
      isChange: true,
    }
  }
  const missed = trail.eventRW === 'Write' ? 'It leaves out every use of a key. ' : ''
  const text = `the trail ${name} is there and selects less. ${missed}It is yours to decide: give --change-trail to change ${changes.join(', ')}, or --trail for one of its own`
  return { id: 'trail', state: 'blocked', text }
}

function loggingStep({ trail: name }: SetupTarget, { trail }: SetupState): Step {
  if (trail?.enabled) return { id: 'logging', state: 'there', text: `the trail ${name} records` }
  return { id: 'logging', state: trail ? 'missing' : 'later', text: `start the trail ${name}`, cost: 'free' }
}

/** ActionTrail makes the logstore and its index when it first delivers. */
function deliveryStep(target: SetupTarget, { trail, delivery, logstore, index }: SetupState): Step {
  const name = logstoreOf(target)
  const failed = delivery?.error
  if (failed) {
    const text = `the trail cannot deliver: ${failed}. See that the project ${target.project} and the role AliyunServiceRoleForActionTrail are there`
    return { id: 'delivery', state: 'blocked', text }
  }
  if (logstore && index && delivery?.lastAt !== undefined)
    return { id: 'delivery', state: 'there', text: `logstore ${name}, last delivery ${iso(delivery.lastAt)}` }
  const text = `wait for the first delivery into the logstore ${name}, which ActionTrail makes by itself`
  return { id: 'delivery', state: trail?.enabled ? 'waiting' : 'later', text }
}

function retentionStep(target: SetupTarget, { logstore }: SetupState): Step {
  const { days } = target
  if (!logstore) return { id: 'retention', state: 'later', text: `see that ${logstoreOf(target)} keeps ${days} days` }
  if (logstore.ttl >= days)
    return { id: 'retention', state: 'there', text: `${logstoreOf(target)} keeps ${logstore.ttl} days` }
  const text = `keep the logs of ${logstoreOf(target)} ${days} days instead of ${logstore.ttl}`
  return { id: 'retention', state: 'missing', text, cost: 'storage by the day', isChange: true }
}

function indexStep(target: SetupTarget, { logstore, index }: SetupState): Step {
  const name = logstoreOf(target)
  const gap = index && gapOf(index)
  if (index && !gap) return { id: 'index', state: 'there', text: `index of ${name}: every column that is read` }
  const columns = gap?.columns.length ?? 0
  const what = [
    ...(!gap || columns > 0
      ? [
          gap
            ? `${columns} more ${columns === 1 ? 'column' : 'columns'} with analytics (${gap.columns.join(', ')})`
            : 'all columns that are read',
        ]
      : []),
    ...(gap && gap.cutsAt === undefined
      ? []
      : [`texts up to ${MAX_TEXT} bytes${gap ? ` instead of ${gap.cutsAt}` : ''}`]),
  ]
  const text = `index in ${name}: ${what.join(', ')}; what is indexed already stays`
  return {
    id: 'index',
    state: logstore && index ? 'missing' : 'later',
    text,
    cost: 'index traffic of new logs',
    ...(index && { isChange: true }),
  }
}

function historyStep(target: SetupTarget, state: SetupState, now: Instant): Step {
  const { trail, index, job, otherJob } = state
  const text = `deliver the last 90 days into ${logstoreOf(target)} (a history job of the trail ${target.trail})`
  const cost = 'Log Service takes in and indexes 90 days of events, once'
  const isReady = trail?.enabled === true && state.logstore !== undefined && index !== undefined && !gapOf(index)
  if (!trail || !isReady) return { id: 'history', state: 'later', text, cost }
  // What was delivered before either of them changed may lack events, or columns.
  const changes = [trail.createdAt, trail.updatedAt, trail.startedAt, index.modifiedAt]
  const since = Math.max(0, ...changes.flatMap((at) => (at === undefined ? [] : [at])))
  if (since > 0 && now - since >= PAST)
    return { id: 'history', state: 'there', text: `the trail has recorded since ${iso(since)}` }
  if (job && job.createdAt + CLOCKS >= since) {
    if (job.state === 'finished')
      return {
        id: 'history',
        state: 'there',
        text: `history job ${job.id} of ${iso(job.createdAt)} has delivered the 90 days before it`,
      }
    if (job.state === 'running')
      return {
        id: 'history',
        state: 'waiting',
        text: `wait for history job ${job.id}, which delivers the last 90 days`,
      }
  }
  if (otherJob) {
    const other = `an account has one history job at a time, and job ${otherJob.id} of the trail ${otherJob.trail} is under way: run this again when it has ended`
    return { id: 'history', state: 'blocked', text: other }
  }
  if (job?.state === 'running')
    return {
      id: 'history',
      state: 'waiting',
      text: `wait for history job ${job.id}, which began before the last change; another follows`,
    }
  const again =
    job?.state === 'failed'
      ? ` (job ${job.id} failed)`
      : job
        ? ' (the trail or its index was changed since the last one)'
        : ''
  return { id: 'history', state: 'missing', text: `${text}${again}`, cost }
}
