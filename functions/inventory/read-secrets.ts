import type { Kms } from '../../shared/cloud/cloud.ts'
import { isOfPlace } from '../../shared/cloud/contradiction.ts'
import type { CallOptions } from '../../shared/cloud/credential-source.ts'
import { type CloudError, callFailure } from '../../shared/cloud/errors.ts'
import { parseKeyReference } from '../../shared/domain/key-reference.ts'
import { normalForm } from '../../shared/domain/normal-form.ts'

/** Names of secrets by the id, in normal form, of the key that encrypts them. `error`: not all could be read. */
export interface SecretsReading {
  readonly byKey: ReadonlyMap<string, readonly string[]>
  readonly error?: CloudError
}

/** One DescribeSecret a secret: ListSecrets does not say which key encrypts it. */
export async function readSecrets(
  kms: Kms,
  keyOfAlias: (alias: string) => string | undefined,
  options: CallOptions,
): Promise<SecretsReading> {
  const byKey = new Map<string, string[]>()
  let failure: CloudError | undefined
  const read = async (name: string) => {
    try {
      const { encryptionKeyId } = await kms.describeSecret(name, options)
      const reference = encryptionKeyId === null ? undefined : parseKeyReference(encryptionKeyId)
      const keyId =
        reference?.kind === 'alias' ? keyOfAlias(reference.alias) : reference?.kind === 'id' ? reference.id : undefined
      const form = keyId === undefined ? undefined : normalForm(keyId)
      if (form !== undefined) byKey.set(form, [...(byKey.get(form) ?? []), name].sort())
    } catch (caught) {
      const error = callFailure(caught)
      if (isOfPlace(error)) throw error
      // Deleted since it was listed: nothing depends on the key through it.
      if (error.kind !== 'not-found') failure ??= error
    }
  }
  try {
    await Promise.all((await kms.listSecrets(options)).map(read))
  } catch (caught) {
    const error = callFailure(caught)
    if (isOfPlace(error)) throw error
    failure = error
  }
  return { byKey, ...(failure ? { error: failure } : {}) }
}
