import type { TrailEvent } from './event.ts'
import { texts } from './event-values.ts'
import { normalForm } from './normal-form.ts'
import { isPlaceholder } from './placeholder.ts'
import { isRefusalCode } from './refusal-codes.ts'
import type { Outcome } from './usage.ts'

/** What stands in an error code's place when there was no error, beside nothing. */
const SUCCESS: ReadonlySet<string> = new Set(['0', '200', 'ok', 'success'])
/** Members of an answer that only a call has which was carried out. */
const RESULTS = ['ciphertextblob', 'plaintext', 'exporteddatakey', 'keyversionid']

/** What KMS answers to a dry run that would have worked (API reference of each operation, `DryRun`): there is no other way to it. */
const DRY_RUN = 'dryrunoperationerror'

/** How a call ended. What is neither success nor a documented refusal was meant, and failed on the service's side. */
export function outcomeOf(event: Pick<TrailEvent, 'errorCode' | 'dryRun' | 'response'>): Outcome {
  if (event.dryRun) return 'dry-run'
  if (!hasFailed(event) || RESULTS.some((name) => texts(event.response, name).length > 0)) return 'made'
  if (normalForm(event.errorCode) === DRY_RUN) return 'dry-run'
  return isRefusalCode(event.errorCode) ? 'refused' : 'service-failure'
}

/** True when the call carries an error code. */
export function hasFailed({ errorCode }: Pick<TrailEvent, 'errorCode'>): boolean {
  return !isPlaceholder(errorCode) && !SUCCESS.has(normalForm(errorCode))
}
