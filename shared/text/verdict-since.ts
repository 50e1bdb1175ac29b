import type { ReadinessRow } from '../domain/readiness.ts'
import { staleSince } from '../domain/stale.ts'
import { localTime } from './dates.ts'
import { keyMessagesFor } from './key-messages.ts'
import type { ReportContext } from './reader.ts'
import { verdictName } from './verdict-style.ts'

/**
 * Since when a row has its verdict, as labels with times. A stale one was something else from its last change on, and is unknown only since
 * it went stale.
 */
export function sinceOf(row: ReadinessRow, { language, timezone }: ReportContext): readonly [string, string][] {
  const messages = keyMessagesFor(language)
  const changed = localTime(row.changedAt, timezone)
  if (row.staleVerdict === undefined) return [[messages.since, changed]]
  const was: [string, string] = [messages.wasSince(verdictName(row.staleVerdict, language)), changed]
  const since = staleSince(row)
  return since === undefined ? [was] : [[messages.since, localTime(since, timezone)], was]
}
