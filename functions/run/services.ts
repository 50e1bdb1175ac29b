import type { Cloud } from '../../shared/cloud/cloud.ts'
import type { Config } from '../../shared/config/settings.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { Log } from '../../shared/log/log.ts'
import type { Store } from '../../shared/store/store.ts'

/** A piece of work as small JSON. A stage is a function of a job to further jobs; every job of a run carries its asOf. */
export interface Job {
  readonly run: string
  /** ISO 8601 UTC: the evaluation time of the run. */
  readonly asOf: string
  readonly stage: 'inventory' | 'usage' | 'assess'
  readonly accountId?: string
  readonly region?: string
  /** Which reading of the trail the job makes (usage) or judges by (assess), from 1. Only of jobs that were dispatched. */
  readonly pass?: number
  /** How often the job was dispatched, from 1. Only of jobs that were dispatched. */
  readonly attempt?: number
}

/** What the stages report while they work, for whoever watches. */
export interface ProgressReport {
  readonly stage: Job['stage']
  readonly accountId: string
  readonly region: string
  readonly done: number
  readonly total: number
  /** `keys`, `days`. */
  readonly unit: string
  readonly callsPerSecond: number
  /** Milliseconds, when it can be estimated. */
  readonly timeLeft?: number
}

/** A job begins, or has ended. */
export interface JobEvent {
  readonly job: Job
  readonly ended?: {
    readonly milliseconds: number
    /** How many jobs came of it; undefined where it failed. */
    readonly further: number | undefined
  }
}

/** Everything that a stage works with. */
export interface Services {
  readonly config: Config
  readonly store: Store
  readonly cloud: Cloud
  readonly log: Log
  /** The only clock. Stages use it for leases, budgets and pace, never for what a verdict says. */
  readonly clock: () => Instant
  readonly signal: AbortSignal
  /** The trail is not read after this moment: where the process has an end, what was read must still be judged. */
  readonly readUntil: Instant
  report(progress: ProgressReport): void
  /** Is told when a job begins and when it has ended. */
  onJob?(event: JobEvent): void
}
