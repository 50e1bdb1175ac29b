import { constants, generateKeyPairSync, privateDecrypt } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type Key, key } from '../../simulator/cloud/world.ts'
import { openCloud, worldOf } from '../support/cloud/open-cloud.ts'

const RSA = generateKeyPairSync('rsa', { modulusLength: 2_048 })
const WRAPPING = {
  PublicKeyBlob: RSA.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  WrappingAlgorithm: 'RSAES_OAEP_SHA_256',
  WrappingKeySpec: 'RSA_2048',
}
const PLAINTEXT = Buffer.from('throw-away').toString('base64')

/** A cloud whose caller is the account itself, with these keys. */
async function cloudWith(...keys: Key[]) {
  const there = worldOf({ keys })
  for (const each of there.accounts[0]?.accessKeys ?? []) each.user = 'root'
  const { kms } = await openCloud(there)
  const encrypt = async (KeyId: string, more: Record<string, string> = {}) =>
    String((await kms('Encrypt', { KeyId, Plaintext: PLAINTEXT, ...more })).body.CiphertextBlob)
  return { kms, encrypt }
}

test('a ciphertext begins with the id of its key version, and opens again', async () => {
  const own = key({ aliases: ['alias/a'] })
  const { kms, encrypt } = await cloudWith(own)
  const ciphertext = await encrypt('alias/a')
  expect(Buffer.from(ciphertext, 'base64').subarray(0, 36).toString()).toBe(own.versions[0]?.id)
  const { body } = await kms('Decrypt', { CiphertextBlob: ciphertext })
  expect(body).toMatchObject({ KeyId: own.keyId, KeyVersionId: own.versions[0]?.id, Plaintext: PLAINTEXT })
})

test('a ciphertext opens only whole, and in its context', async () => {
  const own = key()
  const { kms, encrypt } = await cloudWith(own)
  const ciphertext = await encrypt(own.keyId, { EncryptionContext: '{"a":"b"}' })
  const refused = { status: 400, code: 'InvalidParameter' }
  expect(await kms('Decrypt', { CiphertextBlob: ciphertext })).toMatchObject(refused)
  expect(await kms('Decrypt', { CiphertextBlob: ciphertext, EncryptionContext: '{"a":"b"}' })).toMatchObject({
    status: 200,
  })
  expect(await kms('Decrypt', { CiphertextBlob: 'AAAA' })).toMatchObject(refused)
  expect(await kms('Decrypt', { CiphertextBlob: `${ciphertext.slice(0, -8)}AAAAAAA=` })).toMatchObject(refused)
})

test('ReEncrypt seals for the other key', async () => {
  const [one, two] = [key(), key()]
  const { kms, encrypt } = await cloudWith(one, two)
  const { body } = await kms('ReEncrypt', { CiphertextBlob: await encrypt(one.keyId), DestinationKeyId: two.keyId })
  expect(body).toMatchObject({ KeyId: two.keyId })
  expect((await kms('Decrypt', { CiphertextBlob: String(body.CiphertextBlob) })).body).toMatchObject({
    Plaintext: PLAINTEXT,
  })
})

test('an exported data key opens with the private key', async () => {
  const own = key()
  const { kms } = await cloudWith(own)
  const made = await kms('GenerateAndExportDataKey', { KeyId: own.keyId, KeySpec: 'AES_128', ...WRAPPING })
  const open = (text: unknown) =>
    privateDecrypt(
      { key: RSA.privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
      Buffer.from(String(text), 'base64'),
    )
  const dataKey = open(made.body.ExportedDataKey)
  expect(dataKey).toHaveLength(16)
  const again = await kms('ExportDataKey', { CiphertextBlob: String(made.body.CiphertextBlob), ...WRAPPING })
  expect(open(again.body.ExportedDataKey)).toEqual(dataKey)
  const bad = { KeyId: own.keyId, ...WRAPPING, PublicKeyBlob: 'AAAA' }
  expect(await kms('GenerateAndExportDataKey', bad)).toMatchObject({ status: 400, code: 'InvalidParameter' })
})

describe('a dry run', () => {
  test('is an error always, of its own where the call would have worked', async () => {
    const own = key()
    const { kms, encrypt } = await cloudWith(own)
    const CiphertextBlob = await encrypt(own.keyId)
    const dry = { status: 400, code: 'DryRunOperationError' }
    const DryRun = 'true'
    expect(await kms('Encrypt', { KeyId: own.keyId, Plaintext: PLAINTEXT, DryRun })).toMatchObject(dry)
    expect(await kms('GenerateDataKey', { KeyId: own.keyId, DryRun })).toMatchObject(dry)
    expect(await kms('Decrypt', { CiphertextBlob, DryRun })).toMatchObject(dry)
    expect(await kms('ReEncrypt', { CiphertextBlob, DestinationKeyId: own.keyId, DryRun })).toMatchObject(dry)
    expect(await kms('ExportDataKey', { CiphertextBlob, ...WRAPPING, DryRun })).toMatchObject(dry)
    expect(await kms('Decrypt', { CiphertextBlob: 'AAAA', DryRun })).toMatchObject({ code: 'InvalidParameter' })
    expect(await kms('GenerateDataKey', { KeyId: own.keyId, DryRun: 'yes' })).toMatchObject({
      code: 'InvalidParameter',
    })
  })
})

test('a key is used only where it can be', async () => {
  const keys = [
    key({ keyState: 'Disabled' }),
    key({ keyState: 'PendingDeletion' }),
    key({ keyUsage: 'SIGN/VERIFY', keySpec: 'RSA_2048' }),
  ]
  const { kms } = await cloudWith(...keys)
  const codes = await Promise.all(keys.map(async ({ keyId }) => (await kms('GenerateDataKey', { KeyId: keyId })).code))
  expect(codes).toEqual(['Rejected.Disabled', 'Rejected.PendingDeletion', 'UnsupportedOperation'])
  expect(await kms('GenerateDataKey', { KeyId: 'key-none' })).toMatchObject({ code: 'Forbidden.KeyNotFound' })
})
