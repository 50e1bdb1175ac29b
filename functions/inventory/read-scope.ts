import type { Kms } from '../../shared/cloud/cloud.ts'
import { type CloudError, callFailure } from '../../shared/cloud/errors.ts'
import { isCandidate, type KeySnapshot, NO_FACTS, type UnreadFact } from '../../shared/domain/key.ts'
import { type Listing, listAndClassify } from './classify.ts'
import { readKey } from './read-key.ts'
import { readSecrets } from './read-secrets.ts'

/** Everything that inventory learnt of a scope. `errors` carry the key that they concern, if it is one. */
export interface ScopeReading {
  readonly keys: readonly KeySnapshot[]
  readonly aliases: Listing['aliases']
  readonly errors: readonly { readonly error: CloudError; readonly keyId?: string }[]
}

/**
 * Reads a scope: lists, then at most two calls for each key of the default instance. `known` are the snapshots of earlier nights: a key
 * among them that is not listed any more is asked for by name, so that none gets lost. Throws when the keys cannot be listed.
 */
export async function readScope(
  kms: Kms,
  known: ReadonlyMap<string, KeySnapshot>,
  asOf: string,
  signal: AbortSignal,
  onKey: (done: number, total: number) => void,
): Promise<ScopeReading> {
  const listing = await listAndClassify(kms, { signal })
  const errors: { error: CloudError; keyId?: string }[] = listing.errors.map((error) => ({ error }))
  const unlisted = [...known.values()].filter((key) => key.kind !== 'gone' && !listing.keys.has(key.keyId))
  const ids = [...listing.keys, ...unlisted.map((key) => [key.keyId, key.arn] as const)]
  const costly = ids.filter(([id]) => !listing.service.has(id) && !listing.instanceOf.has(id)).map(([id]) => id)
  // Beside the keys, not after them: what comes in bulk must not cost time of its own.
  const bulk = readBulk(costly, listing, kms, signal)
  bulk.catch(() => undefined)

  let done = ids.length - costly.length
  const keys = await Promise.all(
    ids.map(async ([keyId, arn]): Promise<KeySnapshot> => {
      const before = known.get(keyId)
      const aliases = listing.aliases?.get(keyId) ?? (listing.aliases ? [] : (before?.aliases ?? []))
      const base = { keyId, arn, aliases, tags: [], secrets: [], unread: [], asOf }
      const versionIds = before?.versionIds ?? []
      const once = before?.onceCandidate ?? false
      if (listing.service.has(keyId) || (before?.kind === 'service' && !listing.keys.has(keyId))) {
        return { ...base, kind: 'service', onceCandidate: once, facts: NO_FACTS, versionIds, versionsComplete: true }
      }
      const instance = listing.instanceOf.get(keyId)
      if (instance !== undefined) {
        const facts = { ...(before?.facts ?? NO_FACTS), kmsInstanceId: instance }
        return { ...base, kind: 'instance', onceCandidate: once, facts, versionIds, versionsComplete: true }
      }
      const reading = await readKey(keyId, arn, listing, kms, { signal })
      for (const error of reading.errors) errors.push({ error, keyId })
      done += 1
      onKey(done, ids.length)
      const { errors: _, ...read } = reading
      return {
        ...base,
        ...read,
        versionIds: [...new Set([...versionIds, ...read.versionIds])],
        onceCandidate: once || (read.kind === 'candidate' && !read.unread.some(({ fact }) => fact === 'keyState')),
      }
    }),
  )
  const facts = await bulk
  errors.push(...facts.errors.map((error) => ({ error })))
  return { keys: keys.map((key) => (isCandidate(key) ? withBulk(key, facts) : key)), aliases: listing.aliases, errors }
}

/** What is read in bulk: tags, and the secrets that keys encrypt. */
interface BulkFacts {
  readonly tags: ReadonlyMap<string, KeySnapshot['tags']>
  readonly secrets: ReadonlyMap<string, readonly string[]>
  readonly unread: readonly UnreadFact[]
  readonly errors: readonly CloudError[]
}

/** Reads it for keys that may be candidates; regions without one need neither. */
async function readBulk(
  keyIds: readonly string[],
  listing: Listing,
  kms: Kms,
  signal: AbortSignal,
): Promise<BulkFacts> {
  if (keyIds.length === 0) return { tags: new Map(), secrets: new Map(), unread: [], errors: [] }
  const owners = new Map(
    [...(listing.aliases ?? [])].flatMap(([keyId, names]) => names.map((name) => [name, keyId] as const)),
  )
  const errors: CloudError[] = []
  const [tags, secrets] = await Promise.all([
    kms.listKeyTags(keyIds, { signal }).catch((error: unknown) => {
      errors.push(callFailure(error))
      return []
    }),
    readSecrets(kms, (alias) => owners.get(alias), { signal }),
  ])
  if (secrets.error) errors.push(secrets.error)
  const unread: UnreadFact[] = []
  if (secrets.error) unread.push({ fact: 'secrets', reason: `${secrets.error.action}: ${secrets.error.code}` })
  if (!listing.aliases) unread.push({ fact: 'aliases', reason: 'ListAliases failed' })
  const tagsOf = new Map<string, KeySnapshot['tags'][number][]>()
  for (const { keyId, key, value } of tags) tagsOf.set(keyId, [...(tagsOf.get(keyId) ?? []), { key, value }])
  return { tags: tagsOf, secrets: secrets.byKey, unread, errors }
}

function withBulk(key: KeySnapshot, { tags, secrets, unread }: BulkFacts): KeySnapshot {
  return {
    ...key,
    tags: tags.get(key.keyId) ?? [],
    secrets: secrets.get(key.keyId) ?? [],
    unread: [...key.unread, ...unread],
  }
}
