import { generateKeyPair, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import type { KmsCryptography } from '../../shared/cloud/cloud.ts'
import { CloudError } from '../../shared/cloud/errors.ts'
import { PROBED_OPERATIONS, type ProbedOperation } from '../../shared/domain/event-shape.ts'
import type { Instant } from '../../shared/domain/time.ts'

/** A call of a probe, and what became of it. */
export interface ProbeCall {
  readonly operation: ProbedOperation
  readonly dryRun: boolean
  /** When its answer came. */
  readonly at: Instant
  readonly requestId: string | undefined
  /** Of the request. */
  readonly ciphertext: string | undefined
  /** It did not work. */
  readonly failed?: CloudError
}

export interface CallParts {
  readonly kms: KmsCryptography
  readonly keyId: string
  /** True: nothing is a dry run. */
  readonly real: boolean
  readonly clock: () => Instant
  readonly signal: AbortSignal
  /** Remembers a call as soon as its id is known. */
  remember(requestId: string): Promise<void>
}

/** Bytes of random plaintext that is encrypted once and never kept. */
const THROW_AWAY = 32

/** Encrypt has to be made, so that there is a ciphertext for the others; every other call can be a dry run (API reference, `DryRun`). */
export function isDryRun(operation: ProbedOperation, real: boolean): boolean {
  return !real && operation !== 'Encrypt'
}

/** Makes the calls, one after the other. Throws where Encrypt does not work: the others need its ciphertext. */
export async function makeCalls(parts: CallParts): Promise<readonly ProbeCall[]> {
  const publicKey = await throwAwayPublicKey()
  const calls: ProbeCall[] = []
  let ciphertext = ''
  for (const operation of PROBED_OPERATIONS) {
    const { call, answer } = await makeCall(
      operation,
      parametersOf(operation, parts.keyId, ciphertext, publicKey),
      parts,
    )
    if (operation === 'Encrypt') {
      if (call.failed) throw call.failed
      ciphertext = answer
    }
    calls.push(call)
  }
  return calls
}

async function makeCall(
  operation: ProbedOperation,
  parameters: Readonly<Record<string, string>>,
  { kms, real, clock, signal, remember }: CallParts,
): Promise<{ readonly call: ProbeCall; readonly answer: string }> {
  const dryRun = isDryRun(operation, real)
  const made = { operation, dryRun, ciphertext: parameters.CiphertextBlob }
  try {
    const { requestId, ciphertext = '' } = await kms.call(operation, parameters, { dryRun, signal })
    if (requestId !== undefined) await remember(requestId)
    return { call: { ...made, at: clock(), requestId }, answer: ciphertext }
  } catch (error) {
    if (!(error instanceof CloudError) || error.kind === 'aborted') throw error
    if (error.requestId !== undefined) await remember(error.requestId)
    return { call: { ...made, at: clock(), requestId: error.requestId, failed: error }, answer: '' }
  }
}

function parametersOf(
  operation: ProbedOperation,
  keyId: string,
  ciphertext: string,
  publicKey: string,
): Readonly<Record<string, string>> {
  const wrapping = { PublicKeyBlob: publicKey, WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' }
  switch (operation) {
    case 'Encrypt':
      return { KeyId: keyId, Plaintext: randomBytes(THROW_AWAY).toString('base64') }
    case 'GenerateDataKey':
      return { KeyId: keyId, KeySpec: 'AES_256' }
    case 'Decrypt':
      return { CiphertextBlob: ciphertext }
    case 'ReEncrypt':
      return { CiphertextBlob: ciphertext, DestinationKeyId: keyId }
    case 'ExportDataKey':
      return { CiphertextBlob: ciphertext, ...wrapping }
    case 'GenerateAndExportDataKey':
      return { KeyId: keyId, KeySpec: 'AES_256', ...wrapping }
  }
}

let made: Promise<string> | undefined

/** Nobody has the private key: what is exported can be read by nobody. Made once a process. */
function throwAwayPublicKey(): Promise<string> {
  made ??= promisify(generateKeyPair)('rsa', { modulusLength: 2_048 }).then(({ publicKey }) =>
    publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  )
  return made
}
