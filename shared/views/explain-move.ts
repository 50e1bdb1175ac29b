import { type Item, join, type Line, plain, type Section } from '../document/document.ts'
import type { CallerAfterMove } from '../domain/after-move/after-move.ts'
import type { ReadinessRow } from '../domain/readiness.ts'
import { localTime } from '../text/dates.ts'
import { messagesFor } from '../text/digest-messages.ts'
import { keyMessagesFor } from '../text/key-messages.ts'
import { callerStateText, moveMessagesFor } from '../text/move-messages.ts'
import { moveTexts } from '../text/move-text.ts'
import type { ReportContext } from '../text/reader.ts'

/** What became of a key's callers since it moved; none of a key that has not, or of which no run has seen the move. */
export function explainMove({ afterMove, checkedAt }: ReadinessRow, context: ReportContext): Section[] {
  if (!afterMove) return []
  const messages = moveMessagesFor(context.language)
  const { callers, moreCallers } = afterMove
  return [
    {
      title: messages.title,
      items: [
        ...moveTexts(afterMove, checkedAt, context).map((text) => plain({ text })),
        ...(callers.length === 0 ? [plain(messages.noCaller)] : callers.map((caller) => callerItem(caller, context))),
        ...(moreCallers > 0 ? [plain(keyMessagesFor(context.language).moreCallers(moreCallers))] : []),
      ],
    },
  ]
}

function callerItem(caller: CallerAfterMove, { language, timezone }: ReportContext): Item {
  const messages = moveMessagesFor(language)
  const { colon, comma, listComma, events: label } = messagesFor(language)
  const {
    principal,
    state,
    calls,
    failures,
    instanceCalls,
    operations,
    lastSeenAt,
    events,
    failingOperations = [],
  } = caller
  const how = callerStateText(state, language)
  const seen = [
    ...(calls > 0 ? [messages.throughShared(calls, failures)] : []),
    ...(instanceCalls > 0 ? [messages.throughInstance(instanceCalls)] : []),
    `${messages.lastSeen} ${localTime(lastSeenAt, timezone)}`,
  ]
  const ids = join(
    events.map((id): Line => [{ name: id }]),
    ' ',
  )
  return {
    subjects: [[{ name: principal }, colon, { text: how.name }]],
    details: [
      ...(how.about === '' ? [] : [[how.about]]),
      ...(failingOperations.length === 0 ? [] : [[{ text: messages.failingWith(failingOperations.join(listComma)) }]]),
      [{ text: [seen.join(comma), operations.join(listComma)].filter((part) => part !== '').join(' · ') }],
      ...(events.length === 0 ? [] : [[`${label}${colon}`, ...ids]]),
    ],
  }
}
