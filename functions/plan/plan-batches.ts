import type { Config } from '../../shared/config/settings.ts'
import type { Batch } from '../../shared/domain/plan/plan.ts'
import type { Scope } from '../../shared/domain/scope.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { Store } from '../../shared/store/store.ts'
import { readPlan } from './read-plan.ts'

/** The batches of today's plan. The table is read for them once, and not before somebody asks. */
export class PlanBatches {
  readonly #read: () => Promise<readonly Batch[]>
  #batches: Promise<readonly Batch[]> | undefined

  constructor(
    store: Pick<Store, 'readiness' | 'progress' | 'decisions'>,
    config: Pick<Config, 'planning' | 'timezone'>,
    now: Instant,
  ) {
    this.#read = async () => (await readPlan(store, config, now)).batches
  }

  /** Those with this id: there may be one in several scopes. */
  async called(id: string): Promise<readonly Batch[]> {
    this.#batches ??= this.#read()
    return (await this.#batches).filter((each) => each.id === id)
  }

  /** A batch as a decision takes it over. */
  readonly find = async ({ accountId, region }: Scope, id: string) => {
    const found = (await this.called(id)).find((each) => each.accountId === accountId && each.region === region)
    return (
      found && { keyIds: found.keys.map(({ keyId }) => keyId), secrets: found.secrets, destination: found.destination }
    )
  }
}
