import { Refusal } from '../http/refusal.ts'
import type { ApiCall, Operations } from '../service.ts'
import type { Secret, SecretVersion } from '../world.ts'
import { arn } from './arn.ts'
import { invalid, required } from './parameters.ts'

/** GetSecretValue, as strict as its page (docs/vendor-facts.md, "KMS: values of secrets"). */
export const secretValueOperations: Operations = {
  GetSecretValue: {
    group: 'kmsSecretValues',
    resource: secretResource,
    /** The key that encrypts the value has to be the caller's to decrypt with. */
    permissions: (call) => {
      const key = find(call)?.encryptionKeyId
      return [
        { action: 'kms:GetSecretValue', resource: secretResource(call) },
        ...(key === undefined ? [] : [{ action: 'kms:Decrypt', resource: arn(call, `key/${key}`) }]),
      ]
    },
    run: (call) => {
      required(call.params, 'SecretName')
      const found = find(call)
      const fetched = flag(call, 'FetchExtendedConfig')
      const dry = flag(call, 'DryRun')
      if (!found) throw notFound()
      if (found.plannedDeleteAt !== undefined)
        throw new Refusal(409, 'Rejected.ResourceInDeleteWindow', 'secret in delete peroid')
      const version = versionOf(call, found)
      if (dry) throw new Refusal(400, 'DryRunOperationError', 'The request would have succeeded without DryRun.')
      return answer(found, version, fetched)
    },
  },
}

const GENERIC = 'Generic'
const CURRENT = 'ACSCurrent'
/** What secrets of other types have besides. */
const MANAGED_STAGES: readonly string[] = [CURRENT, 'ACSPrevious']

function versionOf({ params }: ApiCall, { type, versions }: Secret): SecretVersion {
  const id = type === GENERIC ? params.get('VersionId') : undefined
  // Both may be given: then the version has to have the label.
  const stage = params.get('VersionStage') ?? (id === undefined ? CURRENT : undefined)
  if (stage === '' || id === '') throw invalid(stage === '' ? 'VersionStage' : 'VersionId')
  if (type !== GENERIC && stage !== undefined && !MANAGED_STAGES.includes(stage)) throw invalid('VersionStage')
  const version = versions.find(
    (each) => (id === undefined || each.id === id) && (stage === undefined || each.stages.includes(stage)),
  )
  if (!version) throw notFound()
  return version
}

function answer(secret: Secret, { id, data, dataType, stages, createdAt }: SecretVersion, extended: boolean) {
  return {
    SecretName: secret.name,
    SecretType: secret.type,
    SecretData: data,
    SecretDataType: dataType,
    VersionId: id,
    VersionStages: { VersionStage: stages },
    CreateTime: createdAt,
    AutomaticRotation: secret.automaticRotation,
    ...(extended && secret.type !== GENERIC ? { ExtendedConfig: '{}' } : {}),
  }
}

/** By name, or by the ARN of a secret of this account. */
function find(call: ApiCall): Secret | undefined {
  return call.here.secrets.find(({ name }) => name === nameIn(call))
}

function nameIn(call: ApiCall): string {
  const text = call.params.get('SecretName') ?? ''
  const prefix = arn(call, 'secret/')
  return text.startsWith(prefix) ? text.slice(prefix.length) : text
}

function secretResource(call: ApiCall): string {
  return arn(call, `secret/${nameIn(call)}`)
}

function notFound(): Refusal {
  return new Refusal(404, 'Forbidden.ResourceNotFound', 'Resource not found')
}

function flag({ params }: ApiCall, name: string): boolean {
  const value = params.get(name) ?? 'false'
  if (value !== 'true' && value !== 'false') throw invalid(name)
  return value === 'true'
}
