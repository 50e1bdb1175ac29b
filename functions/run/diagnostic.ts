import type { CloudError } from '../../shared/cloud/errors.ts'
import { message } from '../../shared/domain/messages/message.ts'
import type { Diagnostic } from '../../shared/domain/readiness.ts'
import type { Job } from './services.ts'

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

/** What a job leaves for people to see that failed for another reason than a call: the store, or a defect. Nothing came of the job. */
export function failedJob({ stage, asOf, accountId = '', region }: Job, error: unknown): Diagnostic {
  return {
    ...{ accountId, stage, asOf },
    ...(region === undefined ? {} : { region }),
    ...{ status: 'error', action: stage, fatal: true },
    message: error instanceof Error ? error.message : String(error),
    advice: message('fix-failure'),
  }
}
