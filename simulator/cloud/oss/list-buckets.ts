import type { Account } from '../world.ts'
import { invalidArgument } from './refusals.ts'
import type { Elements } from './xml.ts'

const MAX_KEYS = 1_000
const DEFAULT_KEYS = 100

/** ListBuckets (GetService): the buckets of an account in all regions behind a name, in the order of their names. */
export function listBuckets(owner: Account, query: ReadonlyMap<string, string>): Elements {
  const marker = query.get('marker') ?? ''
  const prefix = query.get('prefix') ?? ''
  const maxKeys = maxKeysOf(query)
  const all = Object.entries(owner.regions)
    .flatMap(([region, { buckets }]) => buckets.map(({ name }) => ({ name, region })))
    .filter(({ name }) => name.startsWith(prefix) && name > marker)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const shown = all.slice(0, maxKeys)
  const isTruncated = all.length > shown.length
  return {
    ListAllMyBucketsResult: {
      ...(isTruncated || marker !== ''
        ? { Prefix: prefix, Marker: marker, MaxKeys: maxKeys, IsTruncated: isTruncated }
        : {}),
      ...(isTruncated ? { NextMarker: shown.at(-1)?.name ?? '' } : {}),
      Owner: { ID: owner.id, DisplayName: owner.id },
      Buckets: {
        Bucket: shown.map(({ name, region }) => ({
          CreationDate: '2021-03-01T08:00:00.000Z',
          ExtranetEndpoint: `oss-${region}.aliyuncs.com`,
          IntranetEndpoint: `oss-${region}-internal.aliyuncs.com`,
          Location: `oss-${region}`,
          Name: name,
          Region: region,
          StorageClass: 'Standard',
        })),
      },
    },
  }
}

function maxKeysOf(query: ReadonlyMap<string, string>): number {
  const text = query.get('max-keys')
  if (text === undefined) return DEFAULT_KEYS
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < 1 || value > MAX_KEYS)
    throw invalidArgument('Argument max-keys must be an integer between 1 and 1000.', 'max-keys', text)
  return value
}
