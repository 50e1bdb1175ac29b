import type { KeyMetadata } from '../../shared/cloud/cloud.ts'
import {
  type FactName,
  isRotating,
  type KeyFacts,
  PROTECTION_LEVELS,
  type UnreadFact,
} from '../../shared/domain/key.ts'
import { isInstanceId, keyWord, quoted, readKeySpec, type WordedFact } from '../../shared/domain/key-vocabulary.ts'
import { mayBe, readKmsArn } from '../../shared/domain/kms-arn.ts'
import { type Message, message } from '../../shared/domain/messages/message.ts'
import { type Instant, iso, MINUTE, parseInstant } from '../../shared/domain/time.ts'

/** What DescribeKey says of a key in words that are known; a fact that it does not say so is null, and unread. */
export interface FactsReading {
  readonly facts: Omit<KeyFacts, 'versions'>
  readonly arn: string
  readonly unread: readonly UnreadFact[]
}

/** Clocks that differ by more cannot even sign a request. */
const SKEW = 15 * MINUTE

/** How the API calls the facts. */
const NAMES = {
  keyState: 'KeyState',
  keySpec: 'KeySpec',
  keyUsage: 'KeyUsage',
  origin: 'Origin',
  automaticRotation: 'AutomaticRotation',
  kmsInstanceId: 'DKMSInstanceId',
  createdAt: 'CreationDate',
  arn: 'Arn',
} as const satisfies Partial<Record<FactName | 'arn', string>>

type NamedFact = keyof typeof NAMES

/** Reads the facts of one key. A word that nobody knows, or words that contradict each other, would be a guess, and a guess a false `ready`. */
export function readFacts(keyId: string, metadata: KeyMetadata, listedArn: string, now: Instant): FactsReading {
  const unread: UnreadFact[] = []
  const cannot = (fact: NamedFact, reason: Message) => {
    if (!unread.some((each) => each.fact === fact)) unread.push({ fact, reason })
    return null
  }
  const absent = (fact: NamedFact) => cannot(fact, message('fact-absent', { field: NAMES[fact] }))
  const unknown = (fact: NamedFact, text: string) =>
    cannot(fact, message('fact-unknown', { field: NAMES[fact], value: quoted(text) }))
  const contradicts = (fact: NamedFact, value: string, other: NamedFact, otherValue: string) =>
    cannot(fact, message('fact-contradicts', { field: NAMES[fact], value, otherField: NAMES[other], otherValue }))
  const word = (fact: WordedFact) => {
    const text = metadata[fact]
    return text === null ? absent(fact) : (keyWord(fact, text) ?? unknown(fact, text))
  }

  const spec = metadata.keySpec === null ? undefined : readKeySpec(metadata.keySpec)
  if (spec === undefined) {
    if (metadata.keySpec === null) absent('keySpec')
    else unknown('keySpec', metadata.keySpec)
  }
  const origin = word('origin')
  let keyState = word('keyState')
  if (keyState === 'PendingImport' && origin === 'Aliyun_KMS') {
    keyState = contradicts('keyState', keyState, 'origin', origin)
  }
  let keyUsage = word('keyUsage')
  if (keyUsage !== null && spec && !spec.usages.includes(keyUsage)) {
    keyUsage = contradicts('keyUsage', keyUsage, 'keySpec', spec.name)
  }
  // Asymmetric keys and keys with imported material have no rotation.
  const mayLackRotation = spec?.kind !== 'symmetric' || origin === 'EXTERNAL'
  let rotation = metadata.automaticRotation === null && mayLackRotation ? null : word('automaticRotation')
  if (rotation !== null && rotation !== 'Disabled' && spec?.kind === 'asymmetric') {
    rotation = contradicts('automaticRotation', rotation, 'keySpec', spec.name)
  }
  const instance = metadata.kmsInstanceId?.trim() || null
  const kmsInstanceId = instance === null || isInstanceId(instance) ? instance : unknown('kmsInstanceId', instance)

  const arns = [metadata.arn, listedArn]
  const arn = arns.find((text) => readKmsArn(text) !== undefined)
  const unreadable = arns.find((text) => text.trim() !== '')
  if (arn === undefined && unreadable !== undefined) unknown('arn', unreadable)
  const foreign = arns.find((text) => !namesKey(text, keyId))
  if (foreign !== undefined) cannot('arn', message('arn-of-another-key', { value: quoted(foreign) }))
  return {
    facts: {
      ...{ keyState, keySpec: spec?.name ?? null, keyUsage, origin, automaticRotation: rotation, kmsInstanceId },
      nextRotationAt: readNextRotation(rotation, metadata.nextRotationAt),
      createdAt: readCreation(metadata.createdAt, now, (reason) => cannot('createdAt', reason)),
      ...readProtectionLevel(metadata.protectionLevel),
    },
    arn: arn ?? '',
    unread,
  }
}

/** False for the ARN of another key. */
function namesKey(arn: string, keyId: string): boolean {
  const [kind, id = ''] = readKmsArn(arn)?.resource.split('/') ?? []
  return kind !== 'key' || mayBe(id, keyId)
}

/** Only of a rotation that is on, and only a moment: nobody can wait for anything else. */
function readNextRotation(automaticRotation: string | null, text: string | null): string | null {
  const at = isRotating({ automaticRotation }) ? parseInstant(text?.trim()) : undefined
  return at === undefined ? null : iso(at)
}

/** A level that nobody knows is none: no verdict stands on it. */
function readProtectionLevel(text: string | null): Pick<KeyFacts, 'protectionLevel'> {
  const level = PROTECTION_LEVELS.find((each) => each === text?.trim().toUpperCase())
  return level === undefined ? {} : { protectionLevel: level }
}

function readCreation(text: string | null, now: Instant, cannot: (reason: Message) => null): string | null {
  const field = NAMES.createdAt
  if (text === null) return cannot(message('fact-absent', { field }))
  const at = parseInstant(text.trim())
  const said = { field, value: quoted(text) }
  if (at === undefined) return cannot(message('fact-no-time', said))
  return at > now + SKEW ? cannot(message('fact-in-future', said)) : iso(at)
}
