import { html } from 'hono/html'
import { textIn } from '../domain/messages/text-in.ts'
import type { ScopeEvidence } from '../domain/scope-evidence.ts'
import { type Html, visible } from '../text/escape.ts'
import { evidenceMessagesFor } from '../text/evidence-messages.ts'
import {
  controlText,
  daysText,
  missingText,
  nameOf,
  shapeTexts,
  sourceName,
  sourcesText,
  timeLeftText,
  unprovenTexts,
} from '../text/evidence-text.ts'
import type { ReportContext } from '../text/reader.ts'
import { cardRow, cardsTable } from './cards.ts'
import { daysBar, daysLegend } from './days-bar.ts'

/** What is known of each scope, as a table with a picture of the days; on a narrow screen each scope is a card. */
export function evidenceTable(scopes: readonly ScopeEvidence[], context: ReportContext): Html {
  const messages = evidenceMessagesFor(context.language)
  if (scopes.length === 0) return html`<p>${messages.none}</p>` as Html
  const sources = [...new Set(scopes.flatMap(({ seen }) => seen.map((each) => sourceName(each, context))))]
  const texts = [
    [messages.control, controlText],
    [messages.missing, missingText],
    [messages.timeLeft, timeLeftText],
    [messages.sources, sourcesText],
  ] as const
  const heads = [messages.region, messages.days, ...texts.map(([title]) => title)]
  const rows = scopes.map((scope) => {
    const cells = texts.map(([title, text]) => [title, visible(text(scope, context))] as const)
    const days = html`${daysText(scope, context)}${daysBar(scope, sources, context)}` as Html
    const subject = html`<b>${visible(scope.region)}</b> <span class="quiet">${visible(scope.accountId)}</span>` as Html
    return cardRow(subject, [[messages.days, days], ...cells])
  })
  return html`${daysLegend(scopes, sources, context)}
${cardsTable(heads, rows, messages.caption)}
${unprovenHtml(scopes, context)}${notesHtml(scopes, context)}${shapesHtml(scopes, context)}` as Html
}

/** What it means that a source is not proven yet, and what will prove it. */
function unprovenHtml(scopes: readonly ScopeEvidence[], context: ReportContext): Html | '' {
  const { unprovenTitle } = evidenceMessagesFor(context.language)
  const items = unprovenTexts(scopes, context).map((text) => html`<li>${visible(text)}</li>`)
  return items.length === 0
    ? ''
    : (html`<section class="alert"><h2>${unprovenTitle}</h2><ul>${items}</ul></section>` as Html)
}

/** What probes found, where anybody has probed. */
function shapesHtml(scopes: readonly ScopeEvidence[], context: ReportContext): Html | '' {
  const { probed, about } = evidenceMessagesFor(context.language)
  const items = scopes.flatMap((scope) =>
    shapeTexts(scope, context).map((text) => html`<li>${visible(about([nameOf(scope)]))}${visible(text)}</li>`),
  )
  return items.length === 0 ? '' : (html`<section><h2>${probed}</h2><ul>${items}</ul></section>` as Html)
}

function notesHtml(scopes: readonly ScopeEvidence[], { language }: ReportContext): Html | '' {
  const { notes: title, about } = evidenceMessagesFor(language)
  const notes = scopes.flatMap((scope) =>
    scope.reasons.map((reason) => {
      const text = visible(textIn(reason, language))
      // What an older version stored is English.
      return html`<li>${visible(about([nameOf(scope)]))}${typeof reason === 'string' ? html`<span lang="en">${text}</span>` : text}</li>`
    }),
  )
  return notes.length === 0 ? '' : (html`<section class="alert"><h2>${title}</h2><ul>${notes}</ul></section>` as Html)
}
