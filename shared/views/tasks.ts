import type { Task } from '../digest/follow-up.ts'
import type { Digest } from '../digest/model.ts'
import { type Item, join, type Line, plain, type Section } from '../document/document.ts'
import { calendarDay } from '../domain/calendar.ts'
import { inReadersTime, localTime } from '../text/dates.ts'
import { messagesFor } from '../text/digest-messages.ts'
import { findingText } from '../text/finding-text.ts'
import { followUpMessagesFor } from '../text/follow-up-messages.ts'
import { shortened } from '../text/shorten.ts'
import { decisionLine } from './decision-line.ts'
import { firstSentence } from './group-keys.ts'
import type { Naming } from './key-line.ts'

/** Tasks that the list of the week names; it tells how many more there are. */
export const TASKS_NAMED = 10
/** Characters of a name: the list is read on a phone. */
const WHO_LENGTH = 32

/** Whether a digest is one that sums up, and begins with what has to be done. */
export function isSummary({ period }: Pick<Digest, 'period'>): boolean {
  return period !== 'day'
}

/** Who has to do what by when, before everything else that a summary says; none where nobody has to do anything. */
export function taskSection(digest: Digest, naming: Naming): Section | undefined {
  const { tasks, madeAt } = digest
  if (!isSummary(digest) || tasks.length === 0) return undefined
  const shown = tasks.slice(0, TASKS_NAMED).map((task) => plain(...taskLine(task, madeAt, naming)))
  const more = tasks.length - shown.length
  return {
    title: followUpMessagesFor(naming.language).tasks,
    verdict: 'action-required',
    count: tasks.length,
    items: more > 0 ? withMore(shown, messagesFor(naming.language).more(more)) : shown,
    urgent: true,
  }
}

function withMore(items: readonly Item[], more: string): readonly Item[] {
  return items.map((item, index) =>
    index === items.length - 1 ? { ...item, details: [...item.details, [more]] } : item,
  )
}

/** `payments · by 2026-12-08 · switch automatic rotation off …: alias/pay, alias/pay-2, 3 more keys`. */
function taskLine(task: Task, madeAt: string, naming: Naming): Line {
  const messages = messagesFor(naming.language)
  const named = keysLine(task, naming)
  return [
    task.who === null ? messages.noOwner : { text: shortened(task.who, WHO_LENGTH) },
    ` · ${dueText(task, madeAt, naming)} · `,
    ...whatLine(task, naming),
    ...(named.length === 0 ? [] : [messages.colon, ...named]),
  ]
}

function dueText({ due }: Task, madeAt: string, { language, timezone }: Naming): string {
  const messages = followUpMessagesFor(language)
  if (due === null) return messages.undated
  const day = calendarDay(Date.parse(due), timezone)
  return due < madeAt ? messages.since(day) : messages.by(day)
}

function whatLine(task: Task, naming: Naming): Line {
  const { language, timezone } = naming
  const messages = followUpMessagesFor(language)
  switch (task.kind) {
    case 'rotation':
      return [messages.rotation]
    case 'support':
      return [messages.support]
    case 'failing':
      return [messages.failing]
    case 'old-entry':
      return [messages.oldEntry]
    case 'rotation-on':
      return [messages.rotationOn]
    case 'action':
      // The keys follow, in the same sentence.
      return [
        {
          text: inReadersTime(firstSentence(findingText(task.finding, language).action), naming).replace(/[.。]$/, ''),
        },
      ]
    case 'decision':
      return [
        ...decisionLine({ value: task.decision, aliases: task.aliases }, language),
        messagesFor(language).colon,
        messages.decision,
      ]
    default: {
      const { id, ticket, window } = task.batch
      const at = window && messages.window(localTime(window.from, timezone), localTime(window.to, timezone))
      const what = {
        'spoiled-batch': messages.spoiled,
        window: at ?? messages.windowMissing,
        'window-over': messages.windowOver,
        'window-missing': ticket === undefined ? messages.ticketMissing : messages.windowMissing,
      }
      const asked: Line = ticket === undefined ? [] : [` · ${messages.ticket} `, { name: ticket }]
      return [`${what[task.kind]} · ${messages.batch} `, { name: id }, ...asked]
    }
  }
}

function keysLine({ keys, count }: Task, { language }: Naming): Line {
  const messages = messagesFor(language)
  const more = count - keys.length
  const names = keys.map(({ aliases, keyId }): Line => [{ name: aliases[0] ?? keyId }])
  return join([...names, ...(more > 0 ? [[followUpMessagesFor(language).moreKeys(more)]] : [])], messages.listComma)
}
