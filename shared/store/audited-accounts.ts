import { parseScopeId } from '../domain/scope.ts'
import { accountScope } from './scope-progress.ts'
import type { Store } from './store.ts'

/** Ids of the accounts that any run has begun with. */
export async function auditedAccounts({ progress }: Pick<Store, 'progress'>): Promise<readonly string[]> {
  const scopes = await progress.scopesWith('diagnostics/inventory')
  const ids = scopes.map((scope) => ({ scope, accountId: parseScopeId(scope).accountId }))
  return ids.flatMap(({ scope, accountId }) => (scope === accountScope(accountId) ? [accountId] : []))
}
