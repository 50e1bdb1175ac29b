import type { CallerSummary, ReadinessRow } from '../readiness.ts'

/** What keys bring along that move to an instance. */
export interface Moving {
  readonly keys: number
  readonly secrets: number
  /** Keys by their spec; a spec that is not known is left out. */
  readonly specs: ReadonlyMap<string, number>
  /** Applications that call from VPCs. */
  readonly vpcCallers: number
  /** Those of them of whose calls some came from VPCs that nobody knows. */
  readonly otherVpcCallers: number
  /** The VPCs that are known. */
  readonly vpcs: ReadonlySet<string>
}

/** Sums what keys of one scope, or of several, bring along. */
export class MovingKeys {
  #keys = 0
  readonly #secrets = new Set<string>()
  readonly #specs = new Map<string, number>()
  readonly #vpcCallers = new Set<string>()
  readonly #otherVpcCallers = new Set<string>()
  readonly #vpcs = new Set<string>()

  add({ accountId, facts, secrets, usage }: Pick<ReadinessRow, 'accountId' | 'facts' | 'secrets' | 'usage'>): void {
    this.#keys += 1
    for (const name of secrets) this.#secrets.add(`${accountId} ${name}`)
    const { keySpec } = facts
    if (keySpec !== null) this.#specs.set(keySpec, (this.#specs.get(keySpec) ?? 0) + 1)
    for (const { principal, vpcs = [], otherVpcs } of usage.callers.filter(isInVpc)) {
      const name = `${accountId} ${principal}`
      this.#vpcCallers.add(name)
      // Rows that older versions wrote say of no call from which VPC it came.
      if (otherVpcs || vpcs.length === 0) this.#otherVpcCallers.add(name)
      for (const vpc of vpcs) this.#vpcs.add(vpc)
    }
  }

  get moving(): Moving {
    return {
      keys: this.#keys,
      secrets: this.#secrets.size,
      specs: this.#specs,
      vpcCallers: this.#vpcCallers.size,
      otherVpcCallers: this.#otherVpcCallers.size,
      vpcs: this.#vpcs,
    }
  }
}

/** Several together. */
export function movingTogether(all: readonly Moving[]): Moving {
  const specs = new Map<string, number>()
  for (const each of all) for (const [spec, keys] of each.specs) specs.set(spec, (specs.get(spec) ?? 0) + keys)
  const sum = (of: (each: Moving) => number) => all.reduce((total, each) => total + of(each), 0)
  return {
    keys: sum(({ keys }) => keys),
    secrets: sum(({ secrets }) => secrets),
    specs,
    vpcCallers: sum(({ vpcCallers }) => vpcCallers),
    otherVpcCallers: sum(({ otherVpcCallers }) => otherVpcCallers),
    vpcs: new Set(all.flatMap(({ vpcs }) => [...vpcs])),
  }
}

/** A cloud service reaches keys by another way, and so does the console. */
function isInVpc({ client, network }: CallerSummary): boolean {
  return network === 'vpc' && client !== 'cloud-service' && client !== 'console'
}
