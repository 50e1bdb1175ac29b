import type { ApiCall, Operations } from '../service.ts'
import { type AssumeRoleServices, assumeRole } from './assume-role.ts'
import { callerArn, numericId } from './identity.ts'

/** STS 2015-04-01: who am I, and let me be that role. */
export function stsOperations(services: AssumeRoleServices): Operations {
  return {
    GetCallerIdentity: { resource: null, run: callerIdentity },
    AssumeRole: {
      resource: (call) => call.params.get('RoleArn') ?? '',
      run: (call) => assumeRole(call, services),
    },
  }
}

function callerIdentity({ caller }: ApiCall): Record<string, unknown> {
  const { account, identity } = caller
  const common = { AccountId: account.id, Arn: callerArn(caller) }
  if (identity.kind === 'root')
    return { ...common, IdentityType: 'Account', PrincipalId: account.id, UserId: account.id }
  const id = numericId(identity.kind, account.id, identity.name)
  if (identity.kind === 'user') return { ...common, IdentityType: 'RAMUser', PrincipalId: id, UserId: id }
  return { ...common, IdentityType: 'AssumedRoleUser', PrincipalId: `${id}:${identity.session}`, RoleId: id }
}
