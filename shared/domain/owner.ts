import { normalForm } from './normal-form.ts'
import type { ReadinessRow } from './readiness.ts'

/**
 * Tags that name whom to ask about a key, the most telling first: a person, then a team, then how to reach somebody. The vendor
 * prescribes none; these are what people write, in English and Chinese. Letter case, spaces, `-` and `_` do not count.
 */
const OWNER_TAGS = [
  'owner',
  'keyowner',
  'appowner',
  '负责人',
  '所有者',
  'team',
  'ownerteam',
  '团队',
  '部门',
  'contact',
  '联系人',
]

/** Whom a person named as the owner of a key, or else its tags. Text from outside: hostile. Undefined where nobody is. */
export function ownerOf({
  tags,
  owner,
}: Pick<ReadinessRow, 'tags'> & { readonly owner?: string | null }): string | undefined {
  if (owner !== undefined && owner !== null) return owner
  const named = tags.flatMap(({ key, value }) => {
    const rank = OWNER_TAGS.indexOf(normalForm(key).replace(/[\s_-]/g, ''))
    return rank < 0 || normalForm(value) === '' ? [] : [{ rank, owner: value.trim() }]
  })
  return named.sort((a, b) => a.rank - b.rank)[0]?.owner
}
