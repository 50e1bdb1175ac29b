import type { KeyFilter, Kms } from '../../shared/cloud/cloud.ts'
import { isOfPlace } from '../../shared/cloud/contradiction.ts'
import type { CallOptions } from '../../shared/cloud/credential-source.ts'
import { CloudError, callFailure } from '../../shared/cloud/errors.ts'
import { SERVICE_ALIAS } from '../../shared/domain/key-reference.ts'
import { normalForm } from '../../shared/domain/normal-form.ts'

/** An instance id of the vendor's form that belongs to nobody: a filter on it that finds keys is no filter. */
const NO_INSTANCE = 'kst-000000000000000000000'

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
  aliases: new Map(),
  errors: [],
}

/** Lists the keys of a scope and classifies them by the page. Throws when the keys themselves cannot be listed. */
export async function listAndClassify(kms: Kms, options: CallOptions): Promise<Listing> {
  const errors: CloudError[] = []
  const attempt = async <T>(call: Promise<T>): Promise<T | undefined> => {
    try {
      return await call
    } catch (caught) {
      const error = callFailure(caught)
      if (isOfPlace(error)) throw error
      errors.push(error)
      return undefined
    }
  }
  const spellings = new Map<string, string>()
  /** One spelling for each id, the one that was listed first: letter case and unseen characters make no second key. */
  const spelled = (id: string) => {
    const form = normalForm(id)
    const known = spellings.get(form)
    if (known === undefined) spellings.set(form, id)
    return known ?? id
  }
  const listKeys = (filter: KeyFilter) => attempt(kms.listKeys(filter, options))
  // All at once: lists that wait for each other would leave the quota unused, at the start of every night.
  const [listed, foundAliases, foundService, instances] = await Promise.all([
    kms.listKeys(undefined, options),
    attempt(kms.listAliases(options)),
    listKeys({ key: 'CreatorType', value: 'Service' }),
    attempt(kms.listKmsInstances(options)),
  ])
  if (listed.length === 0) return NO_KEYS
  const keys = new Map(listed.map(({ keyId, arn }) => [spelled(keyId), arn]))
  const listedAs = (found: Awaited<ReturnType<Kms['listKeys']>> | undefined) => {
    for (const { keyId, arn } of found ?? []) keys.set(spelled(keyId), arn)
    return found && [...new Set(found.map(({ keyId }) => spelled(keyId)))]
  }
  const aliases = foundAliases?.map(({ alias, keyId }) => ({ alias, keyId: spelled(keyId) }))
  const filtered = listedAs(foundService)
  const byAlias = new Set(
    aliases?.filter(({ alias }) => normalForm(alias).startsWith(SERVICE_ALIAS)).map(({ keyId }) => keyId),
  )
  // A service that ignores a filter answers every key: then all would seem to be service keys, or all in an instance.
  const isPlain = filtered === undefined || filtered.every((id) => byAlias.has(id))
  const [foundUsers, ignoresInstances, ...foundByInstance] = await Promise.all([
    isPlain ? undefined : listKeys({ key: 'CreatorType', value: 'User' }),
    instances?.length ? probe(kms, options) : false,
    ...(instances ?? []).map((id) => listKeys({ key: 'DKMSInstanceId', value: id })),
  ])
  const users = listedAs(foundUsers)
  const byInstance = foundByInstance.map(listedAs)
  const serviceFilterReliable =
    filtered !== undefined && (isPlain || (users !== undefined && areDisjoint([filtered, users])))
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
    aliases: aliases && groupAliases(aliases),
    errors: ignored && instances?.length ? [...errors, filterIgnored('DKMSInstanceId')] : errors,
  }
}

/** What is left for people where a filter of ListKeys does not filter. */
export function filterIgnored(filter: KeyFilter['key']): CloudError {
  return new CloudError({
    ...{ service: 'kms', action: 'ListKeys', region: '', kind: 'contradiction', code: 'FilterIgnored' },
    advice: `ListKeys does not heed its filter ${filter}: the keys were described one by one. Check CMK_ENDPOINTS, and what stands in between.`,
  })
}

/** True when no id is in two of the lists. */
function areDisjoint(lists: readonly (readonly string[])[]): boolean {
  const ids = lists.flat()
  return new Set(ids).size === ids.length
}

/** True when the instance filter is ignored: it finds keys in an instance that does not exist. */
async function probe(kms: Kms, options: CallOptions): Promise<boolean> {
  try {
    return (await kms.listKeys({ key: 'DKMSInstanceId', value: NO_INSTANCE }, options)).length > 0
  } catch (caught) {
    const error = callFailure(caught)
    // Refused for the instance it names: the filter is read.
    return error.kind !== 'invalid' && error.kind !== 'not-found' && error.kind !== 'denied'
  }
}

function groupAliases(aliases: readonly { readonly alias: string; readonly keyId: string }[]): Map<string, string[]> {
  const byKey = new Map<string, string[]>()
  for (const { alias, keyId } of aliases) byKey.set(keyId, [...(byKey.get(keyId) ?? []), alias])
  for (const names of byKey.values()) names.sort()
  return byKey
}
