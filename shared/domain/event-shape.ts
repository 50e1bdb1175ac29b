import type { Instant } from './time.ts'

/** The calls that a probe makes with a key, in their order: Encrypt gives the ciphertext that others take. */
export const PROBED_OPERATIONS = [
  'Encrypt',
  'GenerateDataKey',
  'Decrypt',
  'ReEncrypt',
  'ExportDataKey',
  'GenerateAndExportDataKey',
] as const
export type ProbedOperation = (typeof PROBED_OPERATIONS)[number]

/** Places of an event that may name its key, and are looked at one by one. */
export const KEY_PLACES = [
  'requestParameters',
  'requestParameterJson',
  'responseElements',
  'referencedResources',
  'resourceName',
] as const

/**
 * What became of the ciphertext of a request: `cut` still holds the key version id at its head; `lost` is there and does not; `none`: the
 * call took none.
 */
export type CiphertextShape = 'whole' | 'cut' | 'lost' | 'absent' | 'none'

/** What the event of one call holds. Names of fields and words of this file only, never a value. */
export interface CallShape {
  readonly operation: ProbedOperation
  /** Sent with DryRun. */
  readonly dryRun: boolean
  /** `no`: not within the time that the source promises. `not-yet`: that time was not waited for. */
  readonly shown: 'yes' | 'no' | 'not-yet'
  /** From the call until the source was seen to show it. */
  readonly delaySeconds: number | null
  /** Undefined where no event was shown. */
  readonly event?: EventFields
}

export interface EventFields {
  /** `requestParameters.KeyId`, `resourceName`: fields that name the key by its id, version, alias or ARN. */
  readonly keyIn: readonly string[]
  /** The same, with the name masked in part. */
  readonly maskedIn: readonly string[]
  /** Whether the rules can tell which key it was. */
  readonly tied: boolean
  readonly ciphertext: CiphertextShape
  readonly responseElements: boolean
  readonly eventRW: 'Read' | 'Write' | 'other' | 'absent'
  readonly vpcId: boolean
  readonly sourceIpAddress: boolean
  /** `cut`: changed, and still no other client's. `other`: it passes for that of another client. */
  readonly userAgent: 'as-sent' | 'cut' | 'other' | 'absent'
  /** Whether DryRun can be seen; null where it was not sent. */
  readonly dryRunVisible: boolean | null
  /** Fields of userIdentity that are filled. */
  readonly identity: readonly string[]
}

/** What one source showed of a probe's calls. Kept under the scope, one a source. */
export interface EventShape {
  /** As CMK_SOURCE names it: `lookup`. */
  readonly source: string
  /** When the calls were made. */
  readonly at: Instant
  readonly calls: readonly CallShape[]
}

/** What a shape contradicts of what verdicts rest on. */
export type ShapeProblem =
  /** The source shows other calls of the probe, and none of these operations: that it shows no such call says nothing. */
  | { readonly why: 'operations-not-shown'; readonly operations: readonly string[]; readonly at: Instant }
  /** The user agent of an event may be another program's: what client a call came from is not told. */
  | { readonly why: 'agents-changed'; readonly operations: readonly string[]; readonly at: Instant }

/**
 * What of a shape makes verdicts unknown. An event that does not tell its key needs nothing here: every such call counts for every key that
 * it may have used. So do calls without a user agent. Where no call is shown at all, the source's positive control has its say.
 */
export function shapeProblem({ calls, at }: EventShape): ShapeProblem | undefined {
  const operationsOf = (found: readonly CallShape[]) => [...new Set(found.map(({ operation }) => operation))]
  const isAlive = calls.some(({ shown }) => shown === 'yes')
  const hidden = isAlive ? operationsOf(calls.filter(({ shown }) => shown === 'no')) : []
  if (hidden.length > 0) return { why: 'operations-not-shown', operations: hidden, at }
  const changed = operationsOf(calls.filter(({ event }) => event?.userAgent === 'other'))
  return changed.length > 0 ? { why: 'agents-changed', operations: changed, at } : undefined
}

/** Operations whose events were shown and do not tell the key: each such call counts for every key that it may have used. */
export function untiedOperations({ calls }: EventShape): readonly string[] {
  return [...new Set(calls.filter(({ event }) => event?.tied === false).map(({ operation }) => operation))]
}
