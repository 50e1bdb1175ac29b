import { hasMoved } from '../../shared/domain/after-move/watch.ts'
import { AliasHistory } from '../../shared/domain/alias-history.ts'
import { type Coverage, gaps, intersection } from '../../shared/domain/coverage.ts'
import { Statements } from '../../shared/domain/decisions/statements.ts'
import { type EventShape, type ShapeProblem, shapeProblem } from '../../shared/domain/event-shape.ts'
import { isCandidate } from '../../shared/domain/key.ts'
import { KeyIndex } from '../../shared/domain/key-index.ts'
import { message } from '../../shared/domain/messages/message.ts'
import { OwnRanges } from '../../shared/domain/network.ts'
import { ALIAS_OPERATIONS } from '../../shared/domain/operations.ts'
import type { Change, ReadinessRow } from '../../shared/domain/readiness.ts'
import { type Scope, scopeId } from '../../shared/domain/scope.ts'
import { problemOf, type SourceProblem } from '../../shared/domain/source-proof.ts'
import { DAY, dayOf, type Instant, iso, parseInstant } from '../../shared/domain/time.ts'
import { UsageAggregator } from '../../shared/domain/usage-aggregator.ts'
import type { Verdict } from '../../shared/domain/verdict.ts'
import { coveredBy, nominalWindow, observationWindow, type Reading, readBy } from '../../shared/domain/window.ts'
import { decisionsOf } from '../../shared/store/decisions-of.ts'
import { withLease } from '../../shared/store/lease.ts'
import { ScopeProgress } from '../../shared/store/scope-progress.ts'
import type { Job, Services } from '../run/services.ts'
import { MoveFollower } from './follow-moves.ts'
import { type Evidence, type Judged, judgeKey } from './judge-key.ts'
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
      const evidence = await gather(job, services, progress)
      const keys = evidence.keys
      const previous = await PreviousVerdicts.read(id, job, store)
      const left: string[] = []
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
          if (judged?.row.afterMove && judged.row.afterMove.left > 0) left.push(key.keyId)
          else if (previous.hasRow(key.keyId)) gone.push(key.keyId)
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
      await progress.putAssessMark(
        {
          ...{ run: job.run, asOf: job.asOf, keys: keys.filter((key) => key.kind !== 'gone').length },
          ownRanges: services.config.ownCidrs,
        },
        lease.generation,
      )
    },
  )
  return []
}

async function gather(
  job: Job & { accountId: string; region: string },
  services: Services,
  progress: ScopeProgress,
): Promise<Evidence> {
  const { config, store } = services
  const asOf = Date.parse(job.asOf)
  const keys = await progress.snapshots()
  const reading = await progress.reading('all')
  const aliasReadings = await Promise.all(ALIAS_OPERATIONS.map((name) => progress.reading(name)))
  const aliasesCovered = aliasReadings.map((each) => each.covered).reduce(intersection)
  const aliasHorizon = aliasReadings.map((each) => each.horizon ?? 0).reduce((a, b) => Math.max(a, b))
  const windowFor = (createdAt: string | null) =>
    observationWindow(asOf, config.observationDays, parseInstant(createdAt), reading)
  const nominalFor = (createdAt: string | null) => nominalWindow(asOf, config.observationDays, parseInstant(createdAt))
  const window = nominalFor(null)
  // As far back as usage reads: to the oldest candidate.
  const starts = keys.filter(isCandidate).map((key) => nominalFor(key.facts.createdAt).from)
  const since = starts.length === 0 ? asOf : Math.min(...starts)
  const aliasWindow = observationWindow(asOf, config.observationDays, since, { horizon: aliasHorizon })
  const problem = await problemOfSource(progress, reading, since)
  const createdAt = new Map(keys.map((key) => [key.keyId, key.facts.createdAt]))
  const windowOfKey = (keyId: string, windowFrom: typeof windowFor) => {
    const created = createdAt.get(keyId)
    return created === undefined ? undefined : windowFrom(created)
  }
  const own = new OwnRanges(config.ownCidrs)
  const moves = await MoveFollower.open(keys, progress)
  const aggregator = new UsageAggregator({
    keys: new KeyIndex(keys),
    aliases: new AliasHistory(await progress.aliasRecords(), gaps(aliasWindow, aliasesCovered).length === 0),
    own,
    statements: new Statements(await decisionsOf(store, scopeId(job))),
    window,
    windowOf: (keyId) => windowOfKey(keyId, windowFor),
    nominalWindowOf: (keyId) => windowOfKey(keyId, nominalFor),
    told: (keyId, row) => moves.uses.add(keyId, row),
  })
  for await (const row of store.usage.list(scopeId(job), dayOf(window.from), dayOf(window.to))) aggregator.add(row)
  const versionsComplete = keys.filter(isCandidate).every((key) => key.versionsComplete)
  const diagnostics = (await progress.diagnostics()).filter((each) => each.stage === 'usage' && each.asOf === job.asOf)
  return {
    scope: { accountId: job.accountId, region: job.region },
    asOf: job.asOf,
    pack: config.rules,
    keys,
    aggregator,
    moves,
    unattributed: aggregator.unattributed(versionsComplete),
    saidToBeOthers: aggregator.saidToBeOthers(versionsComplete),
    covered: reading.covered,
    problem,
    shapeProblem: problemOfShapes(await progress.eventShapes(), intersection(reading.covered, [window]), reading),
    gapReasons: diagnostics.map(({ action, code, message: said }) => (code ? message('call', { action, code }) : said)),
    windowOf: windowFor,
    ownRangesKnown: own.known,
  }
}

/** What a probe found of a source that showed some of what is judged on. */
function problemOfShapes(
  shapes: readonly EventShape[],
  judgedOn: Coverage,
  { by }: Pick<Reading, 'by'>,
): ShapeProblem | undefined {
  // A name of coverage is that of a source, and perhaps of a mode behind it.
  const names = Object.keys(coveredBy({ covered: judgedOn, ...(by && { by }) }))
  const isRestedOn = ({ source }: EventShape) => names.some((name) => name === source || name.startsWith(`${source} `))
  return shapes.filter(isRestedOn).flatMap((shape) => shapeProblem(shape) ?? [])[0]
}

/** What stands against the source of the scope, by what was last read of it. */
async function problemOfSource(
  progress: ScopeProgress,
  reading: Reading,
  since: Instant,
): Promise<SourceProblem | undefined> {
  const proof = await progress.sourceProof()
  if (!proof) return reading.covered.length > 0 ? { why: 'no-event' } : undefined
  const { asOf } = proof
  const { covered } = reading
  return problemOf(proof, { asOf, since, ownCalls: await progress.ownCalls(), covered, read: readBy(reading, asOf) })
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
