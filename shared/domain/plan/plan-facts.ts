import { decidingFindings } from '../deciding.ts'
import { type Moving, MovingKeys } from '../instances/moving-keys.ts'
import { byKeyName } from '../key-name.ts'
import { normalForm } from '../normal-form.ts'
import type { ReadinessRow, UsageSummary } from '../readiness.ts'
import { byScope, type Scope, scopeId } from '../scope.ts'
import { applyStaleness, isStale } from '../stale.ts'
import type { Instant } from '../time.ts'
import type { LeftKey } from './plan.ts'

/** What a plan needs to know of a key that is ready. */
export interface ReadyKey
  extends Pick<ReadinessRow, 'accountId' | 'region' | 'keyId' | 'aliases' | 'tags' | 'secrets' | 'observed'> {
  readonly usage: Pick<UsageSummary, 'callers' | 'moreCallers' | 'calls' | 'week'>
}

/** What keys of a scope bring along. */
export interface MovingScope extends Scope {
  readonly ready: Moving
  readonly all: Moving
}

/** What a plan is made of: of tables with many keys no more than that is kept. */
export class PlanFacts {
  readonly #now: Instant
  readonly #ready: ReadyKey[] = []
  readonly #left: LeftKey[] = []
  /** Regions by the id of the instance, which may be written in any case. */
  readonly #instances = new Map<string, string>()
  readonly #scopes = new Map<string, Scope & { readonly ready: MovingKeys; readonly all: MovingKeys }>()
  #asOf: string | null = null

  /** `now`: what was checked more than 48 hours before is not known. */
  constructor(now: Instant) {
    this.#now = now
  }

  add(row: ReadinessRow): void {
    const { accountId, region, keyId, aliases, facts } = row
    if (facts.kmsInstanceId !== null) this.#instances.set(normalForm(facts.kmsInstanceId), region)
    // A key of an instance does not come back, and a service key never was one, however long ago that was read.
    if (row.verdict === 'not-required' || row.verdict === 'migrated') return
    if (!isStale(row.checkedAt, this.#now) && row.checkedAt > (this.#asOf ?? '')) this.#asOf = row.checkedAt
    const shown = applyStaleness(row, this.#now)
    const scope = this.#scopes.get(scopeId(row)) ?? {
      accountId,
      region,
      ready: new MovingKeys(),
      all: new MovingKeys(),
    }
    this.#scopes.set(scopeId(row), scope)
    scope.all.add(row)
    if (shown.verdict === 'ready') {
      scope.ready.add(row)
      const { tags, secrets, observed } = row
      const { callers, moreCallers, calls, week } = row.usage
      const usage = { callers, moreCallers, calls, ...(week && { week }) }
      this.#ready.push({ accountId, region, keyId, aliases, tags, secrets, observed, usage })
    } else {
      // Of a row that is shown as stale only that decides.
      const findings = shown.staleVerdict === undefined ? decidingFindings(shown) : shown.findings.slice(0, 1)
      this.#left.push({ accountId, region, keyId, aliases, verdict: shown.verdict, findings })
    }
  }

  /** By account, region and id. */
  get ready(): readonly ReadyKey[] {
    return this.#ready.sort(byKeyName)
  }

  /** The same of the keys that are not. */
  get left(): readonly LeftKey[] {
    return this.#left.sort(byKeyName)
  }

  /** ISO 8601 UTC of the newest verdict. */
  get asOf(): string | null {
    return this.#asOf
  }

  /** Regions with a key of the default KMS instance. */
  get regions(): readonly string[] {
    return [...new Set([...this.#ready, ...this.#left].map(({ region }) => region))].sort()
  }

  /** What the keys of each account and region bring along to an instance: those that are ready, and all of the default KMS instance. */
  get scopes(): readonly MovingScope[] {
    const scopes = [...this.#scopes.values()]
    return scopes
      .map(({ accountId, region, ready, all }) => ({ accountId, region, ready: ready.moving, all: all.moving }))
      .sort(byScope)
  }

  /** In which region a KMS instance is, as far as keys that are in it tell. */
  regionOf(instance: string): string | undefined {
    return this.#instances.get(normalForm(instance))
  }
}
