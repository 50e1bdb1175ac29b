import type { CallOptions, KeyMetadata, Kms } from '../../shared/cloud/cloud.ts'
import { CloudError, callFailure } from '../../shared/cloud/errors.ts'
import {
  type FactName,
  type KeyFacts,
  type KeyKind,
  type KeySnapshot,
  NO_FACTS,
  type UnreadFact,
} from '../../shared/domain/key.ts'
import type { Listing } from './classify.ts'

/** What a key is, and what of it could not be read. */
export type KeyReading = Pick<KeySnapshot, 'arn' | 'kind' | 'facts' | 'versionIds' | 'versionsComplete' | 'unread'> & {
  readonly errors: readonly CloudError[]
}

/** KMS says so of a key that was deleted. */
const KEY_NOT_FOUND = 'Forbidden.KeyNotFound'
const ORIGINS = ['Aliyun_KMS', 'EXTERNAL']
const ROTATIONS = ['Enabled', 'Disabled', 'Suspended']
/** A UID of an account, as the vendor prints or masks it. Service keys are commonly created by a product's name. */
const ACCOUNT = /^\d+\**$/

/** Reads one key that the lists did not tell apart: DescribeKey, and ListKeyVersions for a key of the default instance. */
export async function readKey(
  keyId: string,
  arn: string,
  listing: Listing,
  kms: Kms,
  options: CallOptions,
): Promise<KeyReading> {
  const metadata = await settle(describe(keyId, kms, options))
  const listed = listing.keys.has(keyId)
  if (metadata instanceof CloudError) {
    // A key that is still listed exists, whatever DescribeKey says: it is not gone before it has left the list.
    if (metadata.code === KEY_NOT_FOUND && !listed) return { ...NOTHING_READ, arn, kind: 'gone', errors: [] }
    const versions = await readVersions(keyId, kms, options)
    const told = listed && listing.serviceTold && listing.instancesTold
    return {
      arn,
      kind: told ? 'candidate' : 'unclassified',
      facts: { ...NO_FACTS, versions: versions.total },
      versionIds: versions.ids,
      versionsComplete: versions.complete,
      unread: [...unreadable(missingFacts(told), metadata), ...versions.unread],
      errors: [metadata, ...versions.errors],
    }
  }
  if (metadata.kmsInstanceId !== null) {
    return { ...NOTHING_READ, arn: metadata.arn || arn, kind: 'instance', facts: factsOf(metadata, null), errors: [] }
  }
  const versions = await readVersions(keyId, kms, options)
  return {
    arn: metadata.arn || arn,
    kind: kindOf(metadata, listed && listing.serviceTold),
    facts: factsOf(metadata, versions.total),
    versionIds: versions.ids,
    versionsComplete: versions.complete,
    unread: [...implausible(metadata, listed && listing.serviceTold), ...versions.unread],
    errors: versions.errors,
  }
}

const NOTHING_READ = { facts: NO_FACTS, versionIds: [], versionsComplete: true, unread: [] } as const

/** DescribeKey of one key; an answer about another is none. */
async function describe(keyId: string, kms: Kms, options: CallOptions): Promise<KeyMetadata> {
  const metadata = await kms.describeKey(keyId, options)
  if (metadata.keyId === '' || metadata.keyId.toLowerCase() === keyId.toLowerCase()) return metadata
  const about = { service: 'kms', action: 'DescribeKey', region: '' } as const
  throw new CloudError({ ...about, kind: 'bad-response', code: 'AnotherKey' })
}

/** `serviceTold`: the lists have told that it is no service key. */
function kindOf(metadata: KeyMetadata, serviceTold: boolean): KeyKind {
  return serviceTold || ACCOUNT.test(metadata.creator ?? '') ? 'candidate' : 'unclassified'
}

function factsOf(metadata: KeyMetadata, versions: number | null): KeyFacts {
  const { keyState, keySpec, keyUsage, origin, automaticRotation, kmsInstanceId, createdAt } = metadata
  return { keyState, keySpec, keyUsage, origin, automaticRotation, versions, kmsInstanceId, createdAt }
}

async function readVersions(keyId: string, kms: Kms, options: CallOptions) {
  const versions = await settle(kms.listKeyVersions(keyId, options))
  if (!(versions instanceof CloudError))
    return { total: versions.total, ids: versions.ids, complete: true, unread: [], errors: [] }
  return { total: null, ids: [], complete: false, unread: unreadable(['versions'], versions), errors: [versions] }
}

/** Facts that DescribeKey answered in no way that a rule could judge: a guess here would be a false `ready`. */
function implausible(metadata: KeyMetadata, serviceTold: boolean): UnreadFact[] {
  const unread: UnreadFact[] = []
  const expect = (fact: UnreadFact['fact'], fine: boolean, got: string | null) => {
    if (!fine)
      unread.push({ fact, reason: got === null ? 'DescribeKey: absent' : 'DescribeKey: a value that is not known' })
  }
  const symmetric = metadata.keyUsage === 'ENCRYPT/DECRYPT' && /AES|SM4/.test(metadata.keySpec ?? '')
  expect('keyState', metadata.keyState !== null, metadata.keyState)
  expect('keySpec', metadata.keySpec !== null, metadata.keySpec)
  expect('keyUsage', metadata.keyUsage !== null, metadata.keyUsage)
  expect('origin', ORIGINS.includes(metadata.origin ?? ''), metadata.origin)
  expect('createdAt', metadata.createdAt !== null, metadata.createdAt)
  // Asymmetric keys and keys with imported material have no rotation.
  const mayLack = !symmetric || metadata.origin === 'EXTERNAL'
  const rotation = metadata.automaticRotation
  expect('automaticRotation', rotation === null ? mayLack : ROTATIONS.includes(rotation), rotation)
  if (kindOf(metadata, serviceTold) === 'unclassified') {
    unread.push({
      fact: 'creatorType',
      reason: 'ListKeys: the CreatorType filter failed, and DescribeKey does not tell',
    })
  }
  return unread
}

function missingFacts(told: boolean): FactName[] {
  const facts: FactName[] = ['keyState', 'keySpec', 'keyUsage', 'origin', 'automaticRotation', 'createdAt']
  return told ? facts : [...facts, 'kmsInstanceId']
}

function unreadable(facts: readonly FactName[], error: CloudError): UnreadFact[] {
  return facts.map((fact) => ({ fact, reason: `${error.action}: ${error.code}` }))
}

async function settle<T>(call: Promise<T>): Promise<T | CloudError> {
  try {
    return await call
  } catch (error) {
    return callFailure(error)
  }
}
