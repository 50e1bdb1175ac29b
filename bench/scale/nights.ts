import { Laboratory, NOW, type SpreadResult } from '../laboratory.ts'
import { TRAIL_QUOTA } from '../lookups.ts'
import type { MeasuredNight, SeenCall, Trouble } from '../messages.ts'
import { CMKS, type NightFigures } from './figures.ts'

/** Jobs at once, by CMK_FANOUT's default. */
const AT_ONCE = 50
/** Reads a second of each account and region, by CMK_KMS_QPS' default. */
const KMS_QPS = 10
/** What the vendor gives an account. */
const QUOTAS = { kmsRead: 50, lookupEvents: TRAIL_QUOTA }
const NO_TROUBLE: Trouble = { lost: 0, doubled: 0, delayed: 0, reset: 0 }
/** Every 50th task is lost, every 10th delivered twice, every 7th delayed; every 20th dispatch has no answer. */
const TROUBLE: Trouble = { lost: 50, doubled: 10, delayed: 7, reset: 20 }

/** A first night of an organization, under the vendor's quotas: in one process, or spread over functions. */
export function measureNight(
  accounts: number,
  dispatch: NightFigures['dispatch'],
  trouble = false,
): Promise<NightFigures> {
  const size = { accounts, cmks: CMKS, serviceKeys: 1, instanceKeys: 0, secrets: 0 }
  const company = { ...size, events: 60, days: 30, eventsUntil: NOW }
  return Laboratory.with({ company, now: NOW, quotas: QUOTAS, latency: 0 }, async (laboratory) => {
    const settings = { CMK_ACCOUNTS: 'rd:', CMK_REGIONS: 'all' }
    if (dispatch === 'local') {
      const { requests, ...night } = await laboratory.night(NOW, settings)
      return figuresOf({ ...night, tasks: 0, runs: 0, lost: 0 }, requests, { accounts, dispatch, trouble })
    }
    const { requests, ...night } = await laboratory.spreadNight(NOW, settings, trouble ? TROUBLE : NO_TROUBLE)
    return figuresOf(night, requests, { accounts, dispatch, trouble })
  })
}

function figuresOf(
  night: MeasuredNight & Pick<SpreadResult, 'tasks' | 'runs' | 'lost'>,
  requests: readonly SeenCall[],
  about: Pick<NightFigures, 'accounts' | 'dispatch' | 'trouble'>,
): NightFigures {
  const of = (service: string, action?: string) =>
    requests.filter((each) => each.service === service && (action === undefined || each.action === action))
  const tables = of('tablestore')
  const sum = (pick: (call: SeenCall) => number) => tables.reduce((all, call) => all + pick(call), 0)
  return {
    ...about,
    ...{ keys: night.keys, scopes: night.scopes, gaps: night.gaps, open: night.open },
    ...{ tasks: night.tasks, runs: night.runs, lost: night.lost },
    wall: ((requests.at(-1)?.at ?? 0) - (requests[0]?.at ?? 0)) / 1_000,
    floor: floorOf(requests),
    cpu: night.cpu / 1_000,
    memory: night.memory.peak,
    kms: of('kms').length,
    described: of('kms', 'DescribeKey').length,
    lookups: of('actiontrail').length,
    throttled: [...of('kms'), ...of('actiontrail')].filter(({ code }) => /^Throttling/.test(code)).length,
    tablestore: tables.length,
    rowsRead: sum(({ rowsRead }) => rowsRead),
    rowsWritten: sum(({ rowsWritten }) => rowsWritten),
    conflicts: tables.filter(({ code }) => code === 'OTSConditionCheckFail').length,
  }
}

/** Each account has quotas of its own: a night takes as long as its longest account, and as long as its jobs take, 50 at a time. */
function floorOf(requests: readonly SeenCall[]): number {
  const accounts = new Map<string, number>()
  for (const { service, accountId, status } of requests) {
    if (status !== 200 || (service !== 'kms' && service !== 'actiontrail')) continue
    const cost = 1 / (service === 'kms' ? KMS_QPS : TRAIL_QUOTA)
    accounts.set(accountId, (accounts.get(accountId) ?? 0) + cost)
  }
  const seconds = [...accounts.values()]
  return Math.max(...seconds, seconds.reduce((sum, each) => sum + each, 0) / AT_ONCE)
}
