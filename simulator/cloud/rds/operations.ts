import { Refusal } from '../http/refusal.ts'
import type { ApiCall, Operations } from '../service.ts'
import { missing } from '../signature/refusals.ts'
import type { RdsInstance } from './instances.ts'

/** The one call of RDS 2014-08-15 that names keys. It knows no finer resource than `*` (its page, "Authorization information"). */
export const rdsOperations: Operations = {
  DescribeKmsAssociateResources: { group: 'rdsAssociates', resource: () => '*', run: describeKmsAssociateResources },
}

function describeKmsAssociateResources({ params, here, account, region }: ApiCall): Record<string, unknown> {
  const [keyId, type, user] = ['KmsResourceId', 'KmsResourceType', 'KmsResourceUser'].map((name) => {
    const value = params.get(name)
    if (!value) throw missing('rds', name)
    return value
  })
  if (type !== 'key') throw new Refusal(400, 'InvalidKmsResourceType', 'The specified KmsResourceType is invalid.')
  if ((params.get('RegionId') ?? region) !== region)
    throw new Refusal(404, 'InvalidRegionId.NotFound', 'The specified RegionId does not exist.')
  const isHere = user === account.id && (params.get('KmsResourceRegionId') ?? region) === region
  const AssociateDBInstances = (isHere ? here.rdsInstances : []).flatMap(({ id, engine, diskKeyId, tdeKeyId }) => [
    ...(diskKeyId === keyId ? [instanceOf(id, engine, 'DiskEncryption')] : []),
    ...(tdeKeyId === keyId ? [instanceOf(id, engine, 'TDE')] : []),
  ])
  return { AssociateStatus: AssociateDBInstances.length > 0, AssociateDBInstances }
}

function instanceOf(DBInstanceName: string, Engine: RdsInstance['engine'], KeyUsedBy: 'DiskEncryption' | 'TDE') {
  return { DBInstanceName, Engine, KeyUsedBy, Status: 'ACTIVATION' }
}
