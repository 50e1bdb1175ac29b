import type { Cloud } from '../../shared/cloud/cloud.ts'
import type { CloudError } from '../../shared/cloud/errors.ts'
import type { Timing } from '../../shared/cloud/open-cloud.ts'
import type { Config } from '../../shared/config/settings.ts'
import { inEnglish } from '../../shared/domain/messages/text-in.ts'
import { SECOND } from '../../shared/domain/time.ts'
import type { Timeouts } from '../../shared/net/exchange.ts'
import type { StoreTiming } from '../../shared/store/tablestore/client.ts'
import type { Terminal } from '../terminal/terminal.ts'

/** What the checks work with. */
export interface DoctorServices extends Pick<Terminal, 'env' | 'clock' | 'signal'> {
  readonly config: Config
  readonly cloud: Cloud
  /** Aborts with `signal`, and when the whole has taken too long. */
  readonly within: AbortSignal
  /** Tells how far it is. */
  report(text: string): void
}

/** Somebody waits: what does not answer in this time is reported as such. Milliseconds. */
export const TIMEOUTS: Timeouts = { connect: 2 * SECOND, read: 4 * SECOND }
const BACKOFF = { first: 100, longest: 500 }
export const CLOUD_TIMING: Partial<Timing> = { timeouts: TIMEOUTS, backoff: BACKOFF }
export const STORE_TIMING: Partial<StoreTiming> = { timeouts: TIMEOUTS, backoff: BACKOFF, patience: 5 * SECOND }
/** Throttled calls are repeated for as long as it takes, and this is how long it may take. */
export const WHOLE = 60 * SECOND

/** What went wrong, for a check that tells it. Throws on when the program was stopped, and what is no failure of a service. */
export function failureIn<E extends Error>(
  caught: unknown,
  kind: abstract new (...args: never[]) => E,
  { signal }: Pick<DoctorServices, 'signal'>,
): E {
  signal.throwIfAborted()
  if (!(caught instanceof kind)) throw caught
  return caught
}

/** What to do about a failed call: that it was cut off here means that it took too long. */
export function adviceOf({ kind, advice }: CloudError): string {
  return kind === 'aborted'
    ? 'Check the way to the endpoint (DNS, proxy, firewall), and whether others use up the quota.'
    : inEnglish(advice)
}
