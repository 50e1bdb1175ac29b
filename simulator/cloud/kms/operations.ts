import { Refusal } from '../http/refusal.ts'
import type { ApiCall, Operation, Operations } from '../service.ts'
import { aliasOperations } from './aliases.ts'
import { cryptographicOperations } from './cryptography.ts'
import { instanceOperations } from './instances.ts'
import { keyOperations } from './keys.ts'
import { secretValueOperations } from './secret-values.ts'
import { secretOperations } from './secrets.ts'
import { tagOperations } from './tags.ts'

/** Operations that answer whether or not the account may use KMS. */
const accountOperations: Operations = {
  DescribeRegions: {
    group: 'kmsRead',
    resource: null,
    run: (call) => ({ Regions: { Region: call.regions.map((RegionId) => ({ RegionId })) } }),
  },
  DescribeAccountKmsStatus: {
    group: 'kmsStatus',
    resource: () => '*',
    run: (call) => ({ AccountStatus: call.account.kmsStatus }),
  },
}

/** The read operations of KMS 2016-01-20, the values of secrets among them, and those that use symmetric keys; every other action is not supported here. */
export const kmsOperations: Operations = {
  ...accountOperations,
  ...Object.fromEntries(
    Object.entries({
      ...keyOperations,
      ...aliasOperations,
      ...tagOperations,
      ...secretOperations,
      ...secretValueOperations,
      ...instanceOperations,
      ...cryptographicOperations,
    }).map(([name, operation]) => [name, whereEnabled(operation)]),
  ),
}

const REFUSED = {
  NotEnabled: ['Forbidden.KmsServiceNotEnabled', 'The KMS service is not enabled.'],
  InDebt: ['Forbidden.InDebt', 'The account is in debt.'],
  Suspended: ['Forbidden.InDebtOverdue', 'The account has been in debt for too long.'],
} as const

function whereEnabled(operation: Operation): Operation {
  const run = (call: ApiCall) => {
    const status = call.account.kmsStatus
    if (status !== 'Enabled') {
      const [code, message] = REFUSED[status]
      throw new Refusal(403, code, message)
    }
    return operation.run(call)
  }
  return { ...operation, run }
}
