import { html } from 'hono/html'
import type { ReadinessRow } from '../domain/readiness.ts'
import { type Html, visible } from '../text/escape.ts'

/**
 * The observation window as a bar, with its gaps cut out. `label` says in words what the bar shows. Plain attributes: the content security
 * policy allows no inline style.
 */
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
