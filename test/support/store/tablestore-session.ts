import type { CredentialSource, Credentials } from '../../../shared/cloud/credential-source.ts'
import { CachedCredentials } from '../../../shared/cloud/credentials.ts'
import type { SimulatedCloud } from '../../../simulator/cloud/cloud.ts'
import { allow } from '../../../simulator/cloud/policy/statements.ts'
import { account, DEFAULT_ACCOUNT, type World, world } from '../../../simulator/cloud/world.ts'
import { roleCredentials } from '../../../simulator/platform/role-credentials.ts'

const ROLE = 'writer'
/** Seconds. */
const SHORTEST = 900

/** A company whose role `writer` may do everything in Tablestore. */
export function worldWithRole(): World {
  const trusts = [`acs:ram::${DEFAULT_ACCOUNT}:root`]
  return world({ accounts: [account({ roles: [{ name: ROLE, trusts, policy: [allow(['ots:*'])] }] })] })
}

/** A session of that role, as short as the vendor gives it. */
export function session(cloud: SimulatedCloud): Promise<Credentials> {
  return roleCredentials(cloud, ROLE, SHORTEST)
}

/** Sessions of that role; a new one whenever the last is refused. */
export function sessionsOf(cloud: SimulatedCloud): CredentialSource {
  return new CachedCredentials(() => session(cloud))
}
