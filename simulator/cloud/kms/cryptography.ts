import { constants, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto'
import { Refusal } from '../http/refusal.ts'
import type { ApiCall, Operation, Operations } from '../service.ts'
import type { Key } from '../world.ts'
import { openCiphertext, sealCiphertext, versionOf } from './ciphertext.ts'
import { findKey, keyNotFound, keyResource } from './find-key.ts'
import { invalid, required } from './parameters.ts'

/** The operations of KMS that use symmetric keys, as strict as the API reference. */
export const cryptographicOperations: Operations = {
  Encrypt: ofKeyId((call, key) => {
    const plaintext = base64(call, 'Plaintext')
    if (plaintext.length > MAX_PLAINTEXT) throw invalid('Plaintext')
    return () => withVersion(key, { CiphertextBlob: sealed(call, key, plaintext) })
  }),
  GenerateDataKey: ofKeyId((call, key) => {
    const size = dataKeySize(call)
    return () => {
      const dataKey = randomBytes(size)
      return withVersion(key, { Plaintext: dataKey.toString('base64'), CiphertextBlob: sealed(call, key, dataKey) })
    }
  }),
  Decrypt: ofCiphertext((call, key) => {
    const plaintext = opened(call, key, 'EncryptionContext')
    return () => ({ ...ofVersion(call, key), Plaintext: plaintext.toString('base64') })
  }),
  ExportDataKey: ofCiphertext((call, key) => {
    const dataKey = opened(call, key, 'EncryptionContext')
    const wrap = wrapping(call)
    return () => ({ ...ofVersion(call, key), ExportedDataKey: wrap(dataKey) })
  }),
  GenerateAndExportDataKey: ofKeyId((call, key) => {
    const size = dataKeySize(call)
    const wrap = wrapping(call)
    return () => {
      const dataKey = randomBytes(size)
      return withVersion(key, { CiphertextBlob: sealed(call, key, dataKey), ExportedDataKey: wrap(dataKey) })
    }
  }),
  ReEncrypt: {
    group: 'kmsCryptography',
    resource: ciphertextResource,
    /** The right is asked of both ends, under names of its own (API reference of ReEncrypt). */
    permissions: (call) => {
      const destination = { ...call, params: new Map([['KeyId', call.params.get('DestinationKeyId') ?? '']]) }
      return [
        { action: 'kms:ReEncryptFrom', resource: ciphertextResource(call) },
        { action: 'kms:ReEncryptTo', resource: keyResource(destination) },
      ]
    },
    run: (call) => {
      const source = usable(keyOfCiphertext(call))
      const named = new Map([['KeyId', required(call.params, 'DestinationKeyId')]])
      const destination = usable(findKey({ ...call, params: named }, { aliases: true }))
      const plaintext = opened(call, source, 'SourceEncryptionContext')
      const sealedAgain = () => sealed(call, destination, plaintext, 'DestinationEncryptionContext')
      return unlessDry(call, () => withVersion(destination, { CiphertextBlob: sealedAgain() }))
    },
  },
}

/** Bytes (API reference of Encrypt). */
const MAX_PLAINTEXT = 6_144
const MAX_DATA_KEY = 1_024

type Prepare = (call: ApiCall, key: Key) => () => Record<string, unknown>

function ofKeyId(prepare: Prepare): Operation {
  return {
    group: 'kmsCryptography',
    resource: keyResource,
    run: (call) => unlessDry(call, prepare(call, usable(findKey(call, { aliases: true })))),
  }
}

function ofCiphertext(prepare: Prepare): Operation {
  return {
    group: 'kmsCryptography',
    resource: ciphertextResource,
    run: (call) => unlessDry(call, prepare(call, usable(keyOfCiphertext(call)))),
  }
}

/** A dry run fails always; with this code where the call would have worked. The status is our own guess. */
function unlessDry(call: ApiCall, make: () => Record<string, unknown>): Record<string, unknown> {
  const dry = call.params.get('DryRun') ?? 'false'
  if (dry !== 'true' && dry !== 'false') throw invalid('DryRun')
  if (dry === 'true') throw new Refusal(400, 'DryRunOperationError', 'The request would have succeeded without DryRun.')
  return make()
}

function ciphertextResource(call: ApiCall): string {
  const id = versionOf(call.params.get('CiphertextBlob') ?? '')
  const key = call.here.keys.find(({ versions }) => versions.some((version) => version.id === id))
  return keyResource({ ...call, params: new Map([['KeyId', key?.keyId ?? '']]) })
}

function keyOfCiphertext(call: ApiCall): Key {
  const id = versionOf(required(call.params, 'CiphertextBlob'))
  if (id === undefined) throw invalid('CiphertextBlob')
  const key = call.here.keys.find(({ versions }) => versions.some((version) => version.id === id))
  if (!key) throw keyNotFound()
  return key
}

function usable(key: Key): Key {
  if (key.keyUsage !== 'ENCRYPT/DECRYPT' || !/AES|SM4/.test(key.keySpec))
    throw new Refusal(400, 'UnsupportedOperation', 'This action is not supported.')
  if (key.keyState === 'Enabled') return key
  const state = key.keyState === 'PendingImport' ? 'Unavailable' : key.keyState
  throw new Refusal(409, `Rejected.${state}`, `The request was rejected because the key state is ${state}.`)
}

function sealed(call: ApiCall, key: Key, plaintext: Buffer, context = 'EncryptionContext'): string {
  return sealCiphertext(lastVersion(key), plaintext, call.params.get(context) ?? '')
}

function opened(call: ApiCall, key: Key, context: string): Buffer {
  const plaintext = openCiphertext(required(call.params, 'CiphertextBlob'), call.params.get(context) ?? '')
  if (!plaintext || !key) throw invalid('CiphertextBlob')
  return plaintext
}

function withVersion(key: Key, answer: Record<string, unknown>): Record<string, unknown> {
  return { KeyId: key.keyId, KeyVersionId: lastVersion(key), ...answer }
}

function ofVersion(call: ApiCall, key: Key): Record<string, unknown> {
  return { KeyId: key.keyId, KeyVersionId: versionOf(call.params.get('CiphertextBlob') ?? '') }
}

function lastVersion(key: Key): string {
  return key.versions.at(-1)?.id ?? key.keyId
}

function base64(call: ApiCall, name: string): Buffer {
  const text = required(call.params, name)
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) throw invalid(name)
  return Buffer.from(text, 'base64')
}

function dataKeySize(call: ApiCall): number {
  const bytes = call.params.get('NumberOfBytes')
  if (bytes !== undefined) {
    const size = Number(bytes)
    if (!/^\d+$/.test(bytes) || size < 1 || size > MAX_DATA_KEY) throw invalid('NumberOfBytes')
    return size
  }
  const spec = call.params.get('KeySpec') ?? 'AES_256'
  if (spec !== 'AES_256' && spec !== 'AES_128') throw invalid('KeySpec')
  return spec === 'AES_256' ? 32 : 16
}

/** What encrypts a data key with the caller's public key: RSA alone is simulated. */
function wrapping(call: ApiCall): (dataKey: Buffer) => string {
  if (required(call.params, 'WrappingKeySpec') !== 'RSA_2048') throw invalid('WrappingKeySpec')
  const algorithm = required(call.params, 'WrappingAlgorithm')
  const hash = { RSAES_OAEP_SHA_256: 'sha256', RSAES_OAEP_SHA_1: 'sha1' }[algorithm]
  if (hash === undefined) throw invalid('WrappingAlgorithm')
  const der = base64(call, 'PublicKeyBlob')
  try {
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
    const padding = constants.RSA_PKCS1_OAEP_PADDING
    return (dataKey) => publicEncrypt({ key, padding, oaepHash: hash }, dataKey).toString('base64')
  } catch {
    throw invalid('PublicKeyBlob')
  }
}
