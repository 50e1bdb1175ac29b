import { CloudError } from '../../shared/cloud/errors.ts'
import { PROBED_OPERATIONS } from '../../shared/domain/event-shape.ts'
import type { ProbedKey } from '../../shared/domain/read-event-shape.ts'
import { visible } from '../../shared/text/escape.ts'
import { EXIT } from '../exit-status.ts'
import { CommandError } from '../failure.ts'
import { isDryRun, type ProbeCall } from './make-calls.ts'
import { keyArn, rightsOf } from './probe-policy.ts'

/** What is about to be called, on what, in one sentence. */
export function announcement(key: ProbedKey, real: boolean): string {
  const made = PROBED_OPERATIONS.filter((operation) => !isDryRun(operation, real))
  const dry = PROBED_OPERATIONS.filter((operation) => isDryRun(operation, real))
  const dryRuns = dry.length === 0 ? '' : `, and as dry runs, which do nothing, ${listOf(dry)}`
  const names = key.aliases.length === 0 ? '' : ` (${key.aliases.join(', ')})`
  return visible(
    `doctor --probe calls ${listOf(made)}${dryRuns}, with the key ${keyArn(key)}${names}, on random bytes that nobody keeps. ActionTrail records the calls; audits that use this table leave them out of the use of the key.`,
  )
}

/** A refusal names the rights that are missing; anything else is what it is. */
export function refusal({ operation, failed }: ProbeCall, key: ProbedKey): string | undefined {
  if (!failed) return undefined
  const what = `${operation} did not work: ${failed.code}`
  if (failed.kind !== 'denied' && !/^AccessDenied/i.test(failed.code)) return `${what}. ${failed.advice}`
  return `${what}. Allow whoever runs the probe ${rightsOf(operation).join(' and ')} on ${keyArn(key)}; doctor --probe with --format policy prints the whole policy.`
}

/** Without the ciphertext of Encrypt no other call can be made. */
export function encryptFailure(error: unknown, key: ProbedKey): unknown {
  if (!(error instanceof CloudError) || error.kind === 'aborted') return error
  const call = {
    operation: 'Encrypt',
    dryRun: false,
    at: 0,
    requestId: undefined,
    ciphertext: undefined,
    failed: error,
  } as const
  return new CommandError(refusal(call, key) ?? error.message, EXIT.failed)
}

function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
