import { type Item, type Line, plain, type Section } from '../document/document.ts'
import { SeenCallers } from '../domain/decisions/seen-callers.ts'
import type { Standing } from '../domain/decisions/standing.ts'
import type { ReadinessRow } from '../domain/readiness.ts'
import { localTime } from '../text/dates.ts'
import { agreedWindow, decisionMessagesFor, decisionText, doubtText, nameIn } from '../text/decision-messages.ts'
import { messagesFor } from '../text/digest-messages.ts'
import { historyMessagesFor } from '../text/history-messages.ts'
import type { ReportContext } from '../text/reader.ts'

/** What people decided about a key, its batch among it; none where nothing holds. */
export function decidedSections(row: ReadinessRow, standing: readonly Standing[], context: ReportContext): Section[] {
  if (standing.length === 0) return []
  const seen = new SeenCallers([row])
  const items = standing.map((each) => decidedItem(each, seen, context))
  return [{ title: decisionMessagesFor(context.language).title, items }]
}

function decidedItem({ value, by, at, until, why }: Standing, seen: SeenCallers, context: ReportContext): Item {
  const { language, timezone } = context
  const [messages, words, { colon }] = [
    decisionMessagesFor(language),
    historyMessagesFor(language),
    messagesFor(language),
  ]
  const name = nameIn(value)
  const window = agreedWindow(value, timezone)
  const what: Line = [
    `${messages.kinds[value.kind]}${colon}`,
    ...(name === undefined ? [] : [{ name }, ' · ']),
    { text: decisionText(value, language) },
    ...(window === '' ? [] : [` · ${window}`]),
  ]
  const end = until === null ? '' : ` · ${words.until(localTime(until, timezone))}`
  const doubt = seen.doubtOf(value)
  const item = plain(...what)
  return {
    ...item,
    details: [
      [{ text: `${words.by(by)} · ${localTime(at, timezone)}${end}` }],
      [{ text: why }],
      ...(doubt ? [[{ text: doubtText(doubt, language) }]] : []),
    ],
  }
}
