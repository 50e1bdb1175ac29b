import { html } from 'hono/html'
import { groupBy } from '../domain/group-by.ts'
import { textIn } from '../domain/messages/text-in.ts'
import { requestedText } from '../domain/plan/left-keys.ts'
import type { Batch, LeftKey, Plan, PlannedWindow } from '../domain/plan/plan.ts'
import type { MigrationRequest, RequestedBatch } from '../domain/request/request.ts'
import { VERDICTS } from '../domain/verdict.ts'
import { inLocalTime } from '../text/dates.ts'
import { type Html, visible } from '../text/escape.ts'
import { findingTextIn } from '../text/finding-text.ts'
import { grouped } from '../text/numbers.ts'
import { evidenceText, planMessagesFor, windowText } from '../text/plan-messages.ts'
import type { ReportContext } from '../text/reader.ts'
import { verdictName } from '../text/verdict-style.ts'
import { destinationsHtml } from './destinations.ts'
import { requestHtml, requestsHtml, stateText } from './request.ts'

/** Keys that are left are named up to so many of a verdict: the table has them all. */
const MAX_LEFT = 100
/** Of further batches the terminal writes the request: a text has kilobytes. */
const MAX_TEXTS = 50
/** Longer lists of a card are closed at first. */
const MAX_OPENED = 10

/** The plan as a section of the report. */
export function planSection(plan: Plan, context: ReportContext): Html {
  const { title } = planMessagesFor(context.language)
  return html`<section aria-labelledby="plan"><h2 id="plan">${title}</h2>
<p class="quiet">${planSummary(plan, context)}</p>
${planHtml(plan, context, 3)}</section>` as Html
}

/** `12 ready keys in 2 batches; 30 keys are left`. */
export function planSummary({ batches, left }: Plan, { language }: ReportContext): string {
  const keys = batches.reduce((sum, batch) => sum + batch.keys.length, 0)
  return planMessagesFor(language).summary(batches.length, keys, left.length)
}

/** Batches as cards, with what the vendor is asked for where that is given, and what is left by verdict. `level`: of the headings of batches. */
export function planHtml(plan: Plan, context: ReportContext, level: 2 | 3, request?: MigrationRequest): Html {
  const messages = planMessagesFor(context.language)
  const asked = new Map(request?.batches.map((each, at) => [each.id, { batch: each, drawn: at < MAX_TEXTS }]))
  const cards = plan.batches.map((batch) => batchHtml(batch, context, level, asked.get(batch.id)))
  const left = groupBy(plan.left, ({ verdict }) => verdict)
  const verdicts = VERDICTS.flatMap((verdict) => {
    const keys = left.get(verdict)
    return keys ? [html`<div class="part v-${verdict}">${leftHtml(keys, verdict, context)}</div>`] : []
  })
  return html`${cards.length === 0 ? html`<p class="empty">${messages.none}</p>` : html`<div class="batches">${cards}</div>`}
${destinationsHtml(plan, context, level)}
${request ? requestsHtml(request, plan, context, level) : ''}${verdicts.length === 0 ? '' : html`<section class="changes">${heading(level, messages.left)}${verdicts}</section>`}` as Html
}

function batchHtml(
  batch: Batch,
  context: ReportContext,
  level: 2 | 3,
  asked: { readonly batch: RequestedBatch; readonly drawn: boolean } | undefined,
): Html {
  const { id, accountId, region, destination, environment, state, ticket, window, keys, secrets, why } = batch
  const { language, timezone } = context
  const messages = planMessagesFor(language)
  const facts: (readonly [string, Html | string])[] = [
    [messages.window, windowHtml(window, context)],
    [messages.account, visible(accountId)],
    [messages.region, visible(region)],
    [
      messages.destination,
      destination === null ? messages.noDestination : (html`<code>${visible(destination)}</code>` as Html),
    ],
    ...(state === null ? [] : [[messages.state, stateText(state, ticket, language)] as const]),
    ...(environment === null ? [] : [[messages.environment, visible(environment)] as const]),
  ]
  const reasons = why.map((text) => html`<li>${visible(inLocalTime(textIn(text, language), timezone))}</li>`)
  return html`<article class="card batch" id="${id}">${heading(level, html`<code>${id}</code>` as Html)}
<dl>${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
${listHtml(messages.keys(keys.length), keys.map(keyHtml))}${listHtml(
  messages.secrets(secrets.length),
  secrets.map((name) => html`<li><code>${visible(name)}</code></li>` as Html),
)}
<details><summary>${messages.why}</summary><ul>${reasons}</ul></details>${asked ? (asked.drawn ? requestHtml(asked.batch, context) : html`<p><code>request --batch ${id}</code></p>`) : ''}</article>` as Html
}

function windowHtml(window: PlannedWindow | null, context: ReportContext): Html | string {
  if (window === null) return planMessagesFor(context.language).noWindow
  const evidence = evidenceText(window, context.language)
  return html`${windowText(window, context)}<div class="quiet">${evidence}</div>` as Html
}

function listHtml(title: string, items: readonly Html[]): Html | '' {
  if (items.length === 0) return ''
  const opened = items.length <= MAX_OPENED ? ' open' : ''
  return html`<details${opened}><summary>${title}</summary><ul>${items}</ul></details>` as Html
}

function keyHtml({ keyId, aliases }: Pick<LeftKey, 'keyId' | 'aliases'>): Html {
  const names = aliases.map((alias) => visible(alias)).join(', ')
  return html`<li>${names === '' ? '' : html`${names} `}<code>${visible(keyId)}</code></li>` as Html
}

function leftHtml(keys: readonly LeftKey[], verdict: LeftKey['verdict'], context: ReportContext): Html {
  const { language } = context
  const items = keys.slice(0, MAX_LEFT).map((key) => {
    const why = key.findings.map((finding) => findingTextIn(finding, context).message).join(' ')
    const requested = requestedText(key)
    const stop = requested ? html`<div><b>${visible(textIn(requested, language))}</b></div>` : ''
    return html`<li>${key.aliases.length === 0 ? '' : `${visible(key.aliases[0] ?? '')} `}<code>${visible(key.keyId)}</code><div class="about">${visible(why)}</div>${stop}</li>`
  })
  const more = keys.length - MAX_LEFT
  return html`<details><summary><span class="verdict v-${verdict}">${verdictName(verdict, language)}</span> (${grouped(keys.length)})</summary><ul>${items}${
    more > 0 ? html`<li class="quiet">${planMessagesFor(language).moreLeft(grouped(more))}</li>` : ''
  }</ul></details>` as Html
}

function heading(level: 2 | 3, text: Html | string): Html {
  return (level === 2 ? html`<h2>${text}</h2>` : html`<h3>${text}</h3>`) as Html
}
