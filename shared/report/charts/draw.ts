import { BarChart, GraphChart, LineChart } from 'echarts/charts'
import { GridComponent } from 'echarts/components'
import { type EChartsCoreOption, init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { html, raw } from 'hono/html'
import { type Html, visible } from '../../text/escape.ts'

use([BarChart, GraphChart, LineChart, GridComponent, SVGRenderer])

/** Colours of every chart: the style sheet knows them, in light and in dark. */
export const INK = { text: 'var(--soft)', line: 'var(--line)', gap: 'var(--card)' } as const

/** An axis of whole numbers, with about so many lines across the chart. */
export function countAxis(lines: number) {
  return {
    type: 'value',
    minInterval: 1,
    splitNumber: lines,
    splitLine: { lineStyle: { color: INK.line } },
    axisLabel: { color: INK.text },
  }
}

/** Pictures of so many charts are kept: a page that is asked for again, and the next report of the same rows, draw nothing again. */
const MAX_KEPT = 100
const kept = new Map<string, string>()

/** What a chart is, besides its numbers. */
export interface ChartFrame {
  /** Unique in the page. */
  readonly id: string
  /** In pixels; the picture shrinks with the page. */
  readonly width: number
  readonly height: number
  readonly title: string
  /** What the picture shows, in words: all that who cannot see it needs to know. */
  readonly description: string
}

/**
 * A chart as SVG that needs no script and brings no style: the content security policy lets neither in, so what the library writes for
 * pointers and looks is taken out, and the style sheet of the page does the rest. Functions in `option` read nothing but its data.
 */
export function drawChart(option: EChartsCoreOption, { id, width, height, title, description }: ChartFrame): Html {
  // The library numbers its charts; the same report is the same text.
  const inner = pictureOf(option, width, height).replace(/\bzr\d+-/g, `${id}-`)
  return html`<svg class="chart" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${id}-title ${id}-about"><title id="${id}-title">${visible(title)}</title><desc id="${id}-about">${visible(description)}</desc>${raw(inner)}</svg>` as Html
}

function pictureOf(option: EChartsCoreOption, width: number, height: number): string {
  const name = JSON.stringify([option, width, height])
  const known = kept.get(name)
  if (known !== undefined) return known
  const [oldest = ''] = kept.keys()
  if (kept.size >= MAX_KEPT) kept.delete(oldest)
  const picture = paint(option, width, height)
  kept.set(name, picture)
  return picture
}

function paint(option: EChartsCoreOption, width: number, height: number): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    chart.setOption({ animation: false, ...option })
    return chart
      .renderToSVGString()
      .replace(/^<svg[^>]*>|<\/svg>\s*$/g, '')
      .replace(/<style[^>]*>.*?<\/style>/gs, '')
      .replace(/ (?:style|class|pointer-events|ecmeta_\w+)="[^"]*"/g, '')
      .replace(/\n/g, '')
  } finally {
    // A chart that is left open keeps the process alive.
    chart.dispose()
  }
}
