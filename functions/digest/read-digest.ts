import type { Config } from '../../shared/config/settings.ts'
import { DigestMaker, type DigestSettings } from '../../shared/digest/digest.ts'
import type { Digest } from '../../shared/digest/model.ts'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import { decisionsOf } from '../../shared/store/decisions-of.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Services } from '../run/services.ts'
import { readLastRun } from './last-run.ts'
import { latestDiagnostics } from './latest-diagnostics.ts'

/** The tables that a digest is made of. */
export type DigestTables = Pick<Store, 'readiness' | 'history' | 'progress' | 'decisions'>

/** Whose keys a digest is of: those of an owner, or with `undefined` all. */
export type DigestOwner = string | undefined

export interface ReadOptions extends Pick<DigestSettings, 'period' | 'missedSince' | 'owner'> {
  /** Sees each row that a digest is made of. */
  readonly onRow?: (row: ReadinessRow, owner: DigestOwner) => void
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

/** The same of all keys and of those of each owner, by owner: the tables are read once, however many they are. */
export async function readDigests(
  store: DigestTables,
  config: Pick<Config, 'timezone' | 'rules'>,
  services: Pick<Services, 'clock' | 'signal'>,
  owners: Iterable<DigestOwner>,
  options: ReadOptions = {},
): Promise<ReadonlyMap<DigestOwner, Digest>> {
  const settings = await settingsOf(store, config, services, options)
  const makers = new Map(
    [...owners].map((owner) => [owner, new DigestMaker({ ...settings, ...(owner !== undefined && { owner }) })]),
  )
  await readInto([...makers.values()], store, services, options)
  return new Map([...makers].map(([owner, maker]) => [owner, maker.make()]))
}

async function settingsOf(
  store: DigestTables,
  { timezone, rules }: Pick<Config, 'timezone' | 'rules'>,
  { clock }: Pick<Services, 'clock'>,
  { period, missedSince, owner }: ReadOptions,
): Promise<DigestSettings> {
  return {
    diagnostics: await latestDiagnostics(store),
    lastRun: await readLastRun(store),
    decisions: await decisionsOf(store),
    now: clock(),
    timezone,
    rules,
    ...(period !== undefined && { period }),
    ...(missedSince !== undefined && { missedSince }),
    ...(owner !== undefined && { owner }),
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
    for (const maker of makers) if (maker.addRow(row)) onRow?.(row, maker.owner)
  }
  for await (const change of history.list()) {
    signal.throwIfAborted()
    for (const maker of makers) maker.addChange(change)
  }
}
