import type { KeyFilter, Kms } from '../../shared/cloud/cloud.ts'
import type { CallOptions } from '../../shared/cloud/credential-source.ts'
import { CloudError } from '../../shared/cloud/errors.ts'
import { message } from '../../shared/domain/messages/message.ts'
import { normalForm } from '../../shared/domain/normal-form.ts'
import { isOfService, type KeyList, readLists } from './read-lists.ts'

/** All keys of a scope, classified as far as lists can: what is left costs a call of its own. */
export interface Listing {
  /** ARN by key id. */
  readonly keys: ReadonlyMap<string, string>
  readonly service: ReadonlySet<string>
  /** Those of them that have an alias of a service. */
  readonly byAlias: ReadonlySet<string>
  /** Keys that the CreatorType filter calls service keys, and that were read as CMKs before. */
  readonly disputed: ReadonlySet<string>
  /** Instance id by key id. */
  readonly instanceOf: ReadonlyMap<string, string>
  /** False where the filter failed or was ignored: then DescribeKey has to tell. */
  readonly serviceFilterReliable: boolean
  readonly instanceFilterReliable: boolean
  /** The ids of the KMS instances of the scope; undefined when they could not be listed. */
  readonly instances: readonly string[] | undefined
  /** Aliases by key id; undefined when they could not be listed. */
  readonly aliases: ReadonlyMap<string, readonly string[]> | undefined
  /** What could not be listed. */
  readonly errors: readonly CloudError[]
}

const NO_KEYS: Listing = {
  keys: new Map(),
  service: new Set(),
  byAlias: new Set(),
  disputed: new Set(),
  instanceOf: new Map(),
  serviceFilterReliable: true,
  instanceFilterReliable: true,
  instances: [],
  aliases: new Map(),
  errors: [],
}

/**
 * Lists the keys of a scope and classifies them by the page. Throws when the keys themselves cannot be listed. `onCostly`: called with keys
 * that no list tells, as soon as that is known.
 */
export async function listAndClassify(
  kms: Kms,
  options: CallOptions,
  onCostly: (keyIds: Iterable<string>) => void = () => {},
): Promise<Listing> {
  const spellings = new Map<string, string>()
  /** One spelling for each id, the one that was listed first: letter case and unseen characters make no second key. */
  const spelled = (id: string) => {
    const form = normalForm(id)
    const known = spellings.get(form)
    if (known === undefined) spellings.set(form, id)
    return known ?? id
  }
  const lists = await readLists(kms, options, (keyIds) => onCostly(new Set(keyIds.map(spelled))))
  const { listed, instances, ignoresInstances, errors } = lists
  if (listed.length === 0) return { ...NO_KEYS, instances }
  const keys = new Map(listed.map(({ keyId, arn }) => [spelled(keyId), arn]))
  const listedAs = (found: KeyList | undefined) => {
    for (const { keyId, arn } of found ?? []) keys.set(spelled(keyId), arn)
    return found && [...new Set(found.map(({ keyId }) => spelled(keyId)))]
  }
  const aliases = lists.aliases?.map(({ alias, keyId }) => ({ alias, keyId: spelled(keyId) }))
  const filtered = listedAs(lists.service)
  const byAlias = new Set(aliases?.filter(isOfService).map(({ keyId }) => keyId))
  const users = listedAs(lists.users)
  const byInstance = lists.byInstance.map(listedAs)
  const serviceFilterReliable =
    filtered !== undefined && (lists.isPlain || (users !== undefined && areDisjoint([filtered, users])))
  const service = new Set([...byAlias, ...(serviceFilterReliable ? filtered : [])])
  const ignored = ignoresInstances || !areDisjoint([[...service], ...byInstance.map((ids) => ids ?? [])])
  const instanceFilterReliable = instances !== undefined && byInstance.every((ids) => ids !== undefined) && !ignored

  const instanceOf = new Map<string, string>()
  for (const [index, instance] of (ignored ? [] : (instances ?? [])).entries()) {
    for (const id of byInstance[index] ?? []) instanceOf.set(id, instance)
  }
  return {
    keys,
    service,
    byAlias,
    disputed: new Set(),
    instanceOf,
    serviceFilterReliable,
    instanceFilterReliable,
    instances,
    aliases: aliases && groupAliases(aliases),
    errors: ignored && instances?.length ? [...errors, filterIgnored('DKMSInstanceId')] : errors,
  }
}

/** What is left for people where a filter of ListKeys does not filter. */
export function filterIgnored(filter: KeyFilter['key']): CloudError {
  return new CloudError({
    ...{ service: 'kms', action: 'ListKeys', region: '', kind: 'contradiction', code: 'FilterIgnored' },
    advice: message('filter-ignored', { filter }),
  })
}

/** True when no id is in two of the lists. */
function areDisjoint(lists: readonly (readonly string[])[]): boolean {
  const ids = lists.flat()
  return new Set(ids).size === ids.length
}

function groupAliases(aliases: readonly { readonly alias: string; readonly keyId: string }[]): Map<string, string[]> {
  const byKey = new Map<string, string[]>()
  for (const { alias, keyId } of aliases) byKey.set(keyId, [...(byKey.get(keyId) ?? []), alias])
  for (const names of byKey.values()) names.sort()
  return byKey
}
