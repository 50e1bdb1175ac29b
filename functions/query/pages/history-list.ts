import { html } from 'hono/html'
import type { DecisionEntry, HistoryEntry, VerdictEntry } from '../../../shared/domain/history-entries/entry.ts'
import { textIn } from '../../../shared/domain/messages/text-in.ts'
import { timeHtml } from '../../../shared/report/time.ts'
import { localTime } from '../../../shared/text/dates.ts'
import { decisionMessagesFor, decisionText } from '../../../shared/text/decision-messages.ts'
import { messagesFor } from '../../../shared/text/digest-messages.ts'
import { type Html, visible } from '../../../shared/text/escape.ts'
import { historyMessagesFor } from '../../../shared/text/history-messages.ts'
import { keyMessagesFor } from '../../../shared/text/key-messages.ts'
import type { ReportContext } from '../../../shared/text/reader.ts'
import { verdictName } from '../../../shared/text/verdict-style.ts'

/** Changes in the order in which they come. `subject`: what a change is about, where that goes not without saying. */
export function historyList(
  entries: readonly HistoryEntry[],
  context: ReportContext,
  subject: (entry: HistoryEntry) => Html | '' = () => '',
): Html {
  const { language } = context
  if (entries.length === 0) return html`<p class="quiet">${messagesFor(language).none}</p>` as Html
  const { colon } = messagesFor(language)
  const items = entries.map((entry) => {
    const what = entry.kind === 'verdict' ? verdictChange(entry, context) : decisionChange(entry, context)
    return html`<li>${timeHtml(entry.at, context)}${colon}${subject(entry)}${what}</li>`
  })
  return html`<ol class="history">${items}</ol>` as Html
}

/** The verdict before and after, the rules that decided, and the events. */
function verdictChange({ before, after, why, events }: VerdictEntry, { language }: ReportContext): Html {
  const [messages, common] = [keyMessagesFor(language), messagesFor(language)]
  const verdict = (given: VerdictEntry['before'], none: string) =>
    given === null
      ? html`<span class="quiet">${none}</span>`
      : html`<span class="verdict v-${given}">${verdictName(given, language)}</span>`
  const reasons =
    why.length === 0
      ? ''
      : html`<div class="about">${visible(why.map((each) => textIn(each, language)).join(common.comma))}</div>`
  const ids = events.map((id) => html`<code>${visible(id)}</code> `)
  const proof = events.length === 0 ? '' : html`<div class="about">${common.events}${common.colon}${ids}</div>`
  return html`${verdict(before, messages.firstSeen)} → ${verdict(after, common.doesNotExist)}${reasons}${proof}` as Html
}

/** What was decided, and by whom, why and until when. */
function decisionChange(entry: DecisionEntry, { language, timezone }: ReportContext): Html {
  const { before, value, by, why, until } = entry
  const [messages, common] = [historyMessagesFor(language), messagesFor(language)]
  const kind = (value ?? before)?.kind
  const name = kind === undefined ? '' : `${decisionMessagesFor(language).kinds[kind]}${common.colon}`
  const from = before === null ? messages.nothingBefore : decisionText(before, language)
  const end = until === null ? '' : ` · ${messages.until(localTime(until, timezone))}`
  return html`${name}${visible(from)} → <b>${visible(decisionText(value, language))}</b><div class="about">${visible(messages.by(by))}${end} · ${visible(why)}</div>` as Html
}
