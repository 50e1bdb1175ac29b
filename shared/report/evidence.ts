import { html } from 'hono/html'
import { textIn } from '../domain/messages/text-in.ts'
import { placeIn, type ScopeEvidence } from '../domain/scope-evidence.ts'
import { type Html, visible } from '../text/escape.ts'
import {
  controlText,
  daysText,
  evidenceMessagesFor,
  missingText,
  shapeTexts,
  sourcesText,
  timeLeftText,
} from '../text/evidence-messages.ts'
import type { ReportContext } from '../text/reader.ts'

const WIDTH = 360
const HEIGHT = 16

/** What is known of each scope, as a table with a picture of the days. */
export function evidenceTable(scopes: readonly ScopeEvidence[], context: ReportContext): Html {
  const messages = evidenceMessagesFor(context.language)
  if (scopes.length === 0) return html`<p>${messages.none}</p>` as Html
  const titles = [messages.account, messages.region, messages.days, messages.order, messages.sources]
  const heads = [...titles, messages.control, messages.missing, messages.timeLeft]
  const rows = scopes.map((scope) => {
    const cells = [sourcesText, controlText, missingText, timeLeftText].map(
      (text) => html`<td>${text(scope, context)}</td>`,
    )
    return html`<tr><th scope="row">${visible(scope.accountId)}</th><th scope="row">${visible(scope.region)}</th><td>${daysText(scope, context)}</td><td>${barSvg(scope, context)}</td>${cells}</tr>`
  })
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${messages.title}"><table><caption>${messages.caption}</caption><thead><tr>${heads.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>
${notesHtml(scopes, messages.notes, context)}${shapesHtml(scopes, context)}` as Html
}

/** The window from its oldest day to its newest; what is missing is left open. */
function barSvg(scope: ScopeEvidence, context: ReportContext): Html | '' {
  if (scope.window === null) return ''
  const label = evidenceMessagesFor(context.language).bar(daysText(scope, context), missingText(scope, context))
  const at = (time: string) => Math.round(placeIn(scope, time) * WIDTH * 10) / 10
  const parts = scope.seen.flatMap(({ intervals }) =>
    intervals.map(
      ({ from, to }) =>
        html`<rect x="${at(from)}" y="1" width="${at(to) - at(from)}" height="${HEIGHT - 2}" fill="var(--blue)"/>`,
    ),
  )
  return html`<svg class="days" role="img" aria-label="${label}" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="180" height="${HEIGHT}" preserveAspectRatio="none"><rect x="0.5" y="0.5" width="${WIDTH - 1}" height="${HEIGHT - 1}" fill="none" stroke="var(--soft)"/>${parts}</svg>` as Html
}

/** What probes found, where anybody has probed. */
function shapesHtml(scopes: readonly ScopeEvidence[], context: ReportContext): Html | '' {
  const items = scopes.flatMap((scope) =>
    shapeTexts(scope, context).map((text) => html`<li>${visible(scope.region)}: ${visible(text)}</li>`),
  )
  const { probed } = evidenceMessagesFor(context.language)
  return items.length === 0 ? '' : (html`<section><h2>${probed}</h2><ul>${items}</ul></section>` as Html)
}

function notesHtml(scopes: readonly ScopeEvidence[], title: string, { language }: ReportContext): Html | '' {
  const notes = scopes.flatMap(({ region, reasons }) =>
    reasons.map((reason) => {
      const text = visible(textIn(reason, language))
      // What an older version stored is English.
      return html`<li>${visible(region)}: ${typeof reason === 'string' ? html`<span lang="en">${text}</span>` : text}</li>`
    }),
  )
  return notes.length === 0 ? '' : (html`<section class="alert"><h2>${title}</h2><ul>${notes}</ul></section>` as Html)
}
