import type { CloudResources } from '../../shared/cloud/cloud.ts'
import type { CallOptions } from '../../shared/cloud/credential-source.ts'
import { type CloudError, callFailure, callReason } from '../../shared/cloud/errors.ts'
import { isCandidate, type KeySnapshot } from '../../shared/domain/key.ts'
import type { Text } from '../../shared/domain/messages/message.ts'
import { normalForm } from '../../shared/domain/normal-form.ts'
import { type NamedResource, resourcesByKey } from '../../shared/domain/resources/join-resources.ts'
import {
  type KeyResource,
  listedResources,
  type ResourceEvidence,
  type ResourceRead,
  type ResourceService,
  resourceEvidence,
} from '../../shared/domain/resources/key-resource.ts'
import { taggedResources } from '../../shared/domain/resources/tagged-resources.ts'
import type { Scope } from '../../shared/domain/scope.ts'

/** What resources of a scope are read for. */
export interface ResourceQuestion {
  readonly scope: Scope
  /** CMK_RESOURCES. */
  readonly services: readonly ResourceService[]
  readonly resources: CloudResources
}

/** What the services say of keys. */
export interface ResourcesReading {
  readonly reads: readonly ResourceRead[]
  /** By the normal form of the key's id; of services that were read, and of one that was not what was learnt of it. */
  readonly byKey: ReadonlyMap<string, readonly KeyResource[]>
  /** Why RDS was not read of a key, by the normal form of its id. */
  readonly unreadKeys: ReadonlyMap<string, Text>
  readonly errors: readonly { readonly error: CloudError; readonly keyId?: string }[]
}

export const NO_RESOURCES: ResourcesReading = { reads: [], byKey: new Map(), unreadKeys: new Map(), errors: [] }

/** Failures that say something of one key and nothing of the service. */
const OF_ONE_KEY: ReadonlySet<CloudError['kind']> = new Set(['invalid', 'not-found', 'bad-response'])

/**
 * Reads which resources name keys of a scope: lists of ECS and OSS once, RDS a call a key. A service that refuses or fails costs what it would
 * have told and nothing else: no verdict rests on it.
 */
export async function readResources(
  { scope, services, resources }: ResourceQuestion,
  keyIds: readonly string[],
  keyOfAlias: (alias: string) => string | undefined,
  options: CallOptions,
): Promise<ResourcesReading> {
  if (services.length === 0 || keyIds.length === 0) return NO_RESOURCES
  const byKey = new Map<string, KeyResource[]>()
  const unreadKeys = new Map<string, Text>()
  const errors: { error: CloudError; keyId?: string }[] = []
  const add = (form: string, found: readonly KeyResource[]) => byKey.set(form, [...(byKey.get(form) ?? []), ...found])
  const join = (named: readonly NamedResource[]) => {
    for (const [form, found] of resourcesByKey(named, scope, keyOfAlias)) add(form, found)
  }
  const ofKey = async (keyId: string) => {
    const form = normalForm(keyId)
    try {
      add(form, await resources.rdsInstances(keyId, options))
    } catch (caught) {
      const error = callFailure(caught)
      if (!OF_ONE_KEY.has(error.kind)) throw error
      unreadKeys.set(form, callReason(error))
      errors.push({ error, keyId })
    }
  }
  // A list that fails costs nothing of the others.
  const readings: Readonly<Record<ResourceService, readonly (() => Promise<void>)[]>> = {
    rds: [() => inTurn(keyIds, ofKey)],
    ecs: [
      async () => join(await resources.disks(options)),
      async () => join(await resources.snapshots(options)),
      async () => join(await resources.defaultDiskKey(options)),
    ],
    oss: [async () => join(await resources.bucketRules(options))],
  }
  const reads = await Promise.all(
    services.map(async (service): Promise<ResourceRead> => {
      const failures = (await Promise.all(readings[service].map(failureOf))).flatMap((error) => error ?? [])
      errors.push(...failures.map((error) => ({ error })))
      const [first] = failures
      return { service, unread: first ? callReason(first) : null }
    }),
  )
  return { reads, byKey, unreadKeys, errors }
}

async function failureOf(read: () => Promise<void>): Promise<CloudError | undefined> {
  try {
    await read()
    return undefined
  } catch (caught) {
    return callFailure(caught)
  }
}

/** Calls for the same thing that wait at once. */
const AT_ONCE = 8

/** A few at a time: a service that refuses the first is not asked for all the others. Throws the first failure. */
async function inTurn(keyIds: readonly string[], act: (keyId: string) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < keyIds.length; at += AT_ONCE) await Promise.all(keyIds.slice(at, at + AT_ONCE).map(act))
}

/**
 * The key with what is known of its resources, tags of services among them. What an earlier run learnt of a service that was not read now is
 * kept: a disk is not gone because nobody could ask for it. So are those of a key that has moved on.
 */
export function withResources(
  key: KeySnapshot,
  reading: ResourcesReading,
  before: ResourceEvidence | undefined,
): KeySnapshot {
  if (!isCandidate(key)) return key.kind === 'instance' ? { ...key, ...resourceEvidence(before) } : key
  const form = normalForm(key.keyId)
  const reads = reading.reads.map((read) => {
    const unread = read.service === 'rds' ? (read.unread ?? reading.unreadKeys.get(form) ?? null) : read.unread
    return { ...read, unread }
  })
  const isUnread = (service: string) => reads.some((each) => each.service === service && each.unread !== null)
  const kept = (before?.resources ?? []).filter(({ service }) => isUnread(service))
  const found = [...taggedResources(key.tags), ...(reading.byKey.get(form) ?? []), ...kept]
  return { ...key, ...listedResources(found), resourceReads: reads }
}
