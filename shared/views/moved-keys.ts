import type { Digest } from '../digest/model.ts'
import type { MovedKey } from '../digest/moved-keys.ts'
import { join, type Line, plain, type Section } from '../document/document.ts'
import { LAST_DAYS, moveNeedsAttention } from '../domain/after-move/after-move.ts'
import { calendarDay } from '../domain/calendar.ts'
import { DAY, type Instant } from '../domain/time.ts'
import { messagesFor } from '../text/digest-messages.ts'
import { callerStateText, moveMessagesFor } from '../text/move-messages.ts'
import { keyLine, type Naming } from './key-line.ts'

/** Keys that have moved and that somebody still calls the old way; none where nobody is left and every rotation is on again. */
export function movedKeysSections({ moves, madeAt }: Pick<Digest, 'moves' | 'madeAt'>, naming: Naming): Section[] {
  if (moves.keys === 0) return []
  const messages = moveMessagesFor(naming.language)
  const { toDo, colon } = messagesFor(naming.language)
  const keepSdk = moves.listed.every(({ closesAt }) => closesAt === null)
  const more = moves.keys - moves.listed.length
  return [
    {
      title: messages.title,
      verdict: 'migrated',
      count: moves.keys,
      items: [
        {
          subjects: moves.listed.map((key) => movedKeyLine(key, madeAt, naming)),
          details: [[`${toDo}${colon}${keepSdk ? messages.todoKeepSdk : messages.todo}`]],
        },
        ...(more > 0 ? [plain(messagesFor(naming.language).more(more))] : []),
      ],
      ...(moves.needAttention > 0 && { urgent: true as const }),
    },
  ]
}

/** `until 2026-12-01 · alias/pay key-hzz… · cn-hangzhou · owner payments · 2 callers are left, 1 fails: user/a, user/b`. */
export function movedKeyLine(key: MovedKey, madeAt: string, naming: Naming): Line {
  const { language } = naming
  const messages = moveMessagesFor(language)
  const { colon, listComma, inBrackets } = messagesFor(language)
  const names = join(
    key.callers.map(({ principal, state, failingOperations = [] }): Line => {
      const fails = failingOperations.length === 0 ? '' : `${colon}${failingOperations.join(listComma)}`
      return [{ name: principal }, inBrackets(`${callerStateText(state, language).name}${fails}`)]
    }),
    listComma,
  )
  return [
    ...deadline(key, Date.parse(madeAt), naming),
    ...keyLine(key, naming),
    ...(key.left > 0
      ? [` · ${messages.left(key.left, key.failing)}`, ...(names.length > 0 ? [colon, ...names] : [])]
      : []),
    ...(key.rotationOff ? [` · ${messages.rotationOff}`] : []),
  ]
}

/** The day of the page's month, louder in its last week and after it. */
function deadline(key: MovedKey, now: Instant, { language, timezone }: Naming): Line {
  const messages = moveMessagesFor(language)
  if (key.closesAt === null || key.left === 0 || !moveNeedsAttention(key)) return []
  const end = Date.parse(key.closesAt)
  const day = calendarDay(end, timezone)
  if (end < now) return [`${messages.since(day)} · `]
  return [`${end - now <= LAST_DAYS * DAY ? messages.onlyUntil(day) : messages.until(day)} · `]
}
