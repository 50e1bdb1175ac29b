import { PACK_2023_09 } from './packs/2023-09.ts'
import { PACK_2024_11 } from './packs/2024-11.ts'
import type { RulePackData } from './rule-pack-data.ts'

/** Every rule pack, oldest first. */
const PACKS = [PACK_2023_09, PACK_2024_11] as const

export type RulePack = (typeof PACKS)[number]['id']

/** The ids of the packs, oldest first. */
export const RULE_PACKS: readonly RulePack[] = PACKS.map(({ id }) => id)

/** The pack of an id. Throws a `RangeError` where there is none: a key judged by other rules must not read as judged by these. */
export function rulePack(id: string): RulePackData {
  const pack = PACKS.find((each) => each.id === id)
  if (pack === undefined)
    throw new RangeError(`There is no rule pack ${JSON.stringify(id)}; there are ${RULE_PACKS.join(', ')}.`)
  return pack
}
