import { setMaxListeners } from 'node:events'
import type { KeyCalls, KeyMetadata, Kms } from '../../shared/cloud/cloud.ts'
import { isOfPlace } from '../../shared/cloud/contradiction.ts'
import { CloudError } from '../../shared/cloud/errors.ts'
import { movedOf, rotationSeen } from '../../shared/domain/after-move/remember-move.ts'
import { isCandidate, isRotating, type KeySnapshot, NO_FACTS } from '../../shared/domain/key.ts'
import { message } from '../../shared/domain/messages/message.ts'
import { normalForm } from '../../shared/domain/normal-form.ts'
import { DAY, type Instant, parseInstant } from '../../shared/domain/time.ts'
import { checkFilters } from './check-filters.ts'
import { type Listing, listAndClassify } from './classify.ts'
import { aliasOwners, readBulk, withBulk } from './read-bulk.ts'
import { type InstancesRead, readInstances } from './read-instances.ts'
import { readKey, settle } from './read-key.ts'
import { NO_RESOURCES, type ResourceQuestion, readResources, withResources } from './read-resources.ts'

/** Everything that inventory learnt of a scope. `errors` carry the key that they concern, if it is one. */
export interface ScopeReading {
  readonly keys: readonly KeySnapshot[]
  readonly aliases: Listing['aliases']
  /** Absent: nothing moves out of the scope, and nobody has asked. */
  readonly instances?: InstancesRead['reading']
  readonly errors: readonly { readonly error: CloudError; readonly keyId?: string }[]
}

/** What a reading is made for. */
export interface ScopeQuestion {
  /** The snapshots of earlier nights: a key among them that is not listed any more is asked for by name, so that none gets lost. */
  readonly known: ReadonlyMap<string, KeySnapshot>
  /** ISO 8601 UTC. */
  readonly asOf: string
  readonly now: Instant
  readonly signal: AbortSignal
  onKey(done: number, total: number): void
  /** Absent: no service is asked. */
  readonly resources?: ResourceQuestion
  /** True where a KMS instance is configured that the keys of the region move to. */
  readonly hasDestination?: boolean
  /** How keys are asked; `kms` itself unless given. */
  readonly calls?: KeyCalls
}

/**
 * Reads a scope: lists, then at most two calls for each key of the default instance. Throws when the keys cannot be listed, and when an
 * answer is of another region or account: then none of its address is evidence, and what was known stays.
 */
export async function readScope(kms: Kms, question: ScopeQuestion): Promise<ScopeReading> {
  const stop = new AbortController()
  const signal = AbortSignal.any([question.signal, stop.signal])
  // Every call that waits listens: hundreds at once are no leak.
  setMaxListeners(0, signal)
  try {
    return await readAll(kms, { ...question, signal })
  } catch (error) {
    // The calls that are still queued would be for nothing.
    stop.abort()
    throw error
  }
}

async function readAll(kms: Kms, question: ScopeQuestion): Promise<ScopeReading> {
  const { known, asOf, now, signal, onKey, resources, hasDestination = false, calls = kms } = question
  const described = new Map<string, Promise<KeyMetadata | CloudError>>()
  const describe = (keyId: string, first = false) => {
    const form = normalForm(keyId)
    const call = described.get(form) ?? settle(calls.describeKey(keyId, { signal, first }))
    described.set(form, call)
    return call
  }
  const byForm = new Map([...known.values()].map((key) => [normalForm(key.keyId), key]))
  const before = (keyId: string) => byForm.get(normalForm(keyId))
  // A call that was stopped is told where it is waited for.
  const describeAhead = (keyId: string) => describe(keyId).catch(() => undefined)
  // Not after the lists but beside them: a CMK of earlier nights is described whatever they say, and so is a key that none of them tells.
  for (const key of known.values()) if (isCandidate(key)) void describeAhead(key.keyId)
  const lists = listAndClassify(kms, { signal }, (ids) => {
    for (const id of ids) void describeAhead(id)
  })
  const listing = await checkFilters(await lists, before, (keyId) => describe(keyId, true))
  const errors: { error: CloudError; keyId?: string }[] = listing.errors.map((error) => ({ error }))
  const listed = new Set([...listing.keys.keys()].map(normalForm))
  const unlisted = [...byForm].flatMap(([form, key]) => (key.kind === 'gone' || listed.has(form) ? [] : [key]))
  const ids = [...listing.keys, ...unlisted.map((key) => [key.keyId, key.arn] as const)]
  const costly = ids.map(([id]) => id).filter((id) => !listing.service.has(id) && !listing.instanceOf.has(id))
  // Beside the keys, not after them: what comes in bulk must not cost time of its own.
  const inInstance = [...listing.instanceOf.keys()]
  const moved = inInstance.some((id) => before(id)?.onceCandidate)
  const tagged = costly.length > 0 || moved ? [...costly, ...inInstance] : []
  const bulk = readBulk(costly, tagged, listing, kms, signal)
  bulk.catch(() => undefined)
  const owners = aliasOwners(listing)
  const needed = resources
    ? readResources(resources, costly, (alias) => owners.get(alias), { signal })
    : Promise.resolve(NO_RESOURCES)
  needed.catch(() => undefined)
  // One call after another: behind all keys they would cost time of their own.
  const asking = costly.length > 0 || hasDestination ? readInstances(kms, listing, { signal, first: true }) : undefined
  asking?.catch(() => undefined)

  // Of a key of an instance nothing is described, but for one whose automatic rotation is to be switched on again.
  const rotationNow = async (id: string, earlier: KeySnapshot | undefined) => {
    const isOnAgain = earlier?.kind === 'instance' && isRotating(earlier.facts)
    if (!earlier?.onceCandidate || earlier.rotatedAt === undefined || isOnAgain) return {}
    const metadata = await describe(id)
    if (!(metadata instanceof CloudError)) return { automaticRotation: metadata.automaticRotation }
    if (isOfPlace(metadata)) throw metadata
    errors.push({ error: metadata, keyId: earlier.keyId })
    return {}
  }
  const reader = { listing, calls, describe, now, options: { signal } }
  let done = ids.length - costly.length
  const keys = await Promise.all(
    ids.map(async ([id, arn]): Promise<KeySnapshot> => {
      const earlier = before(id)
      // The spelling of the first night: another one is no other key.
      const keyId = earlier?.keyId ?? id
      const aliases = listing.aliases?.get(id) ?? (listing.aliases ? [] : (earlier?.aliases ?? []))
      // Whom to tell is still asked of a key that has moved on.
      const { tags, secrets } = earlier ?? { tags: [], secrets: [] }
      const base = { keyId, arn, aliases, tags, secrets, unread: [], asOf }
      const versionIds = earlier?.versionIds ?? []
      const once = earlier?.onceCandidate ?? false
      if (listing.service.has(id) || (earlier?.kind === 'service' && !listing.keys.has(id))) {
        return { ...base, kind: 'service', onceCandidate: once, facts: NO_FACTS, versionIds, versionsComplete: true }
      }
      const instance = listing.instanceOf.get(id)
      if (instance !== undefined) {
        const facts = { ...(earlier?.facts ?? NO_FACTS), kmsInstanceId: instance, ...(await rotationNow(id, earlier)) }
        const kept = {
          ...base,
          kind: 'instance' as const,
          onceCandidate: once,
          facts,
          versionIds,
          versionsComplete: true,
        }
        return { ...kept, ...movedOf(earlier, asOf), ...rotationSeen(kept, earlier, asOf) }
      }
      const reading = await readKey(id, arn, reader)
      for (const error of reading.errors) errors.push({ error, keyId })
      done += 1
      onKey(done, ids.length)
      const { errors: _, ...read } = reading
      return {
        ...base,
        ...read,
        versionIds: [...new Set([...versionIds, ...read.versionIds])],
        onceCandidate: once || (read.kind === 'candidate' && !read.unread.some(({ fact }) => fact === 'keyState')),
        ...(read.kind === 'instance' ? movedOf(earlier, asOf) : {}),
        ...rotationSeen(read, earlier, asOf),
      }
    }),
  )
  checkGone(keys, byForm, now)
  const facts = await bulk
  const reading = await needed
  const instances = await asking
  errors.push(...[...facts.errors, ...(instances?.errors ?? [])].map((error) => ({ error })), ...reading.errors)
  return {
    keys: keys.map((key) => withResources(withBulk(key, facts), reading, before(key.keyId))),
    aliases: listing.aliases,
    ...(instances && { instances: instances.reading }),
    errors,
  }
}

/** A key waits at least so long for its deletion (API reference, ScheduleKeyDeletion: PendingWindowInDays 7 to 366). */
const MIN_WAIT = 7 * DAY

/**
 * Throws when no CMK of the scope is there any more though one was neither to be deleted nor seen so long ago that it can have been: an
 * address of another, empty region answers just so, and every key would be lost.
 */
function checkGone(keys: readonly KeySnapshot[], before: ReadonlyMap<string, KeySnapshot>, now: Instant): void {
  const pairs = keys.map((key) => ({ key, earlier: before.get(normalForm(key.keyId)) }))
  const cmks = pairs.filter(({ key, earlier }) => isCandidate(key) || (earlier && isCandidate(earlier)))
  const cannotBeGone = ({ facts, asOf }: KeySnapshot) =>
    facts.keyState !== 'PendingDeletion' && now - (parseInstant(asOf) ?? 0) < MIN_WAIT
  const isWrong =
    cmks.every(({ key }) => key.kind === 'gone') && cmks.some(({ earlier }) => earlier && cannotBeGone(earlier))
  if (!isWrong) return
  throw new CloudError({
    ...{ service: 'kms', action: 'ListKeys', region: '', kind: 'contradiction', code: 'AllKeysGone' },
    advice: message('all-keys-gone'),
  })
}
