import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

/** A ciphertext as shared KMS writes it: 36 bytes of key version id, 12 of IV, and what AES-GCM makes of the plaintext. */
const VERSION = 36
const IV = 12
const TAG = 16

export function sealCiphertext(versionId: string, plaintext: Buffer, context: string): string {
  const iv = randomBytes(IV)
  const cipher = createCipheriv('aes-256-gcm', secretOf(versionId), iv).setAAD(Buffer.from(context))
  const sealed = [cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]
  return Buffer.concat([Buffer.from(versionId.padEnd(VERSION), 'ascii'), iv, ...sealed]).toString('base64')
}

/** The plaintext; undefined where the text, or its context, is not what was sealed. */
export function openCiphertext(ciphertext: string, context: string): Buffer | undefined {
  const bytes = Buffer.from(ciphertext, 'base64')
  const versionId = versionOf(ciphertext)
  if (versionId === undefined || bytes.length < VERSION + IV + TAG) return undefined
  try {
    const iv = bytes.subarray(VERSION, VERSION + IV)
    const cipher = createDecipheriv('aes-256-gcm', secretOf(versionId), iv).setAAD(Buffer.from(context))
    cipher.setAuthTag(bytes.subarray(-TAG))
    return Buffer.concat([cipher.update(bytes.subarray(VERSION + IV, -TAG)), cipher.final()])
  } catch {
    return undefined
  }
}

/** The id of the key version at the head. */
export function versionOf(ciphertext: string): string | undefined {
  const head = Buffer.from(ciphertext, 'base64').subarray(0, VERSION)
  return head.length < VERSION ? undefined : head.toString('ascii').trim()
}

/** A simulated key: the same for a version in every world. */
function secretOf(versionId: string): Buffer {
  return createHash('sha256').update(`simulated key ${versionId}`).digest()
}
