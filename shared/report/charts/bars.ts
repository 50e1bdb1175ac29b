import { html } from 'hono/html'
import type { Html } from '../../text/escape.ts'
import { grouped } from '../../text/numbers.ts'
import { INK } from './frame.ts'

interface Bar {
  readonly name: string
  /** A whole number, not negative. */
  readonly count: number
}

/** Room around the bars for numbers and names, in pixels. */
const AROUND = { left: 44, right: 8, top: 8, bottom: 22 } as const
/** What a bar fills of its place. */
const FILLED = 0.75
/** There is a name below each third bar. */
const NAMED = 3
/** About so many lines lie across the bars. */
const LINES = 3
/** People count in these steps: below the first number in the second, times a power of ten. */
const STEPS = [
  [1.5, 1],
  [2.5, 2],
  [4, 3],
  [7, 5],
] as const

/** Bars with an axis of whole numbers, and names below them. Written out here: the library of the other charts takes 10 ms for it, and a report has 200. */
export function barsDrawing(
  bars: readonly Bar[],
  { width, height }: { readonly width: number; readonly height: number },
): Html {
  const most = Math.max(1, ...bars.map(({ count }) => count))
  const step = stepOf(most)
  const top = Math.ceil(most / step) * step
  const [left, right, bottom] = [AROUND.left, width - AROUND.right, height - AROUND.bottom]
  const yOf = (count: number) => bottom - (count / top) * (bottom - AROUND.top)
  const place = (right - left) / bars.length
  const ticks = Array.from({ length: top / step + 1 }, (_, at) => at * step)
  // On the middle of a pixel a line of one pixel is sharp.
  const lines = ticks.map((count) => `M${left} ${Math.floor(yOf(count)) + 0.5}H${right}`)
  const numbers = ticks.map(
    (count) =>
      html`<text x="${left - 8}" y="${pixels(yOf(count))}" text-anchor="end" dominant-baseline="central">${grouped(count)}</text>`,
  )
  const names = bars.map(({ name }, at) =>
    at % NAMED === 0
      ? html`<text x="${pixels(left + (at + 0.5) * place)}" y="${bottom + 14}" text-anchor="middle" dominant-baseline="central">${name}</text>`
      : '',
  )
  const shapes = bars.map(({ count }, at) => {
    const x = pixels(left + (at + (1 - FILLED) / 2) * place)
    return count === 0 ? '' : `M${x} ${bottom}V${pixels(yOf(count))}h${pixels(place * FILLED)}V${bottom}Z`
  })
  return html`<path d="${lines.join('')}" fill="none" stroke="${INK.line}"></path><g fill="${INK.text}">${numbers}${names}</g><path d="${shapes.join('')}" fill="var(--blue)"></path>` as Html
}

function stepOf(most: number): number {
  const exact = Math.max(1, most / LINES)
  const power = 10 ** Math.floor(Math.log10(exact))
  const [, step] = STEPS.find(([below]) => exact / power < below) ?? [0, 10]
  return step * power
}

function pixels(value: number): number {
  return Math.round(value * 10) / 10
}
