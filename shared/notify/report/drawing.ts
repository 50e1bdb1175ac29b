import { html } from 'hono/html'
import type { ReadinessRow } from '../../domain/readiness.ts'
import { VERDICTS } from '../../domain/verdict.ts'
import type { VerdictCounts } from '../digest.ts'
import { type Html, visible } from '../escape.ts'
import type { ReportWords } from './words.ts'

/** Drawings are SVG with plain attributes: the content security policy of the report allows no inline style. */

/** The share of each verdict as one bar. The numbers stand beside it as text. */
export function verdictBar(counts: VerdictCounts, total: number): Html {
  let at = 0
  const parts = VERDICTS.map((verdict) => {
    const width = total === 0 ? 0 : ((counts[verdict] ?? 0) / total) * 1000
    const part = html`<rect class="v-${verdict}" x="${at.toFixed(1)}" y="0" width="${Math.max(0, width - 2).toFixed(1)}" height="10"/>`
    at += width
    return width === 0 ? '' : part
  })
  return html`<svg class="share" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>` as Html
}

/** The observation window as a bar, with its gaps cut out. `label` says in words what the bar shows. */
export function coverageBar({ from, to, gaps }: ReadinessRow['observed'], label: string): Html {
  const start = Date.parse(from)
  const length = Date.parse(to) - start
  const place = (time: string) =>
    length > 0 ? Math.min(1000, Math.max(0, ((Date.parse(time) - start) / length) * 1000)) : 0
  const holes = gaps.map((gap) => {
    const x = place(gap.from)
    // A gap of a few minutes in 90 days is still to be seen.
    const width = Math.max(4, place(gap.to) - x)
    return html`<rect class="gap" x="${Math.min(x, 996).toFixed(1)}" y="0" width="${width.toFixed(1)}" height="14"/>`
  })
  return html`<svg class="coverage" viewBox="0 0 1000 14" preserveAspectRatio="none" role="img" aria-label="${visible(label)}"><rect class="read" x="0" y="0" width="1000" height="14"/>${holes}</svg>` as Html
}

/** Calls by UTC hour of day as 24 bars. */
export function hourBars(hours: readonly number[], words: ReportWords): Html {
  const most = Math.max(1, ...hours)
  const bars = hours.map((calls, hour) => {
    if (calls === 0) return ''
    const height = Math.max(3, (calls / most) * 40)
    return html`<rect class="busy" x="${hour * 10 + 1}" y="${(42 - height).toFixed(1)}" width="8" height="${height.toFixed(1)}"><title>${words.hourOf(hour, calls)}</title></rect>`
  })
  const busiest = hours.indexOf(Math.max(...hours))
  const label = `${words.hours}; ${words.hourOf(busiest, hours[busiest] ?? 0)}`
  const ticks = [0, 6, 12, 18].map(
    (hour) => html`<text x="${hour * 10 + 1}" y="53">${String(hour).padStart(2, '0')}</text>`,
  )
  return html`<svg class="hours" viewBox="0 0 240 55" role="img" aria-label="${label}"><rect class="base" y="42" width="240" height="1"/>${bars}${ticks}</svg>` as Html
}
