import { html, raw } from 'hono/html'
import type { Digest } from '../digest/model.ts'
import { sectionsHtml } from '../document/html.ts'
import type { Plan } from '../domain/plan/plan.ts'
import type { ReadinessRow } from '../domain/readiness.ts'
import { applyStaleness } from '../domain/stale.ts'
import { VERDICTS } from '../domain/verdict.ts'
import { messagesFor } from '../text/digest-messages.ts'
import type { Html } from '../text/escape.ts'
import { grouped } from '../text/numbers.ts'
import type { ReportContext } from '../text/reader.ts'
import { reportMessagesFor } from '../text/report-messages.ts'
import { changeSections, noLongerReadySections } from '../views/digest-changes.ts'
import { namingOf } from '../views/key-line.ts'
import { filtersHtml } from './filters.ts'
import { keyColumns, keyHtml } from './key-rows.ts'
import { movedKeysHtml } from './moved-keys.ts'
import { chartsHtml, diagnosticsHtml, headingHtml, totalsHtml } from './overview.ts'
import { contentPolicy, documentStart } from './page-head.ts'
import { planSection } from './plan.ts'
import { scopesHtml } from './scopes.ts'
import { EARLY_SCRIPT, SCRIPT } from './script.ts'

export interface ReportInput extends ReportContext {
  /** Rows of the readiness table: all, or those that `ReportRows` keeps. */
  readonly rows: readonly ReadinessRow[]
  /** Made of the whole table. */
  readonly digest: Digest
  /** Made of the whole table too; without it the report has no such section. */
  readonly plan?: Plan
}

/** With more keys than this, what is not a finding is drawn when a key is opened. */
const MAX_OPEN = 1000
/** With more keys than this, the use by hour of each is shown as a table only: pictures take kilobytes. */
const MAX_CHARTS = 200

/**
 * The report as one HTML file in pieces: no server, no network, no font or script from elsewhere, and of use without JavaScript. Its
 * content security policy lets nothing run or load but what is in it.
 */
export function* renderReport({ rows, digest, plan, ...context }: ReportInput): Generator<string> {
  const { language } = context
  const messages = reportMessagesFor(language)
  const now = Date.parse(digest.madeAt)
  const shown = rows.map((row) => applyStaleness(row, now)).sort(byVerdict)
  const leftOut = digest.totals.keys - rows.length
  const heads = keyColumns(context).map(
    ({ name, title, look }) =>
      html`<th scope="col" data-sort="${name === 'verdict' ? 'rank' : name}" class="${look}">${title}</th>`,
  )
  const policy = contentPolicy([EARLY_SCRIPT, SCRIPT], "'none'")
  const meta = html`<meta http-equiv="Content-Security-Policy" content="${policy}">` as Html
  yield String(html`${documentStart(`${messagesFor(language).title} · ${digest.day}`, language, meta)}<script>${raw(EARLY_SCRIPT)}</script>
</head>
<body>
<a class="skip" href="#keys-title">${messages.skip}</a>
<header>
${headingHtml(digest, context)}
</header>
<main>
${totalsHtml(digest, context)}
${movedKeysHtml(digest, context)}
${chartsHtml(digest, context)}
${changesHtml(digest, context)}
${plan ? planSection(plan, context) : ''}
<section aria-labelledby="keys-title">
<h2 id="keys-title" tabindex="-1">${messages.keys}</h2>
${leftOut > 0 ? html`<p class="alert">${messages.leftOut(grouped(leftOut), grouped(rows.length))}</p>` : ''}<noscript><p class="quiet">${messages.noScript}</p></noscript>
${filtersHtml(shown, context)}
<table id="keys" class="keys">
<caption>${messages.caption}</caption>
<thead><tr>${heads}</tr></thead>
`)
  const drawn = shown.length <= MAX_CHARTS
  for (const [at, row] of shown.entries()) {
    const chartId = drawn ? `hours-${at}` : undefined
    yield String(keyHtml(row, context, { now, lazy: shown.length > MAX_OPEN, chartId }))
  }
  yield String(html`</table>
<p><button type="button" id="more" class="more" hidden>${messages.more}</button></p>
</section>
${diagnosticsHtml(digest, context)}
${scopesHtml(digest, context)}
</main>
<script>${raw(SCRIPT)}</script>
</body>
</html>
`)
}

function changesHtml(digest: Digest, { language, timezone }: ReportContext): Html {
  const naming = namingOf(digest, language, timezone)
  return html`<section class="changes"><h2>${reportMessagesFor(language).changes}</h2>${sectionsHtml([...noLongerReadySections(digest, naming), ...changeSections(digest, naming)])}</section>` as Html
}

function byVerdict(a: ReadinessRow, b: ReadinessRow): number {
  return VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict) || (sortKey(a) < sortKey(b) ? -1 : 1)
}

function sortKey({ accountId, region, keyId }: ReadinessRow): string {
  return `${accountId} ${region} ${keyId}`
}
