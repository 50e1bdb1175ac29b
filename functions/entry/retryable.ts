import { CloudError } from '../../shared/cloud/errors.ts'
import type { FaultKind } from '../../shared/cloud/fault.ts'
import { ConfigError } from '../../shared/config/config-error.ts'
import { StoreBusyError, StoreError } from '../../shared/store/errors.ts'
import { InvocationError } from './invocation.ts'

/** Faults that stay until somebody changes a setting, a right or a credential. */
const LASTING: ReadonlySet<FaultKind> = new Set(['denied', 'invalid', 'not-found', 'expired-token', 'contradiction'])

/**
 * True where a second invocation may do better. Function Compute repeats an asynchronous invocation that throws, and each costs money: so
 * what nobody has fixed meanwhile must not throw. An error that is not known may come of its machine.
 */
export function isWorthRetrying(error: unknown): boolean {
  if (error instanceof ConfigError || error instanceof InvocationError) return false
  if (error instanceof CloudError) return !LASTING.has(error.kind)
  return !(error instanceof StoreError) || error instanceof StoreBusyError
}
