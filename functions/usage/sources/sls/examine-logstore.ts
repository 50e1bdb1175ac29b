import type { LogMode, LogPlace } from '../../../../shared/cloud/cloud.ts'
import { HOUR, type Instant, SECOND } from '../../../../shared/domain/time.ts'
import type { SourceParts } from '../source.ts'
import { LackingAnswer } from './bad-day.ts'
import { type VisibleParts, visibleParts } from './columns.ts'
import { LogReader } from './log-reader.ts'
import type { Settings } from './settings.ts'

/** Logs that are counted to see whether and how the logstore answers. */
const LOOKED_BACK = HOUR

/** What a logstore can show. */
export interface LogstoreFacts {
  /** Days that logs are kept; undefined: for ever. */
  readonly days: number | undefined
  readonly parts: VisibleParts
  /** The index speaks of logs that were written after this moment. */
  readonly indexedSince: Instant
  /** How SQL is answered; undefined: not even an hour is answered whole. */
  readonly mode: LogMode | undefined
}

/** Makes each call that reading a logstore makes, in its smallest form, but for those of its settings. Throws the `CloudError` of the first that fails. */
export async function examineLogstore(
  place: LogPlace,
  settings: Settings,
  parts: Pick<SourceParts, 'cloud' | 'clock'>,
  signal: AbortSignal,
): Promise<LogstoreFacts> {
  const { days } = await settings.get({ signal })
  return { days, ...(await examineIndex(place, parts, signal)) }
}

/** The same of a logstore whose settings were read. */
export async function examineIndex(
  place: LogPlace,
  { cloud, clock }: Pick<SourceParts, 'cloud' | 'clock'>,
  signal: AbortSignal,
): Promise<Omit<LogstoreFacts, 'days'>> {
  const logs = cloud.logService(place)
  const index = await logs.index({ signal })
  const parts = visibleParts(index)
  const reader = new LogReader(logs, { signal }, () => {})
  const to = Math.floor(clock() / SECOND) * SECOND
  const mode = await modeOf(reader, () => reader.blindLogs({ from: to - LOOKED_BACK, to }, parts))
  return { parts, indexedSince: index.modifiedAt, mode }
}

async function modeOf(reader: LogReader, ask: () => Promise<unknown>): Promise<LogMode | undefined> {
  try {
    await ask()
    return reader.mode
  } catch (error) {
    if (error instanceof LackingAnswer) return undefined
    throw error
  }
}
