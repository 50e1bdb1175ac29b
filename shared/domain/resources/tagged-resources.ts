import { normalForm } from '../normal-form.ts'
import type { KeyResource } from './key-resource.ts'

/**
 * Tags that cloud services put on a key which they encrypt with: `acs:rds:instance-encryption`, `acs:nas:instance-encryption`
 * (https://www.alibabacloud.com/help/en/ram/developer-reference/aliyunrdsinstanceencryptionrolepolicy-1). Nobody else can: RAM refuses the prefix to customers.
 */
const OF_SERVICES = /^acs:[a-z0-9_-]+:[a-z0-9:_-]+$/

/** Values by which a service takes its tag back. */
const TAKEN_BACK: ReadonlySet<string> = new Set(['false', '0', 'no'])

/** What the tags of a key say of services that encrypt with it. */
export function taggedResources(tags: readonly { readonly key: string; readonly value: string }[]): KeyResource[] {
  return tags.flatMap(({ key, value }): KeyResource[] =>
    OF_SERVICES.test(normalForm(key)) && !TAKEN_BACK.has(normalForm(value))
      ? [{ service: 'tag', kind: 'tag', id: key, use: value }]
      : [],
  )
}
