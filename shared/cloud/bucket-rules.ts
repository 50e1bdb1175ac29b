import type * as z from 'zod'
import type { NamedResource } from '../domain/resources/join-resources.ts'
import type { CallOptions } from './credential-source.ts'
import { callFailure } from './errors.ts'
import { bucketRuleAnswer, bucketsPage } from './resource-answers.ts'
import type { ServiceClient } from './service-client.ts'

/** max-keys of ListBuckets: 1 to 1000 (vendor's page ListBuckets (GetService)). */
const BUCKETS_PAGE = 1_000

/**
 * What of OSS in a region names a key: the rules by which its buckets encrypt. `account` lists the buckets of all regions, `ofBucket` asks one.
 * A bucket without a rule, and one that was deleted meanwhile, needs no key.
 */
export async function bucketRules(
  account: ServiceClient,
  ofBucket: (bucket: string) => ServiceClient,
  region: string,
  options?: CallOptions,
): Promise<readonly NamedResource[]> {
  const buckets = (await allBuckets(account, options)).filter((each) => each.region === region)
  const rules = await Promise.all(
    buckets.map(async ({ name }): Promise<readonly NamedResource[]> => {
      try {
        const { use, key } = await ofBucket(name).call('GetBucketEncryption', {}, bucketRuleAnswer, options)
        return key === null ? [] : [{ key, resource: { service: 'oss', kind: 'bucket', id: name, use } }]
      } catch (caught) {
        const error = callFailure(caught)
        if (error.kind === 'not-found') return []
        throw error
      }
    }),
  )
  return rules.flat()
}

type BucketsPage = z.infer<typeof bucketsPage>

async function allBuckets(client: ServiceClient, options?: CallOptions): Promise<BucketsPage['buckets']> {
  const buckets: BucketsPage['buckets'] = []
  let marker: string | null = null
  do {
    const query: { most: number; token?: string } = {
      ...{ most: BUCKETS_PAGE },
      ...(marker === null ? {} : { token: marker }),
    }
    const before: string | null = marker
    const page: BucketsPage = await client.call<BucketsPage>(
      'ListBuckets',
      query,
      bucketsPage,
      options,
      ({ buckets: listed }) => {
        // Buckets come in the order of their names: one before the marker is of another page.
        const strange = listed.find(({ name }) => before !== null && name <= before)
        return strange === undefined ? undefined : { code: 'AnotherPage', reported: strange.name }
      },
    )
    buckets.push(...page.buckets)
    if (page.marker !== null && marker !== null && page.marker <= marker)
      throw client.error('ListBuckets', { kind: 'bad-response', code: 'RepeatedPage' })
    marker = page.marker
  } while (marker !== null)
  return buckets
}
