import type { Text } from '../messages/message.ts'

/** The services that can be asked which of their resources name a key; `CMK_RESOURCES` says which are. */
export const RESOURCE_SERVICES = ['rds', 'ecs', 'oss'] as const
export type ResourceService = (typeof RESOURCE_SERVICES)[number]

const SERVICE_TITLES: Readonly<Record<string, string>> = { rds: 'RDS', ecs: 'ECS', oss: 'OSS' } satisfies Record<
  ResourceService,
  string
>

/** What people call a service in every language; one that only a newer version knows has the word that stands there. */
export function serviceTitle(service: string): string {
  return SERVICE_TITLES[service] ?? service
}

/** What a resource is: `tag` is one that a cloud service has put on the key itself (`acs:rds:instance-encryption`). */
export const RESOURCE_KINDS = ['instance', 'disk', 'snapshot', 'default-disk-key', 'bucket', 'tag'] as const
export type ResourceKind = (typeof RESOURCE_KINDS)[number]

/**
 * A cloud resource that names a key, and so needs it: whether or not a call was seen. Texts come from the cloud: hostile.
 * `use` is the vendor's word for what the key does there: `DiskEncryption`, `TDE`, a disk's status, the algorithm of a bucket's rule.
 */
export interface KeyResource {
  readonly service: ResourceService | 'tag'
  readonly kind: ResourceKind
  /** The resource's own id or name; the region of a default disk key; the key of a tag. */
  readonly id: string
  readonly use: string
  /** The ECS instance that a disk is attached to. */
  readonly attachedTo?: string
}

/** A service that was asked, and why its resources were not read; null: they were. */
export interface ResourceRead {
  readonly service: ResourceService
  readonly unread: Text | null
}

/** What is known of the resources that name a key. Absent in what older versions wrote, which is: not read. */
export interface ResourceEvidence {
  /** Sorted, at most `MAX_RESOURCES`. */
  readonly resources?: readonly KeyResource[]
  /** How many there are beside those listed. */
  readonly moreResources?: number
  /** The services that were to be asked, sorted; a service that is not there was not. */
  readonly resourceReads?: readonly ResourceRead[]
}

/** The most resources that are kept of a key: a region's default disk key may have tens of thousands of snapshots. */
export const MAX_RESOURCES = 200

/** Those that fail first when the key does: databases and disks before copies of them. */
const ORDER: readonly ResourceKind[] = ['instance', 'disk', 'bucket', 'default-disk-key', 'tag', 'snapshot']

/** Each resource once, the most telling first, and how many are left out. */
export function listedResources(
  found: readonly KeyResource[],
): Required<Pick<ResourceEvidence, 'resources' | 'moreResources'>> {
  const distinct = [...new Map(found.map((each) => [identityOf(each), each])).values()]
  const sorted = distinct.sort((a, b) => rankOf(a) - rankOf(b) || (identityOf(a) < identityOf(b) ? -1 : 1))
  return { resources: sorted.slice(0, MAX_RESOURCES), moreResources: Math.max(0, sorted.length - MAX_RESOURCES) }
}

/** How many resources name the key, as far as is known. */
export function resourceCount({ resources = [], moreResources = 0 }: ResourceEvidence): number {
  return resources.length + moreResources
}

/** What is known of resources and nothing else of a key; nothing of what an older version wrote. */
export function resourceEvidence({ resources, moreResources, resourceReads }: ResourceEvidence = {}): ResourceEvidence {
  return {
    ...(resources && { resources }),
    ...(moreResources !== undefined && { moreResources }),
    ...(resourceReads && { resourceReads }),
  }
}

function rankOf({ kind, attachedTo }: KeyResource): number {
  return ORDER.indexOf(kind) * 2 + (attachedTo === undefined ? 1 : 0)
}

function identityOf({ service, kind, id, use }: KeyResource): string {
  return JSON.stringify([service, kind, id, use])
}
