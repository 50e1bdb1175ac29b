import { normalForm } from '../domain/normal-form.ts'
import type { NamedResource } from '../domain/resources/join-resources.ts'
import type { KeyResource } from '../domain/resources/key-resource.ts'
import type { Scope } from '../domain/scope.ts'
import type { CallOptions } from './credential-source.ts'
import { defaultDiskKeyAnswer, disksPage, instancesAnswer, snapshotsPage } from './resource-answers.ts'
import type { Query, ServiceClient } from './service-client.ts'

/** DescribeKmsAssociateResources of ApsaraDB RDS 2014-08-15. */
export const RDS_VERSION = '2014-08-15'
export const ECS_VERSION = '2014-05-26'

/** MaxResults: 10 to 500, and 10 to 100 (vendor's pages DescribeDisks and DescribeSnapshots). */
const DISKS_PAGE = 500
const SNAPSHOTS_PAGE = 100

type ListedItem = Pick<KeyResource, 'id' | 'use' | 'attachedTo'> & { readonly key: string | null }

interface TokenPage {
  readonly nextToken: string | null
  /** The regions that its items say to be of. */
  readonly regions: readonly string[]
  readonly items: readonly ListedItem[]
}

/** The RDS instances that a key of the scope encrypts. */
export async function rdsInstances(
  client: ServiceClient,
  { accountId, region }: Scope,
  keyId: string,
  options?: CallOptions,
): Promise<readonly KeyResource[]> {
  const query = {
    ...{ RegionId: region, KmsResourceRegionId: region, KmsResourceUser: accountId },
    ...{ KmsResourceType: 'key', KmsResourceId: keyId },
  }
  const { instances } = await client.call('DescribeKmsAssociateResources', query, instancesAnswer, options)
  return instances.map(({ id, use }) => ({ service: 'rds', kind: 'instance', id, use }))
}

/** The encrypted disks of a region. */
export async function ecsDisks(
  client: ServiceClient,
  region: string,
  options?: CallOptions,
): Promise<readonly NamedResource[]> {
  const list = { region, size: DISKS_PAGE, schema: disksPage }
  return (await allPages(client, 'DescribeDisks', list, options)).flatMap((item) => named('disk', item))
}

/** The encrypted snapshots of a region. */
export async function ecsSnapshots(
  client: ServiceClient,
  region: string,
  options?: CallOptions,
): Promise<readonly NamedResource[]> {
  const list = { region, size: SNAPSHOTS_PAGE, schema: snapshotsPage }
  return (await allPages(client, 'DescribeSnapshots', list, options)).flatMap((item) => named('snapshot', item))
}

/** The key that a region encrypts new disks with, where it has one of its own. */
export async function ecsDefaultDiskKey(
  client: ServiceClient,
  region: string,
  options?: CallOptions,
): Promise<readonly NamedResource[]> {
  const { key } = await client.call('DescribeDiskDefaultKMSKeyId', { RegionId: region }, defaultDiskKeyAnswer, options)
  const resource = { service: 'ecs', kind: 'default-disk-key', id: region, use: 'default' } as const
  return key === null ? [] : [{ key, resource }]
}

/** None where it names no key: it is encrypted with a key of ECS's own. */
function named(kind: 'disk' | 'snapshot', { key, ...item }: ListedItem): NamedResource[] {
  return key === null ? [] : [{ key, resource: { service: 'ecs', kind, ...item } }]
}

/** A list of ECS over all its pages: a token that comes again would never end, and a part of a list is none. */
async function allPages(
  client: ServiceClient,
  action: string,
  {
    region,
    size,
    schema,
  }: { readonly region: string; readonly size: number; readonly schema: typeof disksPage | typeof snapshotsPage },
  options?: CallOptions,
): Promise<readonly ListedItem[]> {
  const items: ListedItem[] = []
  const seen = new Set<string>()
  let token: string | null = null
  do {
    const query: Query = {
      ...{ RegionId: region, Encrypted: true, MaxResults: size },
      ...(token === null ? {} : { NextToken: token }),
    }
    const page: TokenPage = await client.call<TokenPage>(action, query, schema, options, (answer) => {
      const elsewhere = answer.regions.find((each) => normalForm(each) !== normalForm(region))
      if (elsewhere !== undefined) return { code: 'AnotherRegion', reported: elsewhere }
      return answer.items.length > size ? { code: 'AnotherPage', reported: `${answer.items.length}` } : undefined
    })
    items.push(...page.items)
    token = page.nextToken
    if (token !== null && seen.has(token))
      throw client.error(action, { kind: 'bad-response', code: 'RepeatedNextToken' })
    if (token !== null) seen.add(token)
  } while (token !== null)
  return items
}
