import { DAY, MINUTE } from '../../../shared/domain/time.ts'
import type { CloudOptions, SimulatedCloud } from '../../../simulator/cloud/cloud.ts'
import { type Answered, type LogClient, logClient } from '../../../simulator/cloud/sls/client.ts'
import type { LogsAnswer, Meta } from '../../../simulator/cloud/sls/meta.ts'
import { type LogIndex, type Logstore, logProject, trailLogstore } from '../../../simulator/cloud/sls/projects.ts'
import {
  account,
  DEFAULT_ACCOUNT,
  region,
  type Trail,
  trail,
  type World,
  type WorldEvent,
  world,
} from '../../../simulator/cloud/world.ts'
import { NOW } from './lookups.ts'
import { openCloud } from './open-cloud.ts'

export const PROJECT = 'audit-logs'
export const LOGSTORE = 'actiontrail_audit'
export const TO = NOW / 1_000
/** The cloud's clock, at which what happened until NOW is delivered. */
export const LATER = NOW + 10 * MINUTE
export const FROM = TO - 7 * (DAY / 1_000)

/** A region whose trail `audit` delivers into Log Service. */
export function loggedWorld(
  events: WorldEvent[],
  { store = {}, index, to = {} }: { store?: Partial<Logstore>; index?: LogIndex; to?: Partial<Trail> } = {},
): World {
  const logstore = trailLogstore('audit', { ...store, ...(index ? { index } : {}) })
  const here = region({
    events,
    trails: [trail({ slsProjectArn: `acs:log:cn-hangzhou:${DEFAULT_ACCOUNT}:project/${PROJECT}`, ...to })],
    logProjects: [logProject({ name: PROJECT, logstores: [logstore] })],
  })
  return world({ accounts: [account({ regions: { 'cn-hangzhou': here, 'cn-beijing': region() } })] })
}

/** A cloud with Log Service, and the vendor's client at hand. */
export interface OpenLogs {
  readonly cloud: SimulatedCloud
  readonly client: LogClient
  /** GetLogsV2 over the seven days before now: its rows, or its error. */
  rows(query: string): Promise<Record<string, string>[] | string>
  ask(query: string, more?: Record<string, unknown>): Promise<Answered & { readonly meta: Partial<Meta> }>
}

export async function openLogs(there: World, options: CloudOptions = {}): Promise<OpenLogs> {
  const { cloud, keys } = await openCloud(there, { clock: () => LATER, ...options })
  const client = logClient({ url: cloud.endpoints.sls['cn-hangzhou'] ?? '', keys })
  const ask = async (query: string, more: Record<string, unknown> = {}) => {
    const answer = await client.getLogs(PROJECT, LOGSTORE, { from: FROM, to: TO, query, ...more })
    return { ...answer, meta: (answer.body as LogsAnswer | undefined)?.meta ?? {} }
  }
  return {
    ...{ cloud, client, ask },
    rows: async (query) => {
      const { code, message, body } = await ask(query)
      if (code !== '') return message
      return (body as LogsAnswer).data.map(({ __source__: _, __time__: __, ...row }) => row)
    },
  }
}
