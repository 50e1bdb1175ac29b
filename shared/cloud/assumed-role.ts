import { type Instant, MINUTE } from '../domain/time.ts'
import type { CredentialSource } from './credential-source.ts'
import { CachedCredentials } from './credentials.ts'
import type { Sts } from './sts.ts'

/** Sessions are renewed this long before they expire. */
const EARLY = 5 * MINUTE
/** Where the clocks disagree so much that a session seems to have ended when it began, it is kept this long. */
const SHORTEST = 10 * MINUTE

/** Credentials of a role that is assumed, renewed before the session ends. `clock` is the wall clock. */
export function assumedRole(
  sts: Sts,
  roleArn: string,
  externalId: string | null,
  clock: () => Instant,
): CredentialSource {
  let dueAt = 0
  return new CachedCredentials(
    async (options) => {
      const session = await sts.assumeRole(roleArn, externalId, options)
      dueAt = Math.max(session.expiresAt - EARLY, clock() + SHORTEST)
      return session.credentials
    },
    () => clock() >= dueAt,
  )
}
