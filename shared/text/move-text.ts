import type { AfterMove } from '../domain/after-move/after-move.ts'
import { textIn } from '../domain/messages/text-in.ts'
import { HOUR, SECOND } from '../domain/time.ts'
import { localTime } from './dates.ts'
import { messagesFor } from './digest-messages.ts'
import { moveMessagesFor } from './move-messages.ts'
import { grouped } from './numbers.ts'
import type { ReportContext } from './reader.ts'

/** What is said of a move beside its callers, a sentence each. `now`: the moment that a date is behind or ahead of; ISO 8601 UTC. */
export function moveTexts(move: AfterMove, now: string, { language, timezone }: ReportContext): string[] {
  const messages = moveMessagesFor(language)
  const { colon, inBrackets } = messagesFor(language)
  const { moved, closesAt, complete, instanceLog, peak, rotationOff } = move
  const at = (time: string) => localTime(time, timezone)
  const reason = instanceLog.reason === undefined ? '' : inBrackets(textIn(instanceLog.reason, language))
  return [
    moved.after === null ? messages.movedBy(at(moved.by)) : messages.moved(at(moved.after), at(moved.by)),
    closesAt === null ? messages.keepSdk : (closesAt < now ? messages.closed : messages.closes)(at(closesAt)),
    ...(complete ? [] : [messages.incomplete]),
    ...(rotationOff ? [messages.rotationOff] : []),
    ...(peak === null ? [] : [messages.peak(grouped(peak.calls), at(peak.at), averageOf(peak.calls))]),
    `${messages.log}${colon}${messages.logStates[instanceLog.state] ?? instanceLog.state}${reason}`,
    ...(instanceLog.state === 'not-there' ? [messages.logAdvice] : []),
  ]
}

/** Calls of an hour by the second. */
function averageOf(calls: number): string {
  const average = calls / (HOUR / SECOND)
  return average < 1 ? ' < 1 ' : ` ${grouped(Math.round(average))} `
}
