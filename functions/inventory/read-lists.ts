import type { KeyFilter, Kms } from '../../shared/cloud/cloud.ts'
import { isOfPlace } from '../../shared/cloud/contradiction.ts'
import type { CallOptions } from '../../shared/cloud/credential-source.ts'
import { type CloudError, callFailure } from '../../shared/cloud/errors.ts'
import { SERVICE_ALIAS } from '../../shared/domain/key-reference.ts'
import { normalForm } from '../../shared/domain/normal-form.ts'

/** An instance id of the vendor's form that belongs to nobody: a filter on it that finds keys is no filter. */
const NO_INSTANCE = 'kst-000000000000000000000'

export type KeyList = Awaited<ReturnType<Kms['listKeys']>>

/** The lists of a scope as they were answered; undefined: it failed, and `errors` says why. */
export interface Lists {
  readonly listed: KeyList
  readonly aliases: Awaited<ReturnType<Kms['listAliases']>> | undefined
  /** What the CreatorType filter gives for service keys, and for keys of users where the aliases do not confirm the first. */
  readonly service: KeyList | undefined
  readonly users: KeyList | undefined
  /** Every service key has an alias of a service: it needs no second filter to believe the first. */
  readonly isPlain: boolean
  readonly instances: readonly string[] | undefined
  /** By the DKMSInstanceId filter, for each of `instances`. */
  readonly byInstance: readonly (KeyList | undefined)[]
  readonly ignoresInstances: boolean
  readonly errors: readonly CloudError[]
}

/**
 * Reads the lists at once, and none waits for more than it needs: in a row they would leave the quota unused at the start of every night.
 * Throws when the keys themselves cannot be listed. `onCostly`: called with keys that no list tells, before the last check of the lists.
 */
export async function readLists(
  kms: Kms,
  options: CallOptions,
  onCostly: (keyIds: readonly string[]) => void,
): Promise<Lists> {
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
  // Everything else depends on them.
  const first = { ...options, first: true }
  const list = (filter: KeyFilter) => attempt(kms.listKeys(filter, first))
  const plainly = kms.listKeys(undefined, first)
  const aliasing = attempt(kms.listAliases(first))
  const filtering = list({ key: 'CreatorType', value: 'Service' })
  const instancing = attempt(kms.listKmsInstances(first))
  // A service that ignores a filter answers every key: then all would seem to be service keys, or all in an instance.
  const checking = Promise.all([aliasing, filtering]).then(async ([aliases, service]) => {
    const byAlias = formsOf(aliases?.filter(isOfService))
    const isPlain = service === undefined || service.every(({ keyId }) => byAlias.has(normalForm(keyId)))
    return { isPlain, users: isPlain ? undefined : await list({ key: 'CreatorType', value: 'User' }) }
  })
  const probing = instancing.then((instances) => (instances?.length ? probe(kms, first) : false))
  const locating = instancing.then((instances) =>
    Promise.all((instances ?? []).map((id) => list({ key: 'DKMSInstanceId', value: id }))),
  )
  const telling = Promise.all([plainly, aliasing, filtering, locating]).then(([listed, aliases, ...told]) => {
    const forms = formsOf([...(aliases?.filter(isOfService) ?? []), ...told.flat().flatMap((keys) => keys ?? [])])
    onCostly(listed.map(({ keyId }) => keyId).filter((keyId) => !forms.has(normalForm(keyId))))
  })
  const [listed, aliases, service, instances, checked, ignoresInstances, byInstance] = await Promise.all([
    ...([plainly, aliasing, filtering, instancing, checking, probing, locating, telling] as const),
  ])
  return { listed, aliases, service, instances, ...checked, ignoresInstances, byInstance, errors }
}

/** True for an alias that a product has given: its key is a service key. */
export function isOfService({ alias }: { readonly alias: string }): boolean {
  return normalForm(alias).startsWith(SERVICE_ALIAS)
}

function formsOf(keys: readonly { readonly keyId: string }[] = []): ReadonlySet<string> {
  return new Set(keys.map(({ keyId }) => normalForm(keyId)))
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
