import { type Item, join, type Line, plain, type Section } from '../document/document.ts'
import type { Language } from '../domain/language.ts'
import type { Text } from '../domain/messages/message.ts'
import { textIn } from '../domain/messages/text-in.ts'
import type { ReadinessRow } from '../domain/readiness.ts'
import { isQuietButNeeded, needCount } from '../domain/resources/scenario.ts'
import { FACT_NAMES } from '../rows/fields.ts'
import { coverageText } from '../text/coverage-text.ts'
import { localTime } from '../text/dates.ts'
import { messagesFor } from '../text/digest-messages.ts'
import { factText } from '../text/fact-text.ts'
import { keyMessagesFor } from '../text/key-messages.ts'
import { needsMessagesFor } from '../text/needs-messages.ts'
import { resourceTexts, unreadResourceTexts } from '../text/resource-text.ts'

/** How many characters the drawing of the coverage has. */
const BAR = 48

/** What the verdict stands on: coverage, use, callers, facts, tags, secrets. */
export function explainEvidence(row: ReadinessRow, language: Language, timezone: string): Section[] {
  const messages = keyMessagesFor(language)
  const { colon, comma, inBrackets, listComma } = messagesFor(language)
  const { usage, tags, secrets } = row
  return [
    { title: messages.coverage, items: coverageItems(row, language, timezone) },
    { title: messages.use, items: useItems(row, language, timezone) },
    {
      title: messages.callers,
      items: [
        ...usage.callers.map(({ principal, client, network, operations, calls, failures, lastSeenAt }): Item => {
          const count = messages.calls(calls, failures)
          return {
            subjects: [[{ name: principal }, `${inBrackets(`${client}${comma}${network}`)}${colon}${count}`]],
            details: [
              [{ text: `${operations.join(listComma)} · ${messages.last} ${localTime(lastSeenAt, timezone)}` }],
            ],
          }
        }),
        ...(usage.moreCallers > 0 ? [plain(messages.moreCallers(usage.moreCallers))] : []),
      ],
    },
    { title: messages.facts, items: factItems(row, language, timezone) },
    { title: messages.tags, items: tags.map(({ key, value }) => plain({ name: key }, ' = ', { name: value })) },
    { title: messages.secrets, items: secrets.map((name) => plain({ name })) },
    { title: needsMessagesFor(language).resources, items: resourceItems(row, language) },
  ]
}

/** What names the key, and what of it was not read: then a silence means nothing. */
function resourceItems(row: ReadinessRow, language: Language): Item[] {
  const found = resourceTexts(row, language).map((text) => plain({ text }))
  const unread = unreadResourceTexts(row, language).map((text) => plain({ text }))
  return [...(found.length === 0 ? [plain(needsMessagesFor(language).noResource)] : found), ...unread]
}

function coverageItems(row: ReadinessRow, language: Language, timezone: string): Item[] {
  const messages = keyMessagesFor(language)
  const { colon } = messagesFor(language)
  const { observed } = row
  const period = `${localTime(observed.from, timezone)} – ${localTime(observed.to, timezone)}`
  return [
    plain({ text: period }, `${colon}${coverageText(row, language)}`),
    plain({ name: `[${coverageBar(observed)}]` }),
    ...observed.gaps.map(({ from, to }) =>
      plain(`${messages.gap}${colon}`, { text: `${localTime(from, timezone)} – ${localTime(to, timezone)}` }),
    ),
  ]
}

/** The window as a row of `#`, with a `.` wherever any part was not read. */
function coverageBar({ from, to, gaps }: ReadinessRow['observed']): string {
  const start = Date.parse(from)
  const step = (Date.parse(to) - start) / BAR
  return Array.from({ length: BAR }, (_, index) => {
    const left = start + index * step
    return gaps.some((gap) => Date.parse(gap.from) < left + step && Date.parse(gap.to) > left) ? '.' : '#'
  }).join('')
}

function useItems(row: ReadinessRow, language: Language, timezone: string): Item[] {
  const { usage, observed } = row
  const messages = keyMessagesFor(language)
  if (usage.lastUsedAt === null || usage.calls === 0)
    return [
      plain({ text: messages.noUseSeen(localTime(observed.from, timezone), localTime(observed.to, timezone)) }),
      ...(isQuietButNeeded(row) ? [plain({ text: needsMessagesFor(language).quietNeeds(needCount(row)) })] : []),
    ]
  const operations = Object.entries(usage.byOperation).map(([name, calls]): Line => [{ name }, ` ${calls}`])
  return [
    plain(`${messages.calls(usage.calls, usage.failures)} · ${messages.last} `, {
      text: localTime(usage.lastUsedAt, timezone),
    }),
    plain(...join(operations, messagesFor(language).comma)),
  ]
}

function factItems(row: ReadinessRow, language: Language, timezone: string): Item[] {
  const messages = keyMessagesFor(language)
  const { colon, inBrackets } = messagesFor(language)
  const { unread } = row
  const reasons = new Map<string, Text>(unread.map(({ fact, reason }) => [fact, reason]))
  const notRead = (reason: Text) => ({ text: `${messages.notRead}${inBrackets(textIn(reason, language))}` })
  const rest = unread.filter(({ fact }) => !(FACT_NAMES as readonly string[]).includes(fact))
  return [
    ...FACT_NAMES.map((fact) => {
      const label = `${messages.label(fact)}${colon}`
      const reason = reasons.get(fact)
      const value = factText(row, fact, timezone)
      if (value !== null) return plain(label, { text: value })
      return plain(label, reason === undefined ? '-' : notRead(reason))
    }),
    ...rest.map(({ fact, reason }) => plain(`${messages.label(fact)}${colon}`, notRead(reason))),
  ]
}
