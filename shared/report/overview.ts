import { html } from 'hono/html'
import type { Digest, RulePacks } from '../digest/model.ts'
import { lineHtml, sectionsHtml } from '../document/html.ts'
import { VERDICTS, type Verdict } from '../domain/verdict.ts'
import { localTime, zoneName } from '../text/dates.ts'
import { messagesFor } from '../text/digest-messages.ts'
import type { Html } from '../text/escape.ts'
import { grouped } from '../text/numbers.ts'
import type { ReportContext } from '../text/reader.ts'
import { reportMessagesFor } from '../text/report-messages.ts'
import { packsNotice, packsText } from '../text/rule-packs.ts'
import { verdictName } from '../text/verdict-style.ts'
import { diagnosticItem } from '../views/digest.ts'
import { forecastText } from '../views/forecast.ts'
import { nightLines, ownRangesLine } from '../views/last-night.ts'
import { scopesFigure } from './charts/scopes.ts'
import { trendFigure } from './charts/trend.ts'

/** What an overview is made of: the numbers of a digest. */
export type OverviewNumbers = Pick<
  Digest,
  | 'madeAt'
  | 'day'
  | keyof RulePacks
  | 'night'
  | 'totals'
  | 'moves'
  | 'trend'
  | 'forecast'
  | 'freshness'
  | 'gaps'
  | 'diagnostics'
>

/** Where a tile leads, and whether the keys below are those that it counts. */
export interface TileLink {
  readonly href: string
  readonly current: boolean
}

/** Title, day, and what is wrong with the night, if anything is. */
export function headingHtml(digest: OverviewNumbers, context: ReportContext): Html {
  const { language, timezone } = context
  const messages = messagesFor(language)
  const notice = packsNotice(digest, language)
  return html`<h1>${messages.title}</h1>
<p class="quiet">${digest.day} · ${messages.keys(digest.totals.keys)} · ${packsText(digest, language)} · ${eventsText(digest, context)}${reportMessagesFor(language).made} ${localTime(digest.madeAt, timezone)} · ${messages.timesIn(zoneName(timezone))}</p>
${ownRangesLine(digest.night, language).map((line) => html`<p class="quiet">${lineHtml(line)}</p>`)}${nightLines(digest.night, language, timezone).map((line) => html`<p class="alert">${lineHtml(line)}</p>`)}${notice === undefined ? '' : html`<p class="alert">${notice}</p>`}${
  digest.diagnostics.length === 0
    ? ''
    : html`<p class="alert"><a href="#unread">${messages.diagnostics} (${digest.diagnostics.length})</a></p>`
}` as Html
}

/** The events that the newest check stands on; nothing where no key was checked. */
function eventsText({ freshness }: OverviewNumbers, { language, timezone }: ReportContext): string {
  const newest = freshness.reduce((last, { newestCheckedAt }) => (newestCheckedAt > last ? newestCheckedAt : last), '')
  return newest === '' ? '' : `${messagesFor(language).eventsUpTo}${localTime(newest, timezone)} · `
}

/** The number of keys of each verdict. With `link`, each leads to its keys. */
export function totalsHtml(
  { totals }: OverviewNumbers,
  { language }: ReportContext,
  link?: (verdict: Verdict) => TileLink,
): Html {
  const tiles = VERDICTS.map((verdict) => {
    const keys = totals.byVerdict[verdict] ?? 0
    const face = html`<b>${grouped(keys)}</b> <span class="verdict v-${verdict}">${verdictName(verdict, language)}</span>`
    const target = link?.(verdict)
    const inner = target
      ? html`<a href="${target.href}"${target.current ? html` aria-current="true"` : ''}>${face}</a>`
      : face
    return html`<li class="v-${verdict}" data-verdict="${verdict}">${inner}</li>`
  })
  return html`<ul class="totals" aria-label="${reportMessagesFor(language).totals}">${tiles}</ul>` as Html
}

/** The charts: how it went, when it ends at this pace, and where. */
export function chartsHtml(digest: OverviewNumbers, context: ReportContext): Html {
  const messages = reportMessagesFor(context.language)
  const forecast = forecastText(digest.forecast, context.language)
  return html`<div class="charts">
<section class="card" aria-labelledby="trend-heading"><h2 id="trend-heading">${messages.trend}</h2>${trendFigure(digest.trend, context)}${forecast === undefined ? '' : html`<p class="quiet">${forecast}</p>`}</section>
<section class="card" aria-labelledby="by-scope-heading"><h2 id="by-scope-heading">${messages.scopes}</h2>${scopesFigure(digest, context)}</section>
</div>` as Html
}

/** What could not be read; nothing where everything was. The heading of the page leads here. */
export function diagnosticsHtml({ diagnostics }: OverviewNumbers, { language, timezone }: ReportContext): Html | '' {
  if (diagnostics.length === 0) return ''
  const title = messagesFor(language).diagnostics
  const items = diagnostics.map((diagnostic) => diagnosticItem(diagnostic, language, timezone))
  return html`<section class="alert" id="unread">${sectionsHtml([{ title, count: items.length, items }])}</section>` as Html
}
