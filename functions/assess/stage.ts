import { hasMoved, isStillOpen, watchedKeys } from '../../shared/domain/after-move/watch.ts'
import { gaps } from '../../shared/domain/coverage.ts'
import type { PeakUse } from '../../shared/domain/instances/peak-use.ts'
import { isCandidate, type KeySnapshot } from '../../shared/domain/key.ts'
import { message } from '../../shared/domain/messages/message.ts'
import type { Change, ReadinessRow } from '../../shared/domain/readiness.ts'
import { rulePack } from '../../shared/domain/rules/rule-packs.ts'
import { type Scope, scopeId } from '../../shared/domain/scope.ts'
import { DAY, dayOf, iso } from '../../shared/domain/time.ts'
import { TREND_DAYS } from '../../shared/domain/trend.ts'
import type { Verdict } from '../../shared/domain/verdict.ts'
import { keepEvidence } from '../../shared/store/evidence/scope-evidences.ts'
import { withLease } from '../../shared/store/lease.ts'
import { accountScope, ScopeProgress } from '../../shared/store/scope-progress.ts'
import type { Job, Services } from '../run/services.ts'
import { gatherEvidence } from './gather-evidence.ts'
import { type Evidence, type Judged, judgeKey } from './judge-key.ts'
import { judgedBy } from './judged-by.ts'
import { PreviousVerdicts } from './previous-verdicts.ts'

/** Usage rows and changes are kept this long (docs/tables-and-sql.md). */
const KEPT = 400 * DAY
/** Rows that are written at once. */
const BATCH = 100

/** Judges every key of a scope on what inventory and usage have stored, and writes rows and changes. Calls nothing of the vendor's. */
export async function assess(
  job: Job & { readonly accountId: string; readonly region: string },
  services: Services,
): Promise<readonly Job[]> {
  const { store, clock, signal } = services
  const scope = { accountId: job.accountId, region: job.region }
  const id = scopeId(scope)
  await withLease(
    store,
    { scope: id, name: 'lease/scope', owner: `${job.run}/assess`, clock, signal },
    async (lease) => {
      const progress = new ScopeProgress(store, id)
      // Before anything is read that the next reading changes.
      const pass = (await new ScopeProgress(store, accountScope(job.accountId)).usageMark(job.run))?.pass
      const evidence = await gatherEvidence(job, services)
      const keys = evidence.keys
      const previous = await PreviousVerdicts.read(id, job, store)
      const left: string[] = []
      const { rules, observationDays: days } = services.config
      const watching = { asOf: Date.parse(job.asOf), days, covered: evidence.problem ? [] : evidence.covered }
      const { applicationsKeepSdk } = rulePack(rules)
      const watched = new Set(
        watchedKeys(keys, { ...watching, applicationsKeepSdk, left: await progress.leftAfterMove() }).map(
          ({ keyId }) => keyId,
        ),
      )
      for (let at = 0; at < keys.length; at += BATCH) {
        lease.signal.throwIfAborted()
        const rows: ReadinessRow[] = []
        const changes: Change[] = []
        const takenBack: Change[] = []
        const gone: string[] = []
        for (const key of keys.slice(at, at + BATCH)) {
          if (previous.isAhead(key.keyId)) continue
          const past = previous.past(key.keyId)
          const judged = key.kind === 'gone' ? undefined : judgeKey(key, evidence, past)
          const after = judged?.row.verdict ?? null
          if (judged) rows.push(judged.row)
          else if (previous.hasRow(key.keyId)) gone.push(key.keyId)
          const move = judged?.row.afterMove
          if (move && isStillOpen(move, { ...watching, wasWatched: watched.has(key.keyId) })) left.push(key.keyId)
          const own = previous.ownChange(key.keyId)
          if (past.verdict !== after) changes.push(change(key, past.verdict, judged, job))
          else if (own) takenBack.push(own)
        }
        // History first, and what is taken back last: cut off in between, the next run finds the change there, and tells it no second time.
        for (const write of [
          () => store.history.put(changes),
          () => store.readiness.put(rows),
          ...gone.map((keyId) => () => store.readiness.delete(id, keyId)),
          ...takenBack.map((each) => () => store.history.delete(each)),
        ]) {
          lease.check()
          await write()
        }
      }
      if (keys.some(hasMoved)) await progress.putLeftAfterMove(left, lease.generation)
      await store.usage.prune(id, dayOf(Date.parse(job.asOf) - KEPT))
      await store.history.prune(id, iso(Date.parse(job.asOf) - KEPT))
      lease.check()
      if (keys.length > 0) await store.readiness.summarize(id, iso(Date.parse(job.asOf) - TREND_DAYS * DAY))
      await keepEvidence(store, scope)
      if (keys.some(isCandidate)) await progress.putPeakUse(peakUse(evidence), lease.generation)
      await progress.putAssessMark(
        {
          ...{ run: job.run, asOf: job.asOf, keys: keys.filter((key) => key.kind !== 'gone').length },
          judgedBy: judgedBy(job.region, services.config),
          ...{ ownRanges: services.config.ownCidrs, ...(pass === undefined ? {} : { pass }) },
        },
        lease.generation,
      )
    },
  )
  return []
}

/** The busiest hour of all keys that may move, and whether every hour of each was read. */
function peakUse({ asOf, keys, aggregator, covered, problem, windowOf }: Evidence): PeakUse {
  const isRead = ({ facts }: KeySnapshot) => gaps(windowOf(facts.createdAt), covered).length === 0
  const complete = problem === undefined && keys.filter(isCandidate).every(isRead)
  return { asOf, busiest: aggregator.busiest(), complete }
}

/** `judged`: undefined where the key no longer exists. */
function change(
  { keyId }: { readonly keyId: string },
  before: Verdict | null,
  judged: Judged | undefined,
  { accountId, region, asOf }: Scope & { readonly asOf: string },
): Change {
  const deciding = judged?.row.findings.filter(({ rule }) => judged.deciding.includes(rule)) ?? []
  return {
    accountId,
    region,
    keyId,
    changedAt: asOf,
    before,
    after: judged?.row.verdict ?? null,
    why: judged?.deciding ?? [message('key-gone')],
    events: [...new Set(deciding.flatMap((finding) => finding.events))].slice(0, 10),
  }
}
