import { html } from 'hono/html'
import type { Digest, ScopeTotals } from '../../digest/model.ts'
import { VERDICTS } from '../../domain/verdict.ts'
import { messagesFor } from '../../text/digest-messages.ts'
import { type Html, visible } from '../../text/escape.ts'
import { grouped } from '../../text/numbers.ts'
import type { ReportContext } from '../../text/reader.ts'
import { reportMessagesFor } from '../../text/report-messages.ts'
import { VERDICT_COLOUR, verdictName } from '../../text/verdict-style.ts'
import { countAxis, drawChart } from './draw.ts'
import { dataTable, legend } from './figure.ts'
import { INK } from './frame.ts'

const SIZES = [
  { look: 'wide', width: 620, left: 150 },
  { look: 'narrow', width: 350, left: 132 },
] as const
/** More bars than this cannot be told apart; the table below has more. */
const MAX_BARS = 12
/** The table has the largest; of thousands it would be a megabyte. */
const MAX_ROWS = 200
const BAR_HEIGHT = 30

/** The verdicts of each account and region as a bar, the largest first; with the numbers as a table. */
export function scopesFigure({ totals }: Pick<Digest, 'totals'>, { language }: ReportContext): Html {
  const messages = reportMessagesFor(language)
  const verdicts = VERDICTS.filter((verdict) => totals.byVerdict[verdict] !== undefined)
  const sorted = [...totals.byScope].sort((a, b) => b.keys - a.keys)
  const drawn = sorted.slice(0, MAX_BARS)
  if (drawn.length === 0) return html`<p class="quiet">${messages.noKeys}</p>` as Html
  const severalAccounts = new Set(totals.byScope.map(({ accountId }) => accountId)).size > 1
  const name = ({ accountId, region }: ScopeTotals) =>
    severalAccounts ? `${visible(region)} …${visible(accountId).slice(-4)}` : visible(region)
  const { colon, comma } = messagesFor(language)
  const description = drawn.map((scope) => `${scope.accountId} ${scope.region}${colon}${scope.keys}`).join(comma)
  const pictures = SIZES.map(({ look, width, left }) => {
    const frame = {
      id: `scopes-${look}`,
      width,
      height: drawn.length * BAR_HEIGHT + 34,
      title: messages.scopes,
      description,
    }
    const option = {
      grid: { left, right: 20, top: 4, bottom: 24 },
      yAxis: {
        type: 'category',
        inverse: true,
        data: drawn.map(name),
        axisTick: { show: false },
        axisLine: { show: false },
        axisLabel: { color: INK.text, width: left - 12, overflow: 'truncate' },
      },
      xAxis: {
        ...countAxis(look === 'narrow' ? 3 : 5),
        axisLabel: { color: INK.text, hideOverlap: true },
      },
      series: verdicts.map((verdict) => ({
        type: 'bar',
        stack: 'keys',
        barWidth: 16,
        silent: true,
        itemStyle: { color: `var(--${VERDICT_COLOUR[verdict]})`, opacity: 0.85, borderColor: INK.gap, borderWidth: 1 },
        data: drawn.map(({ byVerdict }) => byVerdict[verdict] ?? 0),
      })),
    }
    return html`<div class="${look}">${drawChart(option, frame)}</div>`
  })
  const rows = sorted
    .slice(0, MAX_ROWS)
    .map(({ accountId, region, keys, byVerdict }) => [
      `${accountId} ${region}`,
      keys,
      ...verdicts.map((verdict) => byVerdict[verdict] ?? 0),
    ])
  const heads = [messages.scope, messages.keys, ...verdicts.map((verdict) => verdictName(verdict, language))]
  const left = sorted.length - rows.length
  const more = left > 0 ? html`<p class="quiet">${messages.moreScopes(grouped(left))}</p>` : ''
  return html`<figure>${pictures}${legend(verdicts, language)}${dataTable(messages.scopes, heads, rows, language)}${more}</figure>` as Html
}
