import type { BatchUnderWay, SpoiledBatch } from '../digest/follow-up.ts'
import type { Digest } from '../digest/model.ts'
import type { Line, Section } from '../document/document.ts'
import { localTime } from '../text/dates.ts'
import { messagesFor } from '../text/digest-messages.ts'
import { followUpMessagesFor } from '../text/follow-up-messages.ts'
import { OWNER_LENGTH, shortened } from '../text/shorten.ts'
import { verdictName } from '../text/verdict-style.ts'
import { keyLine, type Naming } from './key-line.ts'

/** Requested batches with keys that must not be moved, loud: before everything that can be done today. */
export function spoiledSections({ spoiledBatches }: Digest, naming: Naming): Section[] {
  if (spoiledBatches.length === 0) return []
  const messages = followUpMessagesFor(naming.language)
  return [
    {
      title: messages.spoiledBatches,
      verdict: 'blocked',
      count: keysOf(spoiledBatches),
      items: spoiledBatches.map((batch) => ({
        subjects: batch.keys.map((key): Line => {
          const { colon, doesNotExist } = messagesFor(naming.language)
          const { verdict } = key
          const state = verdict === null ? doesNotExist : { verdict, label: verdictName(verdict, naming.language) }
          return [...keyLine(key, naming), colon, state]
        }),
        details: [batchLine(batch, naming), [messages.spoiledReason], toDoLine(naming)],
      })),
      urgent: true,
    },
  ]
}

/** The same in the first lines, which are never cut. */
export function spoiledLines({ spoiledBatches }: Digest, { language }: Pick<Naming, 'language'>): Line[] {
  if (spoiledBatches.length === 0) return []
  return [[followUpMessagesFor(language).spoiledInShort(keysOf(spoiledBatches), spoiledBatches.length)]]
}

/** `batch batch-0123… · ticket 12345 · window agreed 2026-12-05 02:00 – 2026-12-05 04:00 · by Li Na`. */
export function batchLine({ batch, ticket, state, window, by }: BatchUnderWay, { language, timezone }: Naming): Line {
  const messages = followUpMessagesFor(language)
  const at = window === undefined ? '' : ` ${localTime(window.from, timezone)} – ${localTime(window.to, timezone)}`
  return [
    `${messages.batch} `,
    { name: batch },
    ...(ticket === undefined ? [` · ${messages.noTicket}`] : [` · ${messages.ticket} `, { name: ticket }]),
    ` · ${state === 'window-agreed' ? messages.states[state] : messages.states.requested}${at} · ${messages.decidedBy} `,
    { text: shortened(by, OWNER_LENGTH) },
  ]
}

function toDoLine({ language }: Naming): Line {
  const { toDo, colon } = messagesFor(language)
  return [`${toDo}${colon}${followUpMessagesFor(language).spoiledToDo}`]
}

function keysOf(batches: readonly SpoiledBatch[]): number {
  return batches.reduce((sum, { keys }) => sum + keys.length, 0)
}
