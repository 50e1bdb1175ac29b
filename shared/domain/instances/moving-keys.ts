import type { CallerSummary, ReadinessRow } from '../readiness.ts'

/** What keys bring along that move to an instance. */
export interface Moving {
  readonly keys: number
  readonly secrets: number
  /** Keys by their spec; a spec that is not known is left out. */
  readonly specs: ReadonlyMap<string, number>
  /** Applications that call from VPCs. Rows do not say from which. */
  readonly vpcCallers: number
}

/** Sums what keys of one scope, or of several, bring along. */
export class MovingKeys {
  #keys = 0
  readonly #secrets = new Set<string>()
  readonly #specs = new Map<string, number>()
  readonly #vpcCallers = new Set<string>()

  add({ accountId, facts, secrets, usage }: Pick<ReadinessRow, 'accountId' | 'facts' | 'secrets' | 'usage'>): void {
    this.#keys += 1
    for (const name of secrets) this.#secrets.add(`${accountId} ${name}`)
    const { keySpec } = facts
    if (keySpec !== null) this.#specs.set(keySpec, (this.#specs.get(keySpec) ?? 0) + 1)
    for (const caller of usage.callers) if (isInVpc(caller)) this.#vpcCallers.add(`${accountId} ${caller.principal}`)
  }

  get moving(): Moving {
    const { size: secrets } = this.#secrets
    return { keys: this.#keys, secrets, specs: this.#specs, vpcCallers: this.#vpcCallers.size }
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
  }
}

/** A cloud service reaches keys by another way, and so does the console. */
function isInVpc({ client, network }: CallerSummary): boolean {
  return network === 'vpc' && client !== 'cloud-service' && client !== 'console'
}
