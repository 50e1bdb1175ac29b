import type { Kms } from '../../shared/cloud/cloud.ts'
import { isOfPlace } from '../../shared/cloud/contradiction.ts'
import { type CloudError, callFailure, callReason } from '../../shared/cloud/errors.ts'
import { isCandidate, type KeySnapshot, type UnreadFact } from '../../shared/domain/key.ts'
import { normalForm } from '../../shared/domain/normal-form.ts'
import type { Listing } from './classify.ts'
import { readSecrets, type SecretsReading } from './read-secrets.ts'

/** The key that each alias names. */
export function aliasOwners({ aliases }: Listing): ReadonlyMap<string, string> {
  return new Map([...(aliases ?? [])].flatMap(([keyId, names]) => names.map((name) => [name, keyId] as const)))
}

const NO_SECRETS: SecretsReading = { byKey: new Map() }

/** What is read in bulk: tags, and the secrets that keys encrypt, by the normal form of the key's id. */
interface BulkFacts {
  /** Undefined where they were not read: a key keeps those that it had. */
  readonly tags: ReadonlyMap<string, KeySnapshot['tags']> | undefined
  readonly secrets: ReadonlyMap<string, readonly string[]>
  readonly unread: readonly UnreadFact[]
  readonly errors: readonly CloudError[]
}

/** Reads secrets for keys that may be candidates, and the tags of keys: regions without such keys need neither. */
export async function readBulk(
  candidates: readonly string[],
  tagged: readonly string[],
  listing: Listing,
  kms: Kms,
  signal: AbortSignal,
): Promise<BulkFacts> {
  const owners = aliasOwners(listing)
  const errors: CloudError[] = []
  const [tags, secrets] = await Promise.all([
    tagged.length === 0
      ? undefined
      : kms.listKeyTags(tagged, { signal }).catch((caught: unknown) => {
          const error = callFailure(caught)
          if (isOfPlace(error)) throw error
          errors.push(error)
          return undefined
        }),
    candidates.length === 0 ? NO_SECRETS : readSecrets(kms, (alias) => owners.get(alias), { signal }),
  ])
  if (secrets.error) errors.push(secrets.error)
  const unread: UnreadFact[] = []
  if (secrets.error) unread.push({ fact: 'secrets', reason: callReason(secrets.error) })
  for (const error of listing.errors)
    if (error.action === 'ListAliases') unread.push({ fact: 'aliases', reason: callReason(error) })
  const tagsOf = new Map<string, KeySnapshot['tags'][number][]>()
  for (const { keyId, key, value } of tags ?? []) {
    const form = normalForm(keyId)
    tagsOf.set(form, [...(tagsOf.get(form) ?? []), { key, value }])
  }
  return { tags: tags && tagsOf, secrets: secrets.byKey, unread, errors }
}

export function withBulk(key: KeySnapshot, { tags, secrets, unread }: BulkFacts): KeySnapshot {
  const form = normalForm(key.keyId)
  const own = tags?.get(form)
  // Where nothing is known now, the last owner and secrets stay.
  if (key.kind === 'instance') return { ...key, tags: own ?? key.tags, secrets: secrets.get(form) ?? key.secrets }
  if (!isCandidate(key)) return key
  return {
    ...key,
    tags: tags ? (own ?? []) : key.tags,
    secrets: secrets.get(form) ?? [],
    unread: [...key.unread, ...unread],
  }
}
