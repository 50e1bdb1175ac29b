import { html } from 'hono/html'
import { plain } from '../document/document.ts'
import { sectionsHtml } from '../document/html.ts'
import type { BatchState } from '../domain/decisions/decision.ts'
import type { Language } from '../domain/language.ts'
import type { Plan } from '../domain/plan/plan.ts'
import type { MigrationRequest, RequestedBatch } from '../domain/request/request.ts'
import type { Html } from '../text/escape.ts'
import { visible } from '../text/escape.ts'
import type { ReportContext } from '../text/reader.ts'
import { requestMessagesFor } from '../text/request-messages.ts'
import { batchTicketText, ownerSections, supportTicketText } from '../views/request.ts'
import { beforeSection, disagreementLines } from '../views/request-check.ts'

/** What the vendor is asked for, of one batch: what comes before, the text to copy, and what owners have to do. */
export function requestHtml(batch: RequestedBatch, context: ReportContext): Html {
  const messages = requestMessagesFor(context.language)
  const owners = ownerSections(batch, context)
  return html`<details><summary>${messages.title}</summary>${sectionsHtml([beforeSection(batch, context)])}${copyHtml(batchTicketText(batch, context))}</details>${
    owners.length === 0 ? '' : html`<details><summary>${messages.owners}</summary>${sectionsHtml(owners)}</details>`
  }` as Html
}

/** The rest of a request beside the plan's batches: those that people decided about, keys for technical support, and where the console disagrees. */
export function requestsHtml(request: MigrationRequest, plan: Plan, context: ReportContext, level: 2 | 3): Html {
  const { language } = context
  const messages = requestMessagesFor(language)
  const planned = new Set(plan.batches.map(({ id }) => id))
  const heading = (text: Html | string) => (level === 2 ? html`<h2>${text}</h2>` : html`<h3>${text}</h3>`)
  const others = request.batches
    .filter(({ id }) => !planned.has(id))
    .map((batch) => {
      const state = batch.state === null ? '' : stateText(batch.state, batch.ticket, language)
      return html`<article class="card batch" id="${batch.id}">${heading(html`<code>${visible(batch.id)}</code>` as Html)}<p>${state}</p>${requestHtml(batch, context)}</article>`
    })
  const support = request.support.map(
    (each) =>
      html`<article class="card batch">${heading(`${messages.support} · ${visible(each.region)}`)}<details><summary>${messages.title}</summary>${copyHtml(supportTicketText(each, context))}</details></article>`,
  )
  const lines = disagreementLines(request.batches, language).map((text) => plain({ text }))
  const check = lines.length === 0 ? '' : sectionsHtml([{ title: messages.disagree, items: lines }])
  return html`${others.length + support.length === 0 ? '' : html`<div class="batches">${others}${support}</div>`}${check}
` as Html
}

/** `requested · ticket K20260917`. */
export function stateText(state: BatchState, ticket: string | null, language: Language): string {
  const { states, ticketNumber } = requestMessagesFor(language)
  return ticket === null ? states[state] : `${states[state]} · ${ticketNumber} ${visible(ticket)}`
}

/** Text to be copied as it is. */
function copyHtml(text: string): Html {
  return html`<pre>${text}</pre>` as Html
}
