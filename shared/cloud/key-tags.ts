import { normalForm } from '../domain/normal-form.ts'
import type { CallOptions } from './credential-source.ts'
import { CloudError } from './errors.ts'
import { tagsPage } from './kms-answers.ts'
import type { Query, ServiceClient } from './service-client.ts'

/** ListTagResources takes at most this many ResourceId (docs/vendor-facts.md, "KMS: reading keys"). */
const MAX_RESOURCES = 50

interface Tag {
  readonly keyId: string
  readonly key: string
  readonly value: string
}

/** The tags of these keys: all tags of the region, 200 a page, or where the service wants resources named, 50 keys a call. */
export async function listKeyTags(
  client: ServiceClient,
  region: string,
  keyIds: readonly string[],
  options?: CallOptions,
): Promise<Tag[]> {
  if (keyIds.length === 0) return []
  const query = { RegionId: region, ResourceType: 'key' }
  const wanted = new Set(keyIds)
  const tags = await all(client, query, options).catch((error: unknown) => {
    if (!(error instanceof CloudError) || error.kind !== 'invalid') throw error
    return byChunks(client, query, [...wanted], options)
  })
  const distinct = new Map(tags.map((tag) => [`${normalForm(tag.keyId)} ${tag.key}`, tag]))
  const forms = new Set(keyIds.map(normalForm))
  // Tags of other keys are what a whole list has, and no contradiction.
  return [...distinct.values()].filter(({ keyId }) => forms.has(normalForm(keyId)))
}

async function byChunks(
  client: ServiceClient,
  query: Query,
  keyIds: readonly string[],
  options?: CallOptions,
): Promise<Tag[]> {
  const chunks = Array.from({ length: Math.ceil(keyIds.length / MAX_RESOURCES) }, (_, index) =>
    keyIds.slice(index * MAX_RESOURCES, (index + 1) * MAX_RESOURCES),
  )
  return (await Promise.all(chunks.map((ResourceId) => all(client, { ...query, ResourceId }, options)))).flat()
}

async function all(client: ServiceClient, query: Query, options?: CallOptions): Promise<Tag[]> {
  const tags: Tag[] = []
  const seen = new Set<string>()
  let token: string | null = null
  do {
    const page: { nextToken: string | null; tags: Tag[] } = await client.call(
      'ListTagResources',
      token === null ? query : { ...query, NextToken: token },
      tagsPage,
      options,
    )
    tags.push(...page.tags)
    token = page.nextToken
    if (token !== null && seen.has(token)) {
      throw client.error('ListTagResources', { kind: 'bad-response', code: 'RepeatedNextToken' })
    }
    if (token !== null) seen.add(token)
  } while (token !== null)
  return tags
}
