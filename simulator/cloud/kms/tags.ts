import * as z from 'zod'
import { Refusal } from '../http/refusal.ts'
import { openToken, queryOf, sealToken } from '../next-token.ts'
import type { ApiCall, Operations } from '../service.ts'
import { arn } from './arn.ts'
import { findKey, keyResource } from './find-key.ts'
import { invalid, listed, required } from './parameters.ts'

/** ListTagResources shows 200 tags a page, and takes 50 resources and 20 tags (API reference). */
const PAGE_SIZE = 200
const MAX_RESOURCES = 50
const MAX_TAGS = 20

export const tagOperations: Operations = {
  ListResourceTags: {
    group: 'kmsResourceTags',
    resource: keyResource,
    run: (call) => {
      const key = findKey(call, { aliases: false })
      const tags = Object.entries(key.tags)
      return { Tags: { Tag: tags.map(([TagKey, TagValue]) => ({ KeyId: key.keyId, TagKey, TagValue })) } }
    },
  },
  ListTagResources: { group: 'kmsRead', resource: (call) => arn(call, '*'), run: listTagResources },
}

function listTagResources(call: ApiCall) {
  if (required(call.params, 'RegionId') !== call.region) throw invalid('RegionId')
  const type = required(call.params, 'ResourceType')
  if (type !== 'key' && type !== 'secret') throw invalid('ResourceType')
  const tags = taggedResources(call, type)
  const owner = ['ListTagResources', call.account.id, call.region]
  const from = startOf(call, owner)
  const to = from + PAGE_SIZE
  const NextToken = to < tags.length ? sealToken(to, queryOf(owner, call.params)) : ''
  return { NextToken, TagResources: { TagResource: tags.slice(from, to) } }
}

function taggedResources(call: ApiCall, type: 'key' | 'secret') {
  const ids = listed(call.params, 'ResourceId')
  if (ids.length > MAX_RESOURCES) throw invalid('ResourceId')
  const wanted = wantedTags(call)
  const resources =
    type === 'key'
      ? call.here.keys.map((key) => ({ id: key.keyId, tags: key.tags }))
      : call.here.secrets.map((secret) => ({ id: secret.name, tags: secret.tags }))
  const known = new Set(resources.map((each) => each.id))
  if (ids.some((id) => !known.has(id))) {
    throw new Refusal(404, 'InvalidResourceId.NotFound', 'The specified ResourceId is not found.')
  }
  return resources
    .filter((each) => ids.length === 0 || ids.includes(each.id))
    .filter((each) => wanted.every(([name, value]) => name in each.tags && (value === '' || each.tags[name] === value)))
    .flatMap(({ id, tags }) =>
      Object.entries(tags).map(([TagKey, TagValue]) => ({ ResourceType: type, ResourceId: id, TagKey, TagValue })),
    )
}

function wantedTags(call: ApiCall): [string, string][] {
  const names = listed(call.params, 'Tag', '.Key')
  if (names.length > MAX_TAGS) throw invalid('Tag')
  if (new Set(names).size < names.length) {
    throw new Refusal(400, 'Duplicate.TagKey', 'The specified tagKey is duplicate.')
  }
  return names.map((name, index) => [name, call.params.get(`Tag.${index + 1}.Value`) ?? ''])
}

function startOf(call: ApiCall, owner: readonly string[]): number {
  const token = call.params.get('NextToken') ?? ''
  if (token === '') return 0
  const state = z
    .number()
    .int()
    .safeParse(openToken(token, queryOf(owner, call.params)))
  if (!state.success) throw invalid('NextToken')
  return state.data
}
