import { html } from 'hono/html'
import type { TrendPoint } from '../../domain/trend.ts'
import { TREND_DAYS } from '../../domain/trend.ts'
import { VERDICTS, type Verdict } from '../../domain/verdict.ts'
import { messagesFor } from '../../text/digest-messages.ts'
import type { Html } from '../../text/escape.ts'
import type { ReportContext } from '../../text/reader.ts'
import { reportMessagesFor } from '../../text/report-messages.ts'
import { VERDICT_COLOUR, verdictName } from '../../text/verdict-style.ts'
import { countAxis, drawChart } from './draw.ts'
import { dataTable, legend } from './figure.ts'
import { INK } from './frame.ts'

/** Pictures for a wide page and for a phone: one that shrank that far could not be read. */
const SIZES = [
  { look: 'wide', width: 620, height: 230, ticks: 5 },
  { look: 'narrow', width: 350, height: 220, ticks: 3 },
] as const

/** The counts by verdict of each of the last 90 days, one upon the other, the worst on top; with their numbers as a table. */
export function trendFigure(trend: readonly TrendPoint[], { language }: ReportContext): Html {
  const days = trend.slice(-TREND_DAYS)
  const messages = reportMessagesFor(language)
  const verdicts = VERDICTS.filter((verdict) => days.some(({ counts }) => counts[verdict] !== undefined))
  const [first, last] = [days[0], days.at(-1)]
  if (!first || !last || days.length < 2) return html`<p class="quiet">${messages.noTrend}</p>` as Html
  const { colon, comma, semicolon } = messagesFor(language)
  const told = (day: TrendPoint) =>
    `${day.day}${colon}${verdicts.map((verdict) => `${verdictName(verdict, language)} ${day.counts[verdict] ?? 0}`).join(comma)}`
  const pictures = SIZES.map(({ look, width, height, ticks }) => {
    const frame = {
      id: `trend-${look}`,
      width,
      height,
      title: messages.trend,
      description: `${told(first)}${semicolon}${told(last)}`,
    }
    return html`<div class="${look}">${drawChart(option(days, verdicts, ticks), frame)}</div>`
  })
  const rows = [...days].reverse().map(({ day, counts }) => [day, ...verdicts.map((verdict) => counts[verdict] ?? 0)])
  const heads = [messages.day, ...verdicts.map((verdict) => verdictName(verdict, language))]
  return html`<figure>${pictures}${legend(verdicts, language)}${dataTable(messages.trend, heads, rows, language)}</figure>` as Html
}

function option(days: readonly TrendPoint[], verdicts: readonly Verdict[], ticks: number) {
  return {
    grid: { left: 52, right: 14, top: 10, bottom: 24 },
    xAxis: {
      type: 'category',
      boundaryGap: false,
      data: days.map(({ day }) => day.slice(5)),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: INK.line } },
      axisLabel: { color: INK.text, interval: Math.max(0, Math.ceil(days.length / ticks) - 1) },
    },
    yAxis: countAxis(4),
    series: [...verdicts].reverse().map((verdict) => ({
      type: 'line',
      stack: 'keys',
      // A day stands for itself: half of it on either side, so that the last one shows.
      step: 'middle',
      symbol: 'none',
      silent: true,
      // The seam keeps areas apart whose colours look alike to the reader.
      lineStyle: { color: INK.gap, width: 1.5 },
      areaStyle: { color: `var(--${VERDICT_COLOUR[verdict]})`, opacity: 0.85 },
      data: days.map(({ counts }) => counts[verdict] ?? 0),
    })),
  }
}
