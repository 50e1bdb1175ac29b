import type { Text } from '../messages/message.ts'
import { normalForm } from '../normal-form.ts'
import type { Scope } from '../scope.ts'
import type { InstancesReading, KmsInstance } from './kms-instance.ts'
import type { PeakUse } from './peak-use.ts'

/** What is stored of the instances of a scope, and of its busiest hour. Absent: no run has read it. */
export interface ScopeInstances extends Scope {
  readonly reading?: InstancesReading
  readonly peak?: PeakUse
}

/** An instance with where and when it was found. */
export interface FoundInstance extends Scope {
  readonly instance: KmsInstance
  readonly asOf: string
}

/** The instances of all scopes. An instance may take keys of several accounts, and only the list of its owner has it. */
export class KnownInstances {
  readonly #scopes: readonly ScopeInstances[]

  constructor(scopes: readonly ScopeInstances[]) {
    this.#scopes = scopes
  }

  /** All that have an id, in any region. */
  withId(id: string): readonly FoundInstance[] {
    return this.#found.filter(({ instance }) => normalForm(instance.id) === normalForm(id))
  }

  inRegion(region: string): readonly FoundInstance[] {
    return this.#found.filter((each) => each.region === region)
  }

  /** Why the list of a region may lack some; none where every account with a key there was read. */
  unreadIn(region: string, accounts: readonly string[]): readonly (Text | null)[] {
    return accounts.flatMap((accountId) => {
      const reading = this.#scopes.find((each) => each.accountId === accountId && each.region === region)?.reading
      if (reading === undefined) return [null]
      return reading.instances === null ? [reading.unread] : []
    })
  }

  peakOf(scope: Scope): PeakUse | undefined {
    return this.#scopes.find((each) => each.accountId === scope.accountId && each.region === scope.region)?.peak
  }

  get #found(): readonly FoundInstance[] {
    return this.#scopes.flatMap(
      ({ accountId, region, reading }) =>
        reading?.instances?.map((instance) => ({ accountId, region, instance, asOf: reading.asOf })) ?? [],
    )
  }
}
