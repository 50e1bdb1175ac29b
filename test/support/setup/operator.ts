import { onTestFinished } from 'vitest'
import { MINUTE } from '../../../shared/domain/time.ts'
import { operatorPermissions } from '../../../shared/ram/operator.ts'
import { type CloudOptions, type SimulatedCloud, startCloud } from '../../../simulator/cloud/cloud.ts'
import type { Statement } from '../../../simulator/cloud/policy/statements.ts'
import { accessKey } from '../../../simulator/cloud/policy/statements.ts'
import { NO_QUOTAS } from '../../../simulator/cloud/quota/quotas.ts'
import {
  type Account,
  account,
  DEFAULT_ACCOUNT,
  type RegionWorld,
  region,
  type World,
  world,
} from '../../../simulator/cloud/world.ts'

export const PROJECT = `cmk-readiness-${DEFAULT_ACCOUNT}`
export const LOGSTORE = 'actiontrail_cmk-readiness'
export const SOURCE = `sls:cn-hangzhou/${PROJECT}/${LOGSTORE}`
const START = Date.parse('2026-11-20T12:00:00Z')

/** What an operator may do who has the policy of `evidence setup`. */
export function operatorPolicy(mayChange = false, project = PROJECT, logstore = LOGSTORE): Statement[] {
  return operatorPermissions({ region: 'cn-hangzhou', project, logstore, mayChange }).map(({ actions, resources }) => ({
    Effect: 'Allow',
    Action: [...actions],
    Resource: [...resources],
  }))
}

/** An account with two regions, whose first access key is an operator's. */
export function operatorWorld(
  here: Partial<RegionWorld> = {},
  { policy = operatorPolicy(), ...fields }: Partial<Account> & { readonly policy?: Statement[] } = {},
): World {
  const regions = { 'cn-hangzhou': region(here), 'cn-beijing': region() }
  return world({ accounts: [account({ regions, accessKeys: [accessKey('operator', policy)], ...fields })] })
}

/** A cloud whose time goes on by so much with each look at the clock, so that nobody waits for a delivery. */
export async function operatorCloud(
  there: World,
  { step = 5 * MINUTE, ...options }: CloudOptions & { readonly step?: number } = {},
): Promise<{
  readonly cloud: SimulatedCloud
  readonly env: Record<string, string>
  readonly pass: (time: number) => void
}> {
  let now = START
  const clock = () => {
    now += step
    return now
  }
  const cloud = await startCloud(there, { quotas: NO_QUOTAS, clock, ...options })
  onTestFinished(() => cloud.close())
  const env = { ...cloud.environment(), CMK_REGIONS: 'cn-hangzhou', CMK_TRAIL_QPS: '500' }
  return {
    ...{ cloud, env },
    pass: (time) => {
      now += time
    },
  }
}

/** The calls that change something, in order. */
export function changes(cloud: SimulatedCloud): readonly string[] {
  return cloud.calls
    .filter(({ action }) => /^(Create|Update|Start|Stop|Delete)/.test(action))
    .map(({ action }) => action)
}
