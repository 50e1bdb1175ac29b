import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'
import type { ReadinessRow } from '../../domain/readiness.ts'
import { asShown } from '../../domain/stale.ts'
import { VERDICTS } from '../../domain/verdict.ts'
import { bothTimes } from '../calendar.ts'
import type { Digest } from '../digest.ts'
import { nightLines } from '../digest-night.ts'
import type { Html } from '../escape.ts'
import { outlineChanges } from '../outline-changes.ts'
import { diagnosticItem } from '../outline-digest.ts'
import { namingOf } from '../outline-keys.ts'
import { verdictName } from '../verdict-style.ts'
import { wordsIn } from '../words.ts'
import type { ReportContext } from './context.ts'
import { verdictBar } from './drawing.ts'
import { filtersHtml } from './filters.ts'
import { keyHtml } from './key-rows.ts'
import { lineHtml, sectionsHtml } from './outline-html.ts'
import { scopesHtml } from './scopes.ts'
import { EARLY_SCRIPT, SCRIPT } from './script.ts'
import { STYLE } from './style.ts'
import { reportWords } from './words.ts'

export interface ReportInput extends ReportContext {
  /** Every row of the readiness table. */
  readonly rows: readonly ReadinessRow[]
  /** Made of the same rows. */
  readonly digest: Digest
}

/** With more keys than this, what is not a finding is drawn when a key is opened. */
const MAX_DRAWN = 1000

/**
 * The report as one HTML file in pieces: no server, no network, no font or script from elsewhere, and of use without JavaScript. Its
 * content security policy lets nothing run or load but what is in it.
 */
export function* renderReport({ rows, digest, ...context }: ReportInput): Generator<string> {
  const { language } = context
  const words = reportWords(language)
  const shown = rows.map((row) => asShown(row, Date.parse(digest.madeAt))).sort(byVerdict)
  const heads: readonly (readonly [string, string, string])[] = [
    [wordsIn(language).verdict, 'rank', ''],
    [wordsIn(language).key, 'name', ''],
    [words.region, 'region', 'optional'],
    [words.account, 'account', 'optional'],
    [words.calls, 'calls', 'number optional'],
    [words.lastUse, 'last', ''],
    [wordsIn(language).checked, 'checked', 'optional'],
  ]
  yield String(html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${wordsIn(language).title} · ${digest.day}</title>
<style>${raw(STYLE)}</style>
<script>${raw(EARLY_SCRIPT)}</script>
</head>
<body>
${headerHtml(digest, context)}
<main>
${diagnosticsHtml(digest, context)}
${changesHtml(digest, context)}
<section aria-labelledby="keys-title">
<h2 id="keys-title">${words.keys}</h2>
<noscript><p class="quiet">${words.noScript}</p></noscript>
${filtersHtml(shown, context)}
<table id="keys">
<caption>${words.caption}</caption>
<thead><tr>${heads.map(([title, sort, look]) => html`<th scope="col" data-sort="${sort}" class="${look}">${title}</th>`)}</tr></thead>
`)
  for (const row of shown) yield String(keyHtml(row, context, shown.length > MAX_DRAWN))
  yield String(html`</table>
<p><button type="button" id="more" hidden>${words.more}</button></p>
</section>
${scopesHtml(digest, context)}
</main>
<script>${raw(SCRIPT)}</script>
</body>
</html>
`)
}

function headerHtml(digest: Digest, { language, timezone }: ReportContext): Html {
  const words = wordsIn(language)
  const { byVerdict, keys } = digest.totals
  const tiles = VERDICTS.map(
    (verdict) =>
      html`<li class="v-${verdict}" data-verdict="${verdict}"><b>${byVerdict[verdict] ?? 0}</b> <span>${verdictName(verdict, language)}</span></li>`,
  )
  return html`<header>
<h1>${words.title}</h1>
<p class="quiet">${digest.day} · ${words.keys(keys)} · ${words.rulePack} ${digest.rules} · ${reportWords(language).made} ${bothTimes(digest.madeAt, timezone)}</p>
${nightLines(digest.night, language, timezone).map((line) => html`<p class="alert">${lineHtml(line)}</p>`)}
${verdictBar(byVerdict, keys)}
<ul class="totals" aria-label="${reportWords(language).totals}">${tiles}</ul>
</header>` as Html
}

function diagnosticsHtml({ diagnostics }: Digest, { language }: ReportContext): Html {
  if (diagnostics.length === 0) return raw('')
  const title = wordsIn(language).diagnostics
  const items = diagnostics.map((diagnostic) => diagnosticItem(diagnostic, language))
  return html`<section class="alert">${sectionsHtml([{ title, count: items.length, items }])}</section>` as Html
}

function changesHtml(digest: Digest, { language, timezone }: ReportContext): Html {
  const naming = namingOf(digest, language, timezone)
  return html`<section class="changes"><h2>${reportWords(language).changes}</h2>${sectionsHtml(outlineChanges(digest, naming))}</section>` as Html
}

/** Only this style and these scripts: a text that slipped through as markup still could not run, load or send anything. */
function policy(): string {
  const of = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
  return `default-src 'none'; style-src ${of(STYLE)}; script-src ${of(EARLY_SCRIPT)} ${of(SCRIPT)}; base-uri 'none'; form-action 'none'`
}

function byVerdict(a: ReadinessRow, b: ReadinessRow): number {
  return VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict) || (sortKey(a) < sortKey(b) ? -1 : 1)
}

function sortKey({ accountId, region, keyId }: ReadinessRow): string {
  return `${accountId} ${region} ${keyId}`
}
