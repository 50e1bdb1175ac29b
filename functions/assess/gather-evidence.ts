import { abilityOf } from '../../shared/domain/ability.ts'
import { AliasHistory } from '../../shared/domain/alias-history.ts'
import { type Coverage, gaps, intersection } from '../../shared/domain/coverage.ts'
import { Statements } from '../../shared/domain/decisions/statements.ts'
import { type EventShape, type ShapeProblem, shapeProblem } from '../../shared/domain/event-shape.ts'
import { isCandidate } from '../../shared/domain/key.ts'
import { KeyIndex } from '../../shared/domain/key-index.ts'
import { message } from '../../shared/domain/messages/message.ts'
import { ALIAS_OPERATIONS } from '../../shared/domain/operations.ts'
import { destinationIn } from '../../shared/domain/plan/destination.ts'
import { type Scope, scopeId } from '../../shared/domain/scope.ts'
import { problemOf, type SourceProblem } from '../../shared/domain/source-proof.ts'
import { dayOf, type Instant, parseInstant } from '../../shared/domain/time.ts'
import { UsageAggregator } from '../../shared/domain/usage-aggregator.ts'
import { coveredBy, nominalWindow, observationWindow, type Reading, readBy } from '../../shared/domain/window.ts'
import { decisionsOf } from '../../shared/store/decisions-of.ts'
import { ScopeProgress } from '../../shared/store/scope-progress.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Services } from '../run/services.ts'
import { MoveFollower } from './follow-moves.ts'
import type { Evidence } from './judge-key.ts'
import { readOwnRangesOf } from './own-ranges.ts'

/** What evidence is read from, and the settings by which it counts. */
export interface EvidenceServices {
  readonly config: Pick<Services['config'], 'rules' | 'observationDays' | 'ownCidrs' | 'planning'>
  readonly store: Pick<Store, 'progress' | 'usage' | 'decisions'>
}

/** What inventory and usage have stored of a scope, for judging its keys as of a run. Reads the tables alone. */
export async function gatherEvidence(
  job: Scope & { readonly asOf: string },
  { config, store }: EvidenceServices,
): Promise<Evidence> {
  const progress = new ScopeProgress(store, scopeId(job))
  const asOf = Date.parse(job.asOf)
  const keys = await progress.snapshots()
  const readings = await progress.readings()
  const reading = readings.all
  const aliasReadings = ALIAS_OPERATIONS.map((name) => readings[name])
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
  const byId = new Map(keys.map((key) => [key.keyId, key]))
  const windowOfKey = (keyId: string, windowFrom: typeof windowFor) => {
    const known = byId.get(keyId)
    return known && windowFrom(known.facts.createdAt)
  }
  const mayMove = new Set(keys.filter(isCandidate).map(({ keyId }) => keyId))
  const own = await readOwnRangesOf(job, keys.length > 0, { config, store })
  const moves = await MoveFollower.open(keys, progress)
  const aggregator = new UsageAggregator({
    keys: new KeyIndex(keys),
    aliases: new AliasHistory(await progress.aliasRecords(), gaps(aliasWindow, aliasesCovered).length === 0),
    own,
    statements: new Statements(await decisionsOf(store, scopeId(job))),
    ability: (keyId, row) => abilityOf(byId.get(keyId), row),
    window,
    windowOf: (keyId) => windowOfKey(keyId, windowFor),
    nominalWindowOf: (keyId) => windowOfKey(keyId, nominalFor),
    mayMove: (keyId) => mayMove.has(keyId),
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
    destination: destinationIn(job.region, config.planning),
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
