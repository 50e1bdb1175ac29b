import type { ReadinessRow } from '../domain/readiness.ts'
import { staleSince } from '../domain/stale.ts'
import { localTime } from './dates.ts'
import { wordsOfExplain } from './key-messages.ts'
import type { ReportContext } from './reader.ts'
import { verdictName } from './verdict-style.ts'

/**
 * Since when a row has its verdict, as labels with times. A stale one was something else from its last change on, and is unknown only since
 * it went stale.
 */
export function sinceOf(row: ReadinessRow, { language, timezone }: ReportContext): readonly [string, string][] {
  const words = wordsOfExplain(language)
  const changed = localTime(row.changedAt, timezone)
  if (row.staleVerdict === undefined) return [[words.since, changed]]
  const was: [string, string] = [words.wasSince(verdictName(row.staleVerdict, language)), changed]
  const since = staleSince(row)
  return since === undefined ? [was] : [[words.since, localTime(since, timezone)], was]
}
