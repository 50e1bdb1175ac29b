import { html } from 'hono/html'
import type { Language } from '../../../domain/verdict.ts'
import type { Html } from '../../escape.ts'
import { type ReportWords, reportWords } from '../words.ts'
import { countAxis, drawChart, INK } from './draw.ts'
import { dataTable } from './figure.ts'

/** Calls by UTC hour of day as 24 bars. */
function hoursChart(hours: readonly number[], id: string, words: ReportWords): Html {
  const busiest = hours.indexOf(Math.max(...hours))
  const names = hours.map((_, hour) => String(hour).padStart(2, '0'))
  return drawChart(
    {
      grid: { left: 44, right: 8, top: 8, bottom: 22 },
      xAxis: {
        type: 'category',
        data: names,
        axisTick: { show: false },
        axisLine: { lineStyle: { color: INK.line } },
        axisLabel: { color: INK.text, interval: 2 },
      },
      yAxis: countAxis(3),
      series: [{ type: 'bar', data: [...hours], color: 'var(--blue)', barCategoryGap: '25%', silent: true }],
    },
    {
      id,
      width: 440,
      height: 130,
      title: words.hours,
      description: words.busiestHour(words.hourOf(busiest, hours[busiest] ?? 0)),
    },
  )
}

/** The chart with its numbers as a table. Without an id only the table: a picture takes milliseconds, and a report may have 2,000 keys. */
export function hoursFigure(hours: readonly number[], id: string | undefined, language: Language): Html {
  const words = reportWords(language)
  const rows = hours.map((calls, hour) => [`${String(hour).padStart(2, '0')}:00`, calls])
  const table = dataTable(words.hours, [words.hour, words.calls], rows, language)
  if (id === undefined) return html`<figure>${table}</figure>` as Html
  return html`<figure>${hoursChart(hours, id, words)}<figcaption>${words.hours}</figcaption>${table}</figure>` as Html
}
