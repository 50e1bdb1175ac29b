import { CloudError } from '../../../shared/cloud/errors.ts'
import { message } from '../../../shared/domain/messages/message.ts'
import type { Diagnostic } from '../../../shared/domain/readiness.ts'
import { accountScope, ScopeProgress } from '../../../shared/store/scope-progress.ts'
import { cloudDiagnostic } from '../diagnostic.ts'
import { newRun } from '../resume.ts'
import type { Services } from '../services.ts'
import { MissingFunctions } from './siblings.ts'

/** Calls of Function Compute; no other service has them. */
const ACTIONS: readonly string[] = ['GetFunction', 'InvokeFunction']

/**
 * Leaves for people to see why no job could be dispatched: who reads the digest reads no function's log. It is told of the account of the functions;
 * any other may be concerned.
 */
export async function noteUndispatched(
  error: unknown,
  accountId: string,
  { store, clock }: Pick<Services, 'store' | 'clock'>,
): Promise<void> {
  const diagnostic = diagnosticOf(error, { accountId, stage: 'inventory', asOf: newRun(clock()).asOf })
  if (diagnostic) await replace(accountId, store, [diagnostic])
}

/** Takes it back once jobs can be dispatched. */
export function forgetUndispatched(accountId: string, { store }: Pick<Services, 'store'>): Promise<void> {
  return replace(accountId, store, [])
}

function diagnosticOf(error: unknown, about: Pick<Diagnostic, 'accountId' | 'stage' | 'asOf'>): Diagnostic | undefined {
  if (error instanceof MissingFunctions) {
    const { summary } = error
    const what = { status: 'error', action: 'GetFunction', code: 'FunctionNotFound', fatal: true } as const
    return { ...about, ...what, message: summary, advice: message('function-missing') }
  }
  const isToldOf = error instanceof CloudError && error.service === 'fc' && error.kind !== 'aborted'
  return isToldOf ? cloudDiagnostic(error, about, true) : undefined
}

async function replace(accountId: string, store: Services['store'], now: readonly Diagnostic[]): Promise<void> {
  const progress = new ScopeProgress(store, accountScope(accountId))
  const before = (await progress.diagnostics()).filter(({ stage }) => stage === 'inventory')
  const others = before.filter(({ action }) => !ACTIONS.includes(action))
  if (others.length < before.length || now.length > 0) await progress.putDiagnostics('inventory', [...others, ...now])
}
