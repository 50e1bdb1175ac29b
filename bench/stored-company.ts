import { createHash } from 'node:crypto'
import type { KeySnapshot } from '../shared/domain/key.ts'
import type { Change, ReadinessRow } from '../shared/domain/readiness.ts'
import { type Scope, scopeId } from '../shared/domain/scope.ts'
import { summarizeScopes } from '../shared/domain/scope-summary.ts'
import { DAY, type Day, dayOf, HOUR, iso } from '../shared/domain/time.ts'
import { ChangeCounter, TREND_DAYS } from '../shared/domain/trend.ts'
import type { UsageRow } from '../shared/domain/usage.ts'
import { keepEvidence } from '../shared/store/evidence/scope-evidences.ts'
import { setGathered } from '../shared/store/nights/gathered.ts'
import { COMPANY, RunAccounts } from '../shared/store/run-accounts.ts'
import { accountScope, ScopeProgress } from '../shared/store/scope-progress.ts'
import type { Store } from '../shared/store/store.ts'
import { STREAMS } from '../shared/store/streams.ts'
import { packCounts } from '../shared/store/summaries/packed-counts.ts'
import { packKeys } from '../shared/store/summaries/packed-keys.ts'
import { keptChanges, keptKeys } from '../shared/store/summaries/scope-summaries.ts'
import { usageLease } from '../shared/store/usage-lease.ts'
import { changesOf, keyIdOf, REGIONS, rowOf } from './stored-keys.ts'

/** A company whose keys were judged last night. */
export interface StoredCompany {
  readonly accounts: number
  /** Of each account and region. */
  readonly keys: number
  readonly now: number
}

/** Usage rows are kept this long. */
export const USAGE_DAYS = 400
/** Operations and callers of one key on one day. */
const SERIES = 3
export const RUN = 'bench-run'

export function accountIdOf(number: number): string {
  return String(1_000_000_000_000_001 + number)
}

/** The evaluation time of the night before `now`. */
export function asOfNight(now: number): string {
  return iso(now - HOUR)
}

export function scopesOf({ accounts }: Pick<StoredCompany, 'accounts'>): readonly Scope[] {
  return Array.from({ length: accounts }, (_, at) => accountIdOf(at)).flatMap((accountId) =>
    [...REGIONS].sort().map((region) => ({ accountId, region })),
  )
}

/** Stores what a night leaves: rows, changes, and what inventory and usage know of each scope; of the first scope, use of 400 days. */
export async function storeCompany(
  store: Pick<Store, 'progress' | 'readiness' | 'history' | 'usage'>,
  company: StoredCompany,
): Promise<void> {
  const { now, keys } = company
  const asOf = asOfNight(now)
  const accounts = Array.from({ length: company.accounts }, (_, at) => accountIdOf(at))
  await new RunAccounts(store).put({ run: RUN, asOf, accounts })
  await setGathered(store)
  await store.progress.put(COMPANY, [{ name: 'summaries', value: true }])
  for (const accountId of accounts) {
    const progress = new ScopeProgress(store, accountScope(accountId))
    await progress.putRunPlan({ run: RUN, asOf, regions: REGIONS })
    await progress.putDiagnostics('inventory', [])
    await progress.putUsageMark({ run: RUN, asOf, complete: true, pass: 1 })
    const lease = { owner: `${RUN}/usage`, generation: 1, holders: [], expiresAt: asOf }
    const { scope, name } = usageLease(accountId)
    await store.progress.put(scope, [{ name, value: lease }])
  }
  for (const [at, scope] of scopesOf(company).entries()) {
    const rows = Array.from({ length: keys }, (_, index) => rowOf(at * keys + index, scope, now))
    await store.readiness.put(rows)
    const changes = rows.flatMap((row, index) => changesOf(row, at * keys + index, now))
    await store.history.put(changes)
    await summarize(store, scope, rows, changes, now)
    await storeProgress(new ScopeProgress(store, scopeId(scope)), rows, asOf)
    await keepEvidence(store, scope)
    if (at === 0) await storeUsage(store, scope, company)
  }
}

/** As `summarize` of a store does, which reads the rows. */
async function summarize(
  { progress }: Pick<Store, 'progress'>,
  scope: Scope,
  rows: readonly ReadinessRow[],
  all: readonly Change[],
  now: number,
): Promise<void> {
  const counter = new ChangeCounter()
  for (const change of all) counter.add(change)
  const { counts } = counter
  const since = iso(now - TREND_DAYS * DAY - HOUR)
  const summaries = rows.map(({ usage, observed, ...row }) => ({
    ...row,
    usage: { ...usage, callers: usage.callers.map(({ principal }) => ({ principal })) },
    observed: { complete: observed.complete, gaps: observed.gaps },
  }))
  const anew = () => false
  await keptChanges(progress).keep(
    scopeId(scope),
    async () => ({ value: { since, counts }, brief: packCounts(since, counts) }),
    anew,
  )
  const brief = await summarizeScopes([summaries])
  await keptKeys(progress).keep(scopeId(scope), async () => ({ value: packKeys(scope, summaries), brief }), anew)
}

async function storeProgress(progress: ScopeProgress, rows: readonly ReadinessRow[], asOf: string): Promise<void> {
  const covered = [{ from: Date.parse(asOf) - USAGE_DAYS * DAY, to: Date.parse(asOf) }]
  await progress.putSnapshots(rows.map((row) => snapshotOf(row, asOf)))
  await progress.putInventoryMark({ run: RUN, asOf, ok: true, keys: rows.length })
  await progress.putDiagnostics('inventory', [])
  await progress.putDiagnostics('usage', [])
  await progress.putAliasRecords('seen', [], 1)
  await progress.putOwnCalls(covered, 1)
  await progress.putReadingScope({ asOf, from: iso(Date.parse(asOf) - 90 * DAY), secondsLeft: 0 }, 1)
  const seen = [{ at: Date.parse(asOf) - HOUR, by: Date.parse(asOf) }]
  await progress.putSourceProof({ asOf: Date.parse(asOf), state: 'proven', seen }, 1)
  const reading = { covered, final: covered }
  await progress.putReadings(
    STREAMS.map((stream) => [stream, reading] as const),
    1,
  )
  await progress.putAssessMark({ run: RUN, asOf, keys: rows.length, pass: 1 })
}

function snapshotOf({ keyId, arn, facts, aliases, tags }: ReadinessRow, asOf: string): KeySnapshot {
  const version = createHash('md5').update(keyId).digest('hex')
  return {
    ...{ keyId, arn, facts, aliases, tags, asOf },
    ...{
      kind: 'candidate',
      onceCandidate: true,
      secrets: [],
      versionIds: [version],
      versionsComplete: true,
      unread: [],
    },
  }
}

async function storeUsage(store: Pick<Store, 'usage'>, scope: Scope, { keys, now }: StoredCompany): Promise<void> {
  for (let ago = USAGE_DAYS - 1; ago >= 0; ago -= 1) {
    const day = dayOf(now - ago * DAY)
    const rows = Array.from({ length: keys * SERIES }, (_, at) => usageRow(day, at))
    await store.usage.replaceDays(scopeId(scope), [day], rows)
  }
}

function usageRow(day: Day, at: number): UsageRow {
  const principal = `role/app-${at % 7}`
  return {
    day,
    keyId: keyIdOf(Math.floor(at / SERIES)),
    series: createHash('sha256')
      .update(`${at % SERIES} ${principal}`)
      .digest('hex'),
    operation: ['Decrypt', 'Encrypt', 'GenerateDataKey'][at % SERIES] ?? '',
    outcome: 'made',
    caller: { principal, kind: 'application', client: 'java', network: 'vpc' },
    calls: 240,
    failures: 0,
    hours: Array.from({ length: 24 }, () => 10),
    firstAt: `${day}T00:00:01Z`,
    lastAt: `${day}T23:59:01Z`,
    events: Array.from({ length: 10 }, (_, event) => ({
      id: `${day}-${at}-${event}-0e0f-4c5d-8a6b`,
      at: `${day}T23:59:01Z`,
    })),
  }
}
