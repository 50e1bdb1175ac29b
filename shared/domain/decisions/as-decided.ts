import { keyName } from '../key-name.ts'
import type { KeySummary, ReadinessRow } from '../readiness.ts'
import { scopeId } from '../scope.ts'
import type { ScopeSummary } from '../scope-summary.ts'
import type { Instant } from '../time.ts'
import type { Decision, Waiver } from './decision.ts'
import { ofKind, standingDecisions } from './standing.ts'

/** Shows rows with what people decided about their keys: whom to ask, and which findings somebody has taken note of. */
export class AsDecided {
  readonly #owners = new Map<string, string>()
  readonly #ownersByScope = new Map<string, Set<string>>()
  readonly #waivers = new Map<string, readonly Waiver[]>()

  /** `decisions` in any order; `at`: the moment at which they must hold. */
  constructor(decisions: Iterable<Decision>, at: Instant) {
    const standing = standingDecisions(decisions, at)
    for (const each of ofKind(standing, 'owner')) {
      const { keyId, owner } = each.value
      this.#owners.set(keyName({ ...each, keyId }), owner)
      const ofScope = this.#ownersByScope.get(scopeId(each)) ?? new Set()
      this.#ownersByScope.set(scopeId(each), ofScope.add(owner))
    }
    for (const each of ofKind(standing, 'waiver')) {
      const { by, at: since, why, until, value } = each
      const name = keyName({ ...each, keyId: value.keyId })
      this.#waivers.set(name, [...(this.#waivers.get(name) ?? []), { rule: value.rule, by, at: since, why, until }])
    }
  }

  row(row: ReadinessRow): ReadinessRow {
    const owner = this.#owners.get(keyName(row))
    const waivers = this.#waivers.get(keyName(row))
    if (owner === undefined && waivers === undefined) return row
    return { ...row, ...(owner !== undefined && { owner }), ...(waivers && { waivers }) }
  }

  /** Owners that are named are among those of tags: how many keys each has is not told. */
  scope(summary: ScopeSummary): ScopeSummary {
    const named = this.#ownersByScope.get(scopeId(summary))
    if (named === undefined) return summary
    const { accountId, region } = summary
    const moved = summary.moved.map((key) => {
      const owner = this.#owners.get(keyName({ accountId, region, keyId: key.keyId }))
      return owner === undefined ? key : { ...key, owner }
    })
    return { ...summary, owners: [...new Set([...summary.owners, ...named])], moved }
  }

  summaries(summaries: readonly KeySummary[]): readonly KeySummary[] {
    if (this.#owners.size === 0) return summaries
    return summaries.map((summary) => {
      const owner = this.#owners.get(keyName(summary))
      return owner === undefined ? summary : { ...summary, owner }
    })
  }
}
