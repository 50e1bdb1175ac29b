import type { Config } from '../../shared/config/settings.ts'
import { type Audience, audienceName, audienceOf } from '../../shared/digest/audience.ts'
import { DigestMaker, type DigestSettings } from '../../shared/digest/digest.ts'
import type { Digest } from '../../shared/digest/model.ts'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import { decisionsOf } from '../../shared/store/decisions-of.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Services } from '../run/services.ts'
import { lastRunOf, readRuns } from './last-run.ts'
import { latestDiagnosticsOf } from './latest-diagnostics.ts'

/** The tables that a digest is made of. */
export type DigestTables = Pick<Store, 'readiness' | 'history' | 'progress' | 'decisions'>

export interface ReadOptions extends Audience, Pick<DigestSettings, 'period' | 'missedSince'> {
  /** Sees each row that a digest is made of, and the name of whom that is for. */
  readonly onRow?: (row: ReadinessRow, audience: string) => void
}

/** The digest of what the tables hold now. Tells the changes of the last day unless more are asked for. */
export async function readDigest(
  store: DigestTables,
  config: Pick<Config, 'timezone' | 'rules'>,
  services: Pick<Services, 'clock' | 'signal'>,
  options: ReadOptions = {},
): Promise<Digest> {
  const maker = new DigestMaker(await settingsOf(store, config, services, options))
  await readInto([maker], store, services, options)
  return maker.make()
}

/** The same for each audience, by its name: the tables are read once, however many they are. */
export async function readDigests(
  store: DigestTables,
  config: Pick<Config, 'timezone' | 'rules'>,
  services: Pick<Services, 'clock' | 'signal'>,
  audiences: Iterable<Audience>,
  options: ReadOptions = {},
): Promise<ReadonlyMap<string, Digest>> {
  const settings = await settingsOf(store, config, services, options)
  const makers = new Map(
    [...audiences].map((each) => [audienceName(each), new DigestMaker({ ...settings, ...audienceOf(each) })]),
  )
  await readInto([...makers.values()], store, services, options)
  return new Map([...makers].map(([name, maker]) => [name, maker.make()]))
}

async function settingsOf(
  store: DigestTables,
  { timezone, rules }: Pick<Config, 'timezone' | 'rules'>,
  { clock }: Pick<Services, 'clock'>,
  { period, missedSince, ...audience }: ReadOptions,
): Promise<DigestSettings> {
  const [runs, decisions] = await Promise.all([readRuns(store), decisionsOf(store)])
  return {
    diagnostics: latestDiagnosticsOf(runs),
    lastRun: lastRunOf(runs),
    decisions,
    now: clock(),
    timezone,
    rules,
    ...(period !== undefined && { period }),
    ...(missedSince !== undefined && { missedSince }),
    ...audienceOf(audience),
  }
}

async function readInto(
  makers: readonly DigestMaker[],
  { readiness, history }: DigestTables,
  { signal }: Pick<Services, 'signal'>,
  { onRow }: ReadOptions,
): Promise<void> {
  for await (const row of readiness.list()) {
    signal.throwIfAborted()
    for (const maker of makers) if (maker.addRow(row)) onRow?.(row, audienceName(maker.audience))
  }
  for await (const change of history.list()) {
    signal.throwIfAborted()
    for (const maker of makers) maker.addChange(change)
  }
}
