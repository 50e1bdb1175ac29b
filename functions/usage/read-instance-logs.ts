import type { LogService } from '../../shared/cloud/cloud.ts'
import { type CloudError, callFailure, callReason } from '../../shared/cloud/errors.ts'
import {
  INSTANCE_LOGSTORE,
  type InstanceLogReading,
  instanceLogProject,
  type LoggedCalls,
} from '../../shared/domain/after-move/instance-log.ts'
import type { MovedKey } from '../../shared/domain/after-move/watch.ts'
import type { Interval } from '../../shared/domain/coverage.ts'
import { groupBy } from '../../shared/domain/group-by.ts'
import { message } from '../../shared/domain/messages/message.ts'
import type { Scope } from '../../shared/domain/scope.ts'
import { type Instant, iso, MINUTE } from '../../shared/domain/time.ts'
import type { ScopeProgress } from '../../shared/store/scope-progress.ts'
import type { Services } from '../run/services.ts'
import { instanceLogSql, isPlainId, KEYS_AT_ONCE, loggedCalls, MAX_ROWS, missingColumns } from './instance-log-sql.ts'
import type { ReadingOptions } from './reading-options.ts'
import { badAnswer, LackingAnswer, readByHalves, wholeRows } from './sources/sls/bad-day.ts'

/**
 * Reads what the logs of KMS instances tell of keys that have moved into them, since the move. A log that is not there, or that may not be
 * read, is said so and nothing more: it is bought with the instance, and no verdict rests on it. What an earlier run learnt of it stays.
 */
export async function readInstanceLogs(
  scope: Scope,
  watched: readonly MovedKey[],
  { cloud, progress, signal }: Pick<Services, 'cloud' | 'signal'> & { readonly progress: ScopeProgress },
  { asOf, within, outOfTime, fence, check }: ReadingOptions,
): Promise<void> {
  const before = await progress.instanceLogs()
  for (const [instanceId, keys] of groupBy(watched, ({ facts }) => facts.kmsInstanceId ?? '')) {
    if (instanceId === '') continue
    const place = { region: scope.region, project: instanceLogProject(instanceId), logstore: INSTANCE_LOGSTORE }
    const reading = await readLog(cloud.logService(place, scope.accountId), keys, asOf, within).catch((error) => {
      if (!within.aborted || signal.aborted) throw error
      return { state: 'incomplete', reason: outOfTime } as const
    })
    const calls = before.get(instanceId)?.calls ?? []
    check()
    await progress.putInstanceLog(instanceId, { asOf: iso(asOf), calls, ...reading }, fence)
  }
}

type Reading = Pick<InstanceLogReading, 'state' | 'reason'> & Partial<Pick<InstanceLogReading, 'calls'>>

async function readLog(
  logs: LogService,
  keys: readonly MovedKey[],
  asOf: Instant,
  signal: AbortSignal,
): Promise<Reading> {
  const since = Math.min(...keys.map(({ moved }) => Date.parse(moved.after ?? moved.by)))
  const window = { from: floorOf(since), to: floorOf(asOf) }
  const keyIds = keys.map(({ keyId }) => keyId).filter(isPlainId)
  try {
    const { columns } = await logs.index({ signal })
    const missing = missingColumns(columns)
    if (missing.length > 0) return { state: 'incomplete', reason: message('instance-log-lacks', { columns: missing }) }
    const calls: LoggedCalls[] = []
    for (let next = 0; next < keyIds.length && window.from < window.to; next += KEYS_AT_ONCE) {
      const sql = instanceLogSql(keyIds.slice(next, next + KEYS_AT_ONCE), columns)
      calls.push(...(await readByHalves(window, (part) => select(logs, part, sql, signal))))
    }
    return { state: 'read', calls: summed(calls) }
  } catch (caught) {
    if (caught instanceof LackingAnswer)
      return { state: 'incomplete', reason: message('instance-log-cut', { lacks: caught.lacks }) }
    const error = callFailure(caught)
    return { state: isNotThere(error) ? 'not-there' : 'incomplete', reason: callReason(error) }
  }
}

async function select(logs: LogService, part: Interval, sql: string, signal: AbortSignal): Promise<LoggedCalls[]> {
  const answer = await logs.select({ search: '*', ...part, sql }, { signal })
  const isCut = answer.rows.length >= MAX_ROWS && answer.lacks === undefined
  const calls = wholeRows(isCut ? { ...answer, lacks: 'limited' } : answer).map(loggedCalls)
  const isWithin = calls.every(
    ({ firstAt, lastAt }) => Date.parse(firstAt) >= part.from && Date.parse(lastAt) < part.to,
  )
  if (!isWithin) throw badAnswer('AnotherWindow')
  return calls
}

/** Calls that differ in nothing but their time: user agents of one client, and parts of the interval. */
function summed(calls: readonly LoggedCalls[]): LoggedCalls[] {
  const like = ({ keyId, gateway, identity, principalId, client }: LoggedCalls) =>
    JSON.stringify([keyId, gateway, identity, principalId, client])
  return [...groupBy(calls, like).values()].map((group) => group.reduce(sumOf))
}

function sumOf(a: LoggedCalls, b: LoggedCalls): LoggedCalls {
  const madeAt = [a.lastMadeAt, b.lastMadeAt].filter((at) => at !== null).sort()
  return {
    ...(a.lastAt >= b.lastAt ? a : b),
    calls: a.calls + b.calls,
    failures: a.failures + b.failures,
    firstAt: a.firstAt < b.firstAt ? a.firstAt : b.firstAt,
    lastMadeAt: madeAt.at(-1) ?? null,
  }
}

/** No such project, logstore or index, or no right to read it. */
function isNotThere({ kind }: CloudError): boolean {
  return kind === 'not-found' || kind === 'denied'
}

function floorOf(at: Instant): Instant {
  return Math.floor(at / MINUTE) * MINUTE
}
