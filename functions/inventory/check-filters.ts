import type { KeyMetadata } from '../../shared/cloud/cloud.ts'
import { isOfPlace } from '../../shared/cloud/contradiction.ts'
import { CloudError } from '../../shared/cloud/errors.ts'
import { isCandidate, type KeySnapshot } from '../../shared/domain/key.ts'
import { normalForm } from '../../shared/domain/normal-form.ts'
import { filterIgnored, type Listing } from './classify.ts'
import { isAccount } from './read-key.ts'

/** Keys of an instance that are described each night to see that the filter filters: the first, the middle and the last by id. */
const SAMPLES = 3

/**
 * The listing as far as its filters are to be believed. A key that a filter puts aside is read no more, so a filter that lies makes CMKs
 * `not-required`: of each instance a few keys are described, and every key that was a CMK before. One that belongs elsewhere, and no
 * filter of instances is believed: then all are described. A key that was a CMK and is called a service key stays one only where its
 * creator says so too. `before`: the earlier snapshot of a listed key.
 */
export async function checkFilters(
  listing: Listing,
  before: (keyId: string) => KeySnapshot | undefined,
  describe: (keyId: string) => Promise<KeyMetadata | CloudError>,
): Promise<Listing> {
  const wasCmk = (keyId: string) => {
    const earlier = before(keyId)
    return earlier !== undefined && (isCandidate(earlier) || (earlier.onceCandidate && earlier.kind !== 'instance'))
  }
  const moved = [...listing.instanceOf.keys()].filter(wasCmk)
  const [instances, disputed] = await Promise.all([
    checkInstances(listing.instanceOf, moved, describe),
    disputedOf(
      [...listing.service].filter((id) => !listing.byAlias.has(id) && wasCmk(id)),
      describe,
    ),
  ])
  const service = new Set([...listing.service].filter((id) => !disputed.has(id)))
  const checked = { ...listing, service, disputed }
  if (instances !== undefined) return { ...checked, instanceOf: instances }
  const errors = [...listing.errors, filterIgnored('DKMSInstanceId')]
  return { ...checked, instanceOf: new Map(), instanceFilterReliable: false, errors }
}

/** The keys that the filter may put into instances; undefined: it is not to be believed. */
async function checkInstances(
  instanceOf: Listing['instanceOf'],
  moved: readonly string[],
  describe: (keyId: string) => Promise<KeyMetadata | CloudError>,
): Promise<Listing['instanceOf'] | undefined> {
  const byInstance = new Map<string, string[]>()
  for (const [keyId, instance] of instanceOf) byInstance.set(instance, [...(byInstance.get(instance) ?? []), keyId])
  const samples = [...byInstance.values()].flatMap(sampleOf)
  const described = await Promise.all(
    [...new Set([...samples, ...moved])].map(async (keyId) => ({ keyId, metadata: await describe(keyId) })),
  )
  const confirmed = new Set<string>()
  for (const { keyId, metadata } of described) {
    if (metadata instanceof CloudError) {
      if (isOfPlace(metadata)) throw metadata
      continue
    }
    if (normalForm(metadata.kmsInstanceId ?? '') !== normalForm(instanceOf.get(keyId) ?? '')) return undefined
    confirmed.add(keyId)
  }
  // An instance of which no key could be described is not known to be classified right, and neither is a CMK that seems to have moved.
  const isChecked = (instance: string) => byInstance.get(instance)?.some((keyId) => confirmed.has(keyId)) === true
  const isMoved = new Set(moved)
  return new Map([...instanceOf].filter(([keyId, instance]) => isChecked(instance) && !isMoved.has(keyId)))
}

function sampleOf(keyIds: readonly string[]): string[] {
  const sorted = [...keyIds].sort()
  const last = sorted.length - 1
  const places = new Set([0, Math.floor(last / 2), last])
  return sorted.filter((_, index) => places.has(index)).slice(0, SAMPLES)
}

/** Of the keys that were CMKs and are called service keys, those of which DescribeKey does not say that a product has made them. */
async function disputedOf(
  keyIds: readonly string[],
  describe: (keyId: string) => Promise<KeyMetadata | CloudError>,
): Promise<ReadonlySet<string>> {
  const disputed = await Promise.all(
    keyIds.map(async (keyId) => {
      const metadata = await describe(keyId)
      return metadata instanceof CloudError || metadata.creator === null || isAccount(metadata.creator) ? [keyId] : []
    }),
  )
  return new Set(disputed.flat())
}
