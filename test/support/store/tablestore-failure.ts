import { inspect } from 'node:util'
import { expect, onTestFinished } from 'vitest'
import type { CredentialSource } from '../../../shared/cloud/credential-source.ts'
import { StoreError } from '../../../shared/store/errors.ts'
import { type OpenOptions, type TablestoreUnderTest, tablestoreStore } from './tablestore-store.ts'

/** A store for one test. */
export async function openedTablestore(options: OpenOptions = {}): Promise<TablestoreUnderTest> {
  const under = await tablestoreStore(options)
  onTestFinished(() => under.dispose())
  return under
}

/** What a call failed with; it must say what to do, and nothing that is secret or an address. */
export async function failure(work: Promise<unknown>, secrets: readonly string[] = []): Promise<StoreError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof StoreError)) throw new Error(`expected a StoreError, got ${String(error)}`, { cause: error })
  // Lines of the stack name files of this machine.
  const printed = inspect(error, { depth: 10 }).replaceAll('file://', '')
  for (const secret of ['://', '127.0.0.1', 'x-ots-', 'Signature', ...secrets]) expect(printed).not.toContain(secret)
  expect(error.message).toMatch(/\. (Allow|Check|Give|Report|Restore|Run|Set) .*\.$|\. It .*Run again later.*\.$/)
  return error
}

/** An access key that is never renewed. */
export function fixed(accessKeyId: string, accessKeySecret: string): CredentialSource {
  const credentials = { accessKeyId, accessKeySecret }
  return { get: async () => credentials, renew: async () => credentials }
}
