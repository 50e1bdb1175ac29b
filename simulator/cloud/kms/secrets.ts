import { Refusal } from '../http/refusal.ts'
import type { ApiCall, Operations } from '../service.ts'
import type { Secret } from '../world.ts'
import { arn } from './arn.ts'
import { invalid, page, required } from './parameters.ts'

export const secretOperations: Operations = {
  ListSecrets: {
    group: 'kmsSecrets',
    resource: (call) => arn(call, 'secret'),
    run: (call) => {
      const fetchTags = wantsTags(call)
      return page(call.params, call.here.secrets, (secrets) => ({
        SecretList: { Secret: secrets.map((secret) => summary(secret, fetchTags)) },
      }))
    },
  },
  DescribeSecret: {
    group: 'kmsSecrets',
    resource: (call) => arn(call, `secret/${call.params.get('SecretName') ?? ''}`),
    run: describeSecret,
  },
}

function describeSecret(call: ApiCall) {
  const name = required(call.params, 'SecretName')
  const secret = call.here.secrets.find((each) => each.name === name)
  if (!secret) throw new Refusal(404, 'Forbidden.ResourceNotFound', 'Resource not found')
  return {
    ...summary(secret, wantsTags(call)),
    Arn: arn(call, `secret/${name}`),
    Description: secret.description,
    AutomaticRotation: secret.automaticRotation,
    ...(secret.encryptionKeyId === undefined ? {} : { EncryptionKeyId: secret.encryptionKeyId }),
    ...(secret.instanceId === undefined ? {} : { DKMSInstanceId: secret.instanceId }),
  }
}

function summary(secret: Secret, fetchTags: boolean) {
  return {
    SecretName: secret.name,
    SecretType: secret.type,
    CreateTime: secret.createdAt,
    UpdateTime: secret.createdAt,
    ...(secret.plannedDeleteAt === undefined ? {} : { PlannedDeleteTime: secret.plannedDeleteAt }),
    ...(secret.owingService === undefined ? {} : { OwingService: secret.owingService }),
    ...(fetchTags
      ? { Tags: { Tag: Object.entries(secret.tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })) } }
      : {}),
  }
}

function wantsTags(call: ApiCall): boolean {
  const value = call.params.get('FetchTags') ?? 'false'
  if (value !== 'true' && value !== 'false') throw invalid('FetchTags')
  return value === 'true'
}
