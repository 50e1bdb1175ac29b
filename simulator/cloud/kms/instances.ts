import { Refusal } from '../http/refusal.ts'
import type { ApiCall, Operations } from '../service.ts'
import type { Instance } from '../world.ts'
import { arn } from './arn.ts'
import { invalid, PAGE, page, required } from './parameters.ts'

/** Instance and access point lists have pages of 20 unless asked otherwise. */
const PAGE_OF_20 = { ...PAGE, standard: 20 }

export const instanceOperations: Operations = {
  ListKmsInstances: {
    group: 'kmsInstances',
    resource: (call) => arn(call, 'keystore'),
    run: (call) =>
      page(
        call.params,
        call.here.instances,
        (instances) => ({
          KmsInstances: {
            KmsInstance: instances.map(({ id }) => ({
              KmsInstanceId: id,
              KmsInstanceArn: arn(call, `keystore/${id}`),
            })),
          },
        }),
        PAGE_OF_20,
      ),
  },
  GetKmsInstance: {
    group: 'kmsInstances',
    resource: instanceResource,
    run: (call) => ({ KmsInstance: details(call, findInstance(call)) }),
  },
  GetKmsInstanceQuotaInfos: { group: 'kmsInstances', resource: instanceResource, run: quotaInfos },
  GetDefaultKmsInstance: {
    group: 'kmsInstances',
    resource: (call) => arn(call, 'keystore'),
    run: (call) => ({ DefaultKmsInstanceId: call.here.defaultInstanceId ?? '' }),
  },
  ListApplicationAccessPoints: {
    group: 'kmsRead',
    resource: (call) => arn(call, 'applicationaccesspoint'),
    run: (call) =>
      page(
        call.params,
        call.here.accessPoints,
        (points) => ({
          ApplicationAccessPoints: {
            ApplicationAccessPoint: points.map(({ name }) => ({ Name: name, AuthenticationMethod: 'ClientKey' })),
          },
        }),
        PAGE_OF_20,
      ),
  },
}

function instanceResource(call: ApiCall): string {
  return arn(call, `keystore/${call.params.get('KmsInstanceId') ?? ''}`)
}

function findInstance(call: ApiCall): Instance {
  const id = required(call.params, 'KmsInstanceId')
  const instance = call.here.instances.find((each) => each.id === id)
  if (instance) return instance
  throw new Refusal(403, 'Forbidden.DKMSInstanceNotFound', 'The specified DKMS Instance is not found.')
}

function details(call: ApiCall, instance: Instance) {
  return {
    InstanceId: instance.id,
    InstanceName: instance.name,
    Status: instance.status,
    CreateTime: instance.createdAt,
    Spec: instance.spec,
    KeyNum: instance.keyNum,
    SecretNum: String(instance.secretNum),
    VpcNum: instance.vpcNum,
    VpcId: instance.vpcId,
    ZoneIds: `"${call.region}-k","${call.region}-j"`,
    VswitchIds: 'vsw-bp1switch',
    StartDate: instance.createdAt,
    EndDate: instance.endsAt,
    CaCertificateChainPem: '-----BEGIN CERTIFICATE-----\r\ncertificate\r\n-----END CERTIFICATE-----',
    BindVpcs: {
      BindVpc: instance.bindVpcs.map(({ regionId, vpcId, vSwitchId, ownerId }) => ({
        RegionId: regionId,
        VpcId: vpcId,
        VSwitchId: vSwitchId,
        VpcOwnerId: ownerId,
      })),
    },
    ChargeType: 'PREPAY',
    ProductVersion: '3',
  }
}

/** Refuses an instance that is not enabled (API reference, GetKmsInstanceQuotaInfos). Each version of a key counts (page "Billing"). */
function quotaInfos(call: ApiCall) {
  const { id, keyNum, secretNum, spec, vpcNum, bindVpcs, status } = findInstance(call)
  if (status !== 'Connected')
    throw new Refusal(403, 'Forbidden.DKMSInstanceStateInvalid', 'The DKMS instance state is invalid.')
  const versions = call.here.keys.filter((key) => key.instanceId === id).map((key) => key.versions.length)
  const used = {
    key: [keyNum, versions.reduce((sum, each) => sum + each, 0)],
    secret: [secretNum, call.here.secrets.filter((secret) => secret.instanceId === id).length],
    qps: [spec, 0],
    vpc: [vpcNum, 1 + bindVpcs.length],
  } as const
  const type = call.params.get('ResourceType')
  if (type !== undefined && !Object.hasOwn(used, type)) throw invalid('ResourceType')
  const infos = Object.entries(used).filter(([name]) => type === undefined || name === type)
  return {
    KmsInstanceId: id,
    KmsInstanceQuotaInfos: infos.map(([ResourceType, [ResourceQuota, UsedQuantity]]) => ({
      ResourceType,
      ResourceQuota,
      UsedQuantity,
    })),
  }
}
