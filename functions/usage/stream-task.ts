import type { ActionTrail } from '../../shared/cloud/cloud.ts'
import type { CloudError } from '../../shared/cloud/errors.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { Reading } from '../../shared/domain/window.ts'
import type { ScopeProgress, StreamName } from '../../shared/store/scope-progress.ts'
import type { SourceWatch } from './source-watch.ts'

/** What a stream of a region is read by. */
export interface StreamSettings {
  readonly trail: Pick<ActionTrail, 'lookupEvents'>
  readonly stream: StreamName
  readonly progress: ScopeProgress
  /** Looks at every answer, and knows whether the source is proven. */
  readonly watch: Pick<SourceWatch, 'look' | 'save' | 'confirmed' | 'contradicted'>
  /** True once another stream of the region was led nowhere, by tokens that bring nothing new. */
  ledNowhere(): boolean
  /** Runs work when nothing else of the region is under way: windows are read side by side, rows and coverage are written one by one. */
  inTurn<T>(work: () => Promise<T>): Promise<T>
  readonly since: Instant
  /** Up to where the stream is read. */
  readonly asOf: Instant
  /** asOf of the run: in another process it resumes with what was read. */
  readonly run: Instant
  /** Moment at which the time for reading is used up. */
  readonly deadline: Instant
  /** What the deadline means, as a short phrase. */
  readonly outOfTime: string
  readonly fence: number
  /** Throws once the lease is lost. */
  check(): void
  readonly clock: () => Instant
  readonly signal: AbortSignal
  /** Aborts with `signal`, and when the deadline comes. */
  readonly within: AbortSignal
  /** Days read completely so far, those under way in part; called after each page. */
  onPage(days: number): void
}

/** How far a stream came, and what stopped it: `reasons` are a short phrase each. */
export interface StreamResult {
  readonly reading: Reading
  readonly errors: readonly CloudError[]
  readonly reasons: readonly string[]
}
