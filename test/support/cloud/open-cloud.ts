import { onTestFinished } from 'vitest'
import { callKms, callOpenApi, type Keys, type Outcome } from '../../../simulator/cloud/clients.ts'
import { type CloudOptions, type SimulatedCloud, startCloud } from '../../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../../simulator/cloud/quota/quotas.ts'
import { account, DEFAULT_REGION, type RegionWorld, region, type World, world } from '../../../simulator/cloud/world.ts'

/** A cloud for one test with the SDKs at hand; they call as the first account's first key, in the first region. */
export interface OpenCloud {
  readonly cloud: SimulatedCloud
  readonly keys: Keys
  readonly kmsUrl: string
  readonly trailUrl: string
  kms(action: string, query?: Record<string, unknown>, keys?: Keys): Promise<Outcome>
  trail(action: string, query?: Record<string, unknown>, keys?: Keys, region?: string): Promise<Outcome>
  sts(action: string, query?: Record<string, unknown>, keys?: Keys): Promise<Outcome>
}

/** Without quotas unless told otherwise. Closes with the test, which fails if the cloud itself did. */
export async function openCloud(world: World, options: CloudOptions = {}): Promise<OpenCloud> {
  const cloud = await startCloud(world, { quotas: NO_QUOTAS, ...options })
  onTestFinished(() => cloud.close())
  const keys = firstKey(world)
  const kmsUrl = cloud.endpoints.kms[DEFAULT_REGION] ?? ''
  const trailUrl = cloud.endpoints.actiontrail[DEFAULT_REGION] ?? ''
  return {
    cloud,
    keys,
    kmsUrl,
    trailUrl,
    kms: (action, query, as = keys) => callKms(kmsUrl, as, action, query),
    trail: (action, query, as = keys, region = DEFAULT_REGION) =>
      callOpenApi('actiontrail', cloud.endpoints.actiontrail[region] ?? '', as, action, query),
    sts: (action, query, as = keys) => callOpenApi('sts', cloud.endpoints.sts, as, action, query),
  }
}

/** One account with one region that holds this. */
export function worldOf(here: Partial<RegionWorld>): World {
  return world({ accounts: [account({ regions: { [DEFAULT_REGION]: region(here) } })] })
}

function firstKey({ accounts }: World): Keys {
  const key = accounts[0]?.accessKeys[0]
  if (!key) throw new Error('the world has no access key')
  return { id: key.id, secret: key.secret }
}
