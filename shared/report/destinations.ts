import { html } from 'hono/html'
import { groupBy } from '../domain/group-by.ts'
import type { InstanceFinding } from '../domain/instances/instance-finding.ts'
import { type InstanceRow, instanceRows } from '../domain/instances/instance-row.ts'
import { textIn } from '../domain/messages/text-in.ts'
import { normalForm } from '../domain/normal-form.ts'
import type { Plan, PlannedDestination } from '../domain/plan/plan.ts'
import { inLocalTime, localTime } from '../text/dates.ts'
import { type Html, visible } from '../text/escape.ts'
import { type InstanceMessages, instanceMessagesFor, quotaText } from '../text/instance-messages.ts'
import { grouped } from '../text/numbers.ts'
import { planMessagesFor } from '../text/plan-messages.ts'
import type { ReportContext } from '../text/reader.ts'

type Facts = readonly (readonly [string, Html | string])[]

/** Where keys of each region move to and how that fits, and the instances that are there besides. `level`: of the heading above the cards. */
export function destinationsHtml(plan: Plan, context: ReportContext, level: 2 | 3): Html | '' {
  const messages = instanceMessagesFor(context.language)
  const rows = rowsOf(plan)
  const regions = groupBy(plan.destinations, ({ region }) => region)
  const cards = [...regions.values()].map((each) => destinationHtml(each, rows, context, level))
  const others = rows.filter(({ isDestination }) => !isDestination)
  const otherCards = others.map((row) => cardHtml(row.instance ?? row.region, level, factsOf(row, context), []))
  if (cards.length === 0) return ''
  const more = otherCards.length === 0 ? '' : section(level, messages.others, otherCards)
  return html`${section(level, messages.destinations, cards)}${more}` as Html
}

function rowsOf({ destinations, instances }: Plan): readonly InstanceRow[] {
  const named = destinations.flatMap(({ region, instance }) => (instance === null ? [] : [[region, instance] as const]))
  const kinds = destinations.flatMap(({ region, kind }) => (kind === null ? [] : [[region, kind] as const]))
  return instanceRows(instances, {
    destinations: Object.fromEntries(named),
    destinationKinds: Object.fromEntries(kinds),
  })
}

/** Of all accounts of one region. */
function destinationHtml(
  scopes: readonly PlannedDestination[],
  rows: readonly InstanceRow[],
  context: ReportContext,
  level: 2 | 3,
): Html {
  const [first] = scopes
  const { region = '', instance = null, findings = [], buy = null } = first ?? {}
  const { language } = context
  const messages = instanceMessagesFor(language)
  const row = rows.find(
    (each) => each.region === region && normalForm(each.instance ?? '') === normalForm(instance ?? ' '),
  )
  const known: Facts = row
    ? factsOf(row, context)
    : [
        [planMessagesFor(language).region, visible(region)],
        [messages.accounts, visible(scopes.map(({ accountId }) => accountId).join(', '))],
      ]
  const needed: Facts = buy === null ? [] : [[messages.toBuy, buyText(buy, messages)]]
  return cardHtml(instance ?? messages.none, level, [...known, ...needed], findingsHtml(findings, context))
}

function buyText(
  { kind, keys, secrets, qps }: NonNullable<PlannedDestination['buy']>,
  messages: InstanceMessages,
): string {
  return messages.buy(messages.kinds[kind], grouped(keys), grouped(secrets), qps === null ? null : grouped(qps))
}

function factsOf(row: InstanceRow, { language, timezone }: ReportContext): Facts {
  const messages = instanceMessagesFor(language)
  const plan = planMessagesFor(language)
  const unread = row.unread.map((text) => textIn(text, language)).join('; ')
  const facts: Facts = [
    [plan.account, row.accountId],
    [plan.region, row.region],
    [messages.name, row.name ?? ''],
    [messages.status, row.status ?? ''],
    [messages.kind, row.kind === null ? '' : messages.kinds[row.kind]],
    [messages.keys, quotaText(row.keys, language)],
    [messages.secrets, quotaText(row.secrets, language)],
    [messages.qps, row.qps === null ? '' : grouped(row.qps)],
    [messages.ends, row.endsAt === null ? '' : localTime(row.endsAt, timezone)],
    [messages.vpcs, row.vpcs.join(', ')],
    [messages.unread, unread],
  ]
  return facts.flatMap(([name, text]) => (text === '' ? [] : [[name, visible(String(text))] as const]))
}

function findingsHtml(findings: readonly InstanceFinding[], { language, timezone }: ReportContext): readonly Html[] {
  const messages = instanceMessagesFor(language)
  if (findings.length === 0) return [html`<p>${messages.fits}</p>` as Html]
  const items = findings.map(({ level, text }) => {
    const said = visible(inLocalTime(textIn(text, language), timezone))
    return html`<li><strong class="${level === 'problem' ? 'v-blocked' : 'v-unknown'}">${messages[level]}</strong> ${said}</li>`
  })
  return [html`<ul>${items}</ul>` as Html]
}

function cardHtml(title: string, level: 2 | 3, facts: Facts, body: readonly Html[]): Html {
  const name = html`<code>${visible(title)}</code>`
  return html`<article class="card batch">${level === 2 ? html`<h3>${name}</h3>` : html`<h4>${name}</h4>`}
<dl>${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
${body}</article>` as Html
}

function section(level: 2 | 3, title: string, cards: readonly Html[]): Html {
  const heading = level === 2 ? html`<h2>${title}</h2>` : html`<h3>${title}</h3>`
  return html`<section>${heading}<div class="batches">${cards}</div></section>` as Html
}
