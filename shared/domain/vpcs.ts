import type { Use } from './rule-context.ts'

/** VPCs of one caller that a row names. */
const MAX_VPCS = 20

type Vpcs = Pick<Use, 'vpcs' | 'otherVpcs'>

/** The VPCs of several calls together: those that are known, sorted, and whether there are others. */
export function vpcsOf(uses: readonly Vpcs[]): Vpcs {
  const known = [...new Set(uses.flatMap(({ vpcs = [] }) => vpcs))].sort()
  const areOthers = known.length > MAX_VPCS || uses.some(({ otherVpcs }) => otherVpcs)
  return {
    ...(known.length > 0 && { vpcs: known.slice(0, MAX_VPCS) }),
    ...(areOthers && { otherVpcs: true as const }),
  }
}
