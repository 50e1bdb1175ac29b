import type { Cloud } from '../../../shared/cloud/cloud.ts'
import { CloudError } from '../../../shared/cloud/errors.ts'
import { openCloud, type Timing } from '../../../shared/cloud/open-cloud.ts'
import { loadConfig } from '../../../shared/config/config.ts'
import { silentLog } from '../../../shared/log/log.ts'
import { type CloudOptions, type SimulatedCloud, startCloud } from '../../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../../simulator/cloud/quota/quotas.ts'
import {
  account,
  DEFAULT_ACCOUNT,
  DEFAULT_REGION,
  type RegionWorld,
  region,
  type World,
  world,
} from '../../../simulator/cloud/world.ts'
import { atFileEnd } from '../at-file-end.ts'
import { TIMING } from './timing.ts'

export const SCOPE = { accountId: DEFAULT_ACCOUNT, region: DEFAULT_REGION }

/** Deadlines that a loaded machine keeps, too. */
export const QUICK: Timing = {
  ...TIMING,
  timeouts: { connect: 2_000, read: 2_000 },
  coolDown: 60_000,
  recovery: 20_000,
}

export interface OpenOptions extends CloudOptions {
  readonly env?: Record<string, string>
  readonly timing?: Partial<Timing>
  readonly clock?: () => number
}

/** The product's client against a simulated cloud, without quotas on either side unless told otherwise. */
export async function open(
  here: Partial<RegionWorld> | World,
  { env = {}, timing = {}, ...options }: OpenOptions = {},
): Promise<{ readonly cloud: Cloud; readonly server: SimulatedCloud }> {
  const whole =
    'accounts' in here ? here : world({ accounts: [account({ regions: { [DEFAULT_REGION]: region(here) } })] })
  const server = await startCloud(whole, { quotas: NO_QUOTAS, ...options })
  atFileEnd(() => server.close())
  const variables = { ...server.environment(), CMK_KMS_QPS: '1000', CMK_TRAIL_QPS: '1000', ...env }
  const cloud = clientOf(variables, timing, options.clock)
  return { cloud, server }
}

/** The product's client with these variables. */
export function clientOf(variables: Record<string, string>, timing: Partial<Timing> = {}, clock = Date.now): Cloud {
  const config = loadConfig(variables, { cwd: '/' })
  return openCloud(config, { env: variables, clock, log: silentLog, timing: { ...QUICK, ...timing } })
}

/** The `CloudError` that a call ends with. */
export async function failure(call: Promise<unknown>): Promise<CloudError> {
  try {
    await call
  } catch (error) {
    if (error instanceof CloudError) return error
    throw error
  }
  throw new Error('the call was expected to fail')
}
