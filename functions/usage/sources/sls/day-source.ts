import { type Coverage, covers, type Interval } from '../../../../shared/domain/coverage.ts'
import { message } from '../../../../shared/domain/messages/message.ts'
import type { Scope } from '../../../../shared/domain/scope.ts'
import { DAY, dayOf, type Instant, iso } from '../../../../shared/domain/time.ts'
import { daysOf } from '../../../../shared/domain/window.ts'
import { readByHalves, UnreadableDay } from './bad-day.ts'
import { type VisibleParts, visibleBefore } from './columns.ts'
import type { LogReader } from './log-reader.ts'
import type { LogVolume } from './log-volume.ts'
import type { UnseenLogs } from './unseen-logs.ts'

/** What is known of the logstore when days are read. */
export interface DaySource {
  readonly scope: Scope
  readonly reader: LogReader
  readonly parts: VisibleParts
  readonly volume: LogVolume
  /** Logs from before are not in the index as it is now. */
  readonly modifiedAt: Instant
  readonly unseen: UnseenLogs
  /** What happened before that and was delivered since: the index is for what is written after it. */
  readonly writtenSince: Coverage
}

/** Throws an `UnreadableDay` for a UTC day on which nothing was logged of any service or region: what was lost, or forgotten, looks the same. */
export async function requireLogs(window: Interval, { reader, volume }: DaySource): Promise<void> {
  for (const day of daysOf(window)) {
    if (day.to - day.from < DAY || volume.knowsLogsIn(day)) continue
    const found = await readByHalves(day, async (part) => [await reader.hasLogs(part)])
    if (!found.includes(true)) throw new UnreadableDay(message('day-without-logs', { day: dayOf(day.from) }))
  }
}

/**
 * The source as SQL sees the window; undefined where it does not see all that decides. What was written before there was any index is found by no
 * query: where that may be, throws an `UnreadableDay`.
 */
export async function seenIn(window: Interval, source: DaySource): Promise<DaySource | undefined> {
  const { reader, parts, modifiedAt } = source
  if (window.from >= modifiedAt) return parts.lacking.length === 0 ? source : undefined
  const before = { from: window.from, to: Math.min(window.to, modifiedAt) }
  const answers = await readByHalves(before, async (part) => {
    const found = await reader.blindLogs(part, parts)
    return [{ ...found, isEmpty: found.days < daysOf(part).length }]
  })
  const isWrittenSince = covers(source.writtenSince, before)
  const unseen = isWrittenSince ? undefined : await source.unseen.get()
  if (answers.some(({ isEmpty }) => isEmpty) || (unseen && unseen.from < before.to && unseen.to > before.from))
    throw indexChanged(window, modifiedAt)
  if (parts.lacking.length > 0 || answers.some(({ blind }) => blind > 0)) return undefined
  const untold = await readByHalves(before, (part) => reader.untoldParts(part, parts))
  if (untold.length > 0) return undefined
  return isWrittenSince ? source : { ...source, parts: visibleBefore(parts) }
}

export function indexChanged({ from }: Interval, modifiedAt: Instant): UnreadableDay {
  return new UnreadableDay(message('index-changed', { day: dayOf(from), changed: iso(modifiedAt) }))
}
