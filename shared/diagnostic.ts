import type { CloudError } from './cloud/errors.ts'
import type { Diagnostic } from './domain/readiness.ts'

type About = Pick<Diagnostic, 'accountId' | 'region' | 'keyId' | 'stage' | 'asOf'>

const STATUS: Partial<Record<CloudError['kind'], Diagnostic['status']>> = {
  denied: 'denied',
  'expired-token': 'denied',
  throttled: 'throttled',
  timeout: 'unreachable',
  network: 'unreachable',
  unreachable: 'unreachable',
}

/** What a refused or failed call leaves for people to see. `fatal`: nothing of the scope can be judged because of it. */
export function cloudDiagnostic(error: CloudError, about: About, fatal = false): Diagnostic {
  return {
    ...about,
    status: STATUS[error.kind] ?? 'error',
    action: error.action,
    code: error.code,
    ...(error.requestId === undefined ? {} : { requestId: error.requestId }),
    message: error.summary,
    advice: error.advice,
    fatal,
  }
}
