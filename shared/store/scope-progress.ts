import type { InstanceLogReading, Principals } from '../domain/after-move/instance-log.ts'
import type { AliasRecord } from '../domain/alias-history.ts'
import { parseCoverage } from '../domain/coverage.ts'
import type { EventShape } from '../domain/event-shape.ts'
import type { InstancesReading } from '../domain/instances/kms-instance.ts'
import type { PeakUse } from '../domain/instances/peak-use.ts'
import { type KeySnapshot, NO_FACTS } from '../domain/key.ts'
import { PROBES_KEPT, type ProbeCalls } from '../domain/probe-calls.ts'
import type { Diagnostic } from '../domain/readiness.ts'
import { parseScopeId, type Scope } from '../domain/scope.ts'
import type { OwnCalls, SourceProof } from '../domain/source-proof.ts'
import { DAY, iso } from '../domain/time.ts'
import { type Reading, UNREAD } from '../domain/window.ts'
import { keptEvidence } from './evidence/kept-evidence.ts'
import { AccountNights } from './nights/account-nights.ts'
import { DiagnosticsTable } from './nights/diagnostics-table.ts'
import type { AssessMark, InventoryMark, ReadingScope, RunPlan, UsageMark } from './run-marks.ts'
import type { Store } from './store.ts'
import { formatProbe, formatShape, parseProbe, parseShape, type StoredProbe, type StoredShape } from './stored-probe.ts'
import { formatProof, parseProof, type StoredProof } from './stored-proof.ts'
import {
  formatCoverage,
  formatReading,
  parseReading,
  type StoredCoverage,
  type StoredReading,
} from './stored-reading.ts'
import { isStream, STREAMS, type StreamName } from './streams.ts'

/** Marks of a run are of no use once nothing of it can still be under way. */
const MARKS_KEPT = 2 * DAY

export type AliasSource = 'seen' | 'events'

function answersOf(run: string): string {
  return `answers/${run}/`
}

/** Where account-wide entries live: no region has this name. */
export function accountScope(accountId: string): string {
  return `${accountId}:*`
}

/** What the `progress` table holds of a scope, by name. Written by the stages, read by those after them and by the next night. */
export class ScopeProgress {
  readonly #store: Pick<Store, 'progress'>
  readonly #scope: string

  constructor(store: Pick<Store, 'progress'>, scope: string) {
    this.#store = store
    this.#scope = scope
  }

  async snapshots(): Promise<KeySnapshot[]> {
    const keys: KeySnapshot[] = []
    for await (const entry of this.#store.progress.list(this.#scope, 'key/')) {
      const key = entry.value as KeySnapshot
      // Facts that came later are missing in what an older version wrote.
      keys.push({ ...key, facts: { ...NO_FACTS, ...key.facts } })
    }
    return keys
  }

  putSnapshots(keys: readonly KeySnapshot[], fence?: number): Promise<void> {
    return this.#put(
      keys.map((key) => ({ name: `key/${key.keyId}`, value: key })),
      fence,
    )
  }

  /** What keys of the scope answered in a run that is not at its end, by entry. Drops what is left of other runs. */
  async keyAnswers<T>(run: string): Promise<readonly (readonly T[])[]> {
    const found: (readonly T[])[] = []
    for await (const { name, value } of this.#store.progress.list(this.#scope, 'answers/')) {
      if (name.startsWith(answersOf(run))) found.push(value as readonly T[])
      else await this.#store.progress.delete(this.#scope, name)
    }
    return found
  }

  putKeyAnswers(run: string, entry: number, answers: readonly unknown[], fence: number): Promise<void> {
    return this.#put([{ name: `${answersOf(run)}${entry}`, value: answers }], fence)
  }

  async dropKeyAnswers(run: string): Promise<void> {
    for await (const { name } of this.#store.progress.list(this.#scope, answersOf(run)))
      await this.#store.progress.delete(this.#scope, name)
  }

  inventoryMark(run: string): Promise<InventoryMark | undefined> {
    return this.#get(`inventory/${run}`)
  }

  async putInventoryMark(mark: InventoryMark, fence?: number): Promise<void> {
    const { accountId, region } = this.#place
    if (!mark.ok) await this.#nights.refused(accountId, region, mark.run)
    await this.#putMark('inventory', mark, fence)
  }

  /** The KMS instances of the scope. Written by inventory, where keys may move. */
  instances(): Promise<InstancesReading | undefined> {
    return this.#get('instances')
  }

  putInstances(reading: InstancesReading, fence?: number): Promise<void> {
    return this.#put([{ name: 'instances', value: reading }], fence)
  }

  /** The busiest hour of all keys of the scope that may move. Written by assess. */
  peakUse(): Promise<PeakUse | undefined> {
    return this.#get('peak-use')
  }

  putPeakUse(peak: PeakUse, fence: number): Promise<void> {
    return this.#put([{ name: 'peak-use', value: peak }], fence)
  }

  runPlan(run: string): Promise<RunPlan | undefined> {
    return this.#get(`run/${run}`)
  }

  /** The plan of the account's last run. */
  async latestPlan(): Promise<RunPlan | undefined> {
    let latest: RunPlan | undefined
    for await (const { value } of this.#store.progress.list(this.#scope, 'run/')) {
      const plan = value as RunPlan
      if (latest === undefined || plan.asOf > latest.asOf) latest = plan
    }
    return latest
  }

  async putRunPlan(plan: RunPlan): Promise<void> {
    await this.#nights.begin(this.#place.accountId, plan)
    await this.#putMark('run', plan)
  }

  usageMark(run: string): Promise<UsageMark | undefined> {
    return this.#get(`usage/${run}`)
  }

  putUsageMark(mark: UsageMark, fence?: number): Promise<void> {
    return this.#putMark('usage', mark, fence)
  }

  readingScope(): Promise<ReadingScope | undefined> {
    return this.#get('reading-scope')
  }

  putReadingScope(scope: ReadingScope, fence: number): Promise<void> {
    return this.#put([{ name: 'reading-scope', value: scope }], fence)
  }

  assessMark(run: string): Promise<AssessMark | undefined> {
    return this.#get(`assess/${run}`)
  }

  /** The mark of the last run that judged the scope. */
  async latestAssessMark(): Promise<AssessMark | undefined> {
    let latest: AssessMark | undefined
    for await (const { value } of this.#store.progress.list(this.#scope, 'assess/')) {
      const mark = value as AssessMark
      if (latest === undefined || mark.asOf > latest.asOf) latest = mark
    }
    return latest
  }

  async putAssessMark(mark: AssessMark, fence?: number): Promise<void> {
    const { accountId, region } = this.#place
    await this.#nights.judged(accountId, region, mark)
    await this.#putMark('assess', mark, fence)
  }

  /** Everything known of who aliases named. */
  async aliasRecords(): Promise<readonly AliasRecord[]> {
    const [seen, events] = await Promise.all([this.aliasRecordsOf('seen'), this.aliasRecordsOf('events')])
    return [...seen, ...events]
  }

  /** `seen`: by inventory, in ListAliases. `events`: by usage, in the trail. Each stage writes under the fence of its own lease. */
  async aliasRecordsOf(source: AliasSource): Promise<readonly AliasRecord[]> {
    return (await this.#get<readonly AliasRecord[]>(`aliases/${source}`)) ?? []
  }

  putAliasRecords(source: AliasSource, records: readonly AliasRecord[], fence: number): Promise<void> {
    return this.#put([{ name: `aliases/${source}`, value: records }], fence)
  }

  async reading(stream: StreamName): Promise<Reading> {
    return parseReading(await this.#get<StoredReading>(`coverage/${stream}`))
  }

  /** How far each stream is read. */
  async readings(): Promise<Record<StreamName, Reading>> {
    const readings = Object.fromEntries(STREAMS.map((stream) => [stream, UNREAD])) as Record<StreamName, Reading>
    for await (const { name, value } of this.#store.progress.list(this.#scope, 'coverage/')) {
      const stream = name.slice('coverage/'.length)
      if (isStream(stream)) readings[stream] = parseReading(value as StoredReading)
    }
    return readings
  }

  putReadings(readings: readonly (readonly [StreamName, Reading])[], fence: number): Promise<void> {
    return this.#put(
      readings.map(([stream, reading]) => ({ name: `coverage/${stream}`, value: formatReading(reading) })),
      fence,
    )
  }

  /** Who is behind the UIDs of RAM identities, by events: the log of a KMS instance names callers by nothing else. Written by usage. */
  async principals(): Promise<Principals> {
    return (await this.#get<Principals>('principals')) ?? {}
  }

  putPrincipals(principals: Principals, fence: number): Promise<void> {
    return this.#put([{ name: 'principals', value: principals }], fence)
  }

  /** What the logs of the KMS instances tell that keys of the scope have moved into, by the instance's id. Written by usage. */
  async instanceLogs(): Promise<ReadonlyMap<string, InstanceLogReading>> {
    const logs = new Map<string, InstanceLogReading>()
    for await (const { name, value } of this.#store.progress.list(this.#scope, 'instance-log/'))
      logs.set(name.slice('instance-log/'.length), value as InstanceLogReading)
    return logs
  }

  putInstanceLog(instanceId: string, reading: InstanceLogReading, fence: number): Promise<void> {
    return this.#put([{ name: `instance-log/${instanceId}`, value: reading }], fence)
  }

  /** Moved keys that somebody still calls the old way. Written by assess, so that usage goes on reading for them. */
  async leftAfterMove(): Promise<ReadonlySet<string>> {
    return new Set((await this.#get<readonly string[]>('after-move')) ?? [])
  }

  putLeftAfterMove(keyIds: readonly string[], fence: number): Promise<void> {
    return this.#put([{ name: 'after-move', value: keyIds }], fence)
  }

  /** When each run called KMS in the scope. Written by inventory. */
  async ownCalls(): Promise<readonly OwnCalls[]> {
    return parseCoverage((await this.#get<StoredCoverage>('own-calls')) ?? [])
  }

  putOwnCalls(calls: readonly OwnCalls[], fence: number): Promise<void> {
    return this.#put([{ name: 'own-calls', value: formatCoverage(calls) }], fence)
  }

  /** What is known of the source of the scope. Written by usage. */
  async sourceProof(): Promise<SourceProof | undefined> {
    return parseProof(await this.#get<StoredProof>('source-proof'))
  }

  putSourceProof(proof: SourceProof, fence: number): Promise<void> {
    return this.#put([{ name: 'source-proof', value: formatProof(proof) }], fence)
  }

  /** What events of the scope hold, by what the last probe through each source was shown. */
  async eventShapes(): Promise<readonly EventShape[]> {
    const stored = (await this.#get<readonly StoredShape[]>('event-shape')) ?? []
    return stored.map(parseShape)
  }

  /** In place of what was known of the same source. */
  async putEventShape(shape: EventShape): Promise<void> {
    const others = (await this.eventShapes()).filter(({ source }) => source !== shape.source)
    const takeBack = () => keptEvidence(this.#store).takeBack([this.#scope])
    await takeBack()
    await this.#put([{ name: 'event-shape', value: [...others, shape].map(formatShape) }])
    // Once more: a probe has no lease, and who keeps evidence just now may have read the shapes of before.
    await takeBack()
  }

  /** The calls of probes, which are no application's. */
  async probes(): Promise<readonly ProbeCalls[]> {
    const all: ProbeCalls[] = []
    for await (const { value } of this.#store.progress.list(this.#scope, 'probe/'))
      all.push(parseProbe(value as StoredProbe))
    return all
  }

  /** Under its own name, so that two at once do not undo each other's; those that no window reaches any more are dropped. */
  async putProbe(probe: ProbeCalls): Promise<void> {
    const name = (mark: string) => `probe/${mark.replace(/^.*\//, '')}`
    await this.#put([{ name: name(probe.mark), value: formatProbe(probe) }])
    for (const { mark, to } of await this.probes())
      if (to < probe.from - PROBES_KEPT) await this.#store.progress.delete(this.#scope, name(mark))
  }

  diagnostics(): Promise<readonly Diagnostic[]> {
    return new DiagnosticsTable(this.#store).of(this.#scope)
  }

  putDiagnostics(stage: Diagnostic['stage'], diagnostics: readonly Diagnostic[], fence?: number): Promise<void> {
    return new DiagnosticsTable(this.#store).put(this.#scope, stage, diagnostics, fence)
  }

  get #nights(): AccountNights {
    return new AccountNights(this.#store)
  }

  get #place(): Scope {
    return parseScopeId(this.#scope)
  }

  /** Each run has marks of its own, so that two at once do not undo each other's; those of runs long over are dropped. */
  async #putMark(kind: string, mark: { readonly run: string; readonly asOf: string }, fence?: number): Promise<void> {
    await this.#put([{ name: `${kind}/${mark.run}`, value: mark }], fence)
    const oldest = iso(Date.parse(mark.asOf) - MARKS_KEPT)
    for await (const { name, value } of this.#store.progress.list(this.#scope, `${kind}/`)) {
      if ((value as { asOf: string }).asOf < oldest) await this.#store.progress.delete(this.#scope, name)
    }
  }

  async #get<T>(name: string): Promise<T | undefined> {
    return (await this.#store.progress.get(this.#scope, name))?.value as T | undefined
  }

  #put(entries: readonly { readonly name: string; readonly value: unknown }[], fence?: number): Promise<void> {
    return this.#store.progress.put(this.#scope, entries, fence)
  }
}
