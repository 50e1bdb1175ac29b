import { KnownInstances } from '../instances/known-instances.ts'
import type { PlanOptions } from './plan.ts'
import type { PlanFacts } from './plan-facts.ts'

/** The other region in which a KMS instance is, as far as the lists of instances tell, or keys that are in it; undefined: none is known. */
export function otherRegionOf(
  instance: string,
  region: string,
  facts: PlanFacts,
  { instances = [] }: Pick<PlanOptions, 'instances'>,
): string | undefined {
  const regions = new KnownInstances(instances).withId(instance).map((each) => each.region)
  const found = regions.length > 0 ? regions : [facts.regionOf(instance) ?? region]
  return found.includes(region) ? undefined : found[0]
}
