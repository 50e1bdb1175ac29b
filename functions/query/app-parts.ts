import type { Config } from '../../shared/config/settings.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { Log } from '../../shared/log/log.ts'
import type { Store } from '../../shared/store/store.ts'
import type { OverviewCache } from './pages/overview.ts'

/** What the app is made of. */
export interface AppParts {
  /**
   * Gives the store, opened for reading. Asked for once a request, and only after it was let in; may throw a `StoreError`. Whoever gives
   * the store closes it.
   */
  readonly store: () => Promise<Pick<Store, 'readiness' | 'usage' | 'history' | 'progress' | 'decisions'>>
  /** The same, opened for deciding. Asked for only once somebody has given CMK_STATE_TOKEN. */
  readonly decidingStore: () => Promise<Pick<Store, 'readiness' | 'decisions' | 'progress'>>
  readonly config: Pick<
    Config,
    'apiToken' | 'stateToken' | 'timezone' | 'rules' | 'planning' | 'observationDays' | 'ownCidrs'
  >
  readonly clock: () => Instant
  readonly log: Log
  /** True only in a function whose trigger authenticates callers: elsewhere CMK_API_TOKEN=trigger is refused. */
  readonly behindTrigger: boolean
  /** Where the app is created for each request: what its pages keep from one to the next. */
  readonly overviews?: OverviewCache
}
