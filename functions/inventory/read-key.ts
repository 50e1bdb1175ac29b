import type { KeyCalls, KeyMetadata } from '../../shared/cloud/cloud.ts'
import { isOfPlace } from '../../shared/cloud/contradiction.ts'
import type { CallOptions } from '../../shared/cloud/credential-source.ts'
import { CloudError, callFailure, callReason } from '../../shared/cloud/errors.ts'
import { type FactName, type KeyFacts, type KeySnapshot, NO_FACTS, type UnreadFact } from '../../shared/domain/key.ts'
import { mayBe } from '../../shared/domain/kms-arn.ts'
import { message } from '../../shared/domain/messages/message.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { Listing } from './classify.ts'
import { readFacts } from './read-facts.ts'

/** What a key is, and what of it could not be read. */
export type KeyReading = Pick<KeySnapshot, 'arn' | 'kind' | 'facts' | 'versionIds' | 'versionsComplete' | 'unread'> & {
  readonly errors: readonly CloudError[]
}

/** KMS says so of a key that was deleted. */
const KEY_NOT_FOUND = 'Forbidden.KeyNotFound'
/** A UID of an account, as the vendor prints or masks it. Service keys are commonly created by a product's name. */
const ACCOUNT = /^\d+\**$/

/** What a key is read by. */
export interface KeyReader {
  readonly listing: Listing
  readonly calls: KeyCalls
  /** DescribeKey, once a key. */
  readonly describe: (keyId: string) => Promise<KeyMetadata | CloudError>
  readonly now: Instant
  readonly options: CallOptions
}

/** Reads one key that the lists did not tell apart: DescribeKey, and ListKeyVersions for a key of the default instance. */
export async function readKey(keyId: string, arn: string, reader: KeyReader): Promise<KeyReading> {
  const { listing, calls, describe, now, options } = reader
  const metadata = await describe(keyId)
  const listed = listing.keys.has(keyId)
  const isKnownService = listed && listing.serviceFilterReliable && !listing.disputed.has(keyId)
  if (metadata instanceof CloudError) {
    if (isOfPlace(metadata)) throw metadata
    // A key that is still listed exists, whatever DescribeKey says: it is not gone before it has left the list.
    if (metadata.code === KEY_NOT_FOUND && !listed) return { ...NOTHING_READ, arn, kind: 'gone', errors: [] }
    const versions = await readVersions(keyId, calls, options)
    const isClassified = isKnownService && listing.instanceFilterReliable
    return {
      arn,
      kind: isClassified ? 'candidate' : 'unclassified',
      facts: { ...NO_FACTS, versions: versions.total },
      versionIds: versions.ids,
      versionsComplete: versions.complete,
      unread: [...unreadable(missingFacts(isClassified), metadata), ...versions.unread],
      errors: [metadata, ...versions.errors],
    }
  }
  const read = readFacts(keyId, metadata, arn, now)
  if (read.facts.kmsInstanceId !== null) {
    return { ...NOTHING_READ, arn: read.arn, kind: 'instance', facts: { ...read.facts, versions: null }, errors: [] }
  }
  const versions = withPrimary(withAny(await readVersions(keyId, calls, options), read.facts), metadata)
  const isCmk = isKnownService || (!listing.disputed.has(keyId) && isAccount(metadata.creator))
  const isInstanceKnown = !read.unread.some(({ fact }) => fact === 'kmsInstanceId')
  return {
    arn: read.arn,
    kind: isCmk && isInstanceKnown ? 'candidate' : 'unclassified',
    facts: { ...read.facts, versions: versions.total },
    versionIds: versions.ids,
    versionsComplete: versions.complete,
    unread: [...read.unread, ...(isCmk ? [] : [creatorUnread(listing.disputed.has(keyId))]), ...versions.unread],
    errors: versions.errors,
  }
}

/** True for the Creator that an account's own keys have. */
export function isAccount(creator: string | null): boolean {
  return ACCOUNT.test(creator ?? '')
}

const NOTHING_READ = { facts: NO_FACTS, versionIds: [], versionsComplete: true, unread: [] } as const

interface VersionsReading {
  readonly total: number | null
  readonly ids: readonly string[]
  readonly complete: boolean
  readonly unread: readonly UnreadFact[]
  readonly errors: readonly CloudError[]
}

async function readVersions(keyId: string, calls: KeyCalls, options: CallOptions): Promise<VersionsReading> {
  const versions = await settle(calls.listKeyVersions(keyId, options))
  if (!(versions instanceof CloudError))
    return { total: versions.total, ids: versions.ids, complete: true, unread: [], errors: [] }
  return { total: null, ids: [], complete: false, unread: unreadable(['versions'], versions), errors: [versions] }
}

/** A list of no version is no answer, but for a key that still waits for its material. */
function withAny(versions: VersionsReading, { keyState }: Pick<KeyFacts, 'keyState'>): VersionsReading {
  if (versions.total !== 0 || keyState === 'PendingImport') return versions
  const reason = message('versions-missing')
  return { ...versions, complete: false, total: null, unread: [{ fact: 'versions', reason }] }
}

/** A list without the version that the key works with is not the whole list: a key of several versions would seem to have one. */
function withPrimary(versions: VersionsReading, { keyId, primaryVersion }: KeyMetadata): VersionsReading {
  const isThere = [keyId, ...versions.ids].some((id) => mayBe(primaryVersion ?? '', id))
  if (!versions.complete || isThere) return versions
  const reason = message('primary-version-missing')
  return { ...versions, complete: false, total: null, unread: [{ fact: 'versions', reason }] }
}

function creatorUnread(isDisputed: boolean): UnreadFact {
  return { fact: 'creatorType', reason: message(isDisputed ? 'creator-type-changed' : 'creator-type-untold') }
}

function missingFacts(isClassified: boolean): FactName[] {
  const facts: FactName[] = ['keyState', 'keySpec', 'keyUsage', 'origin', 'automaticRotation', 'createdAt']
  return isClassified ? facts : [...facts, 'kmsInstanceId']
}

function unreadable(facts: readonly FactName[], error: CloudError): UnreadFact[] {
  return facts.map((fact) => ({ fact, reason: callReason(error) }))
}

/** What a call gives, or the failure that it ended with. Throws when the run was stopped. */
export async function settle<T>(call: Promise<T>): Promise<T | CloudError> {
  try {
    return await call
  } catch (error) {
    return callFailure(error)
  }
}
