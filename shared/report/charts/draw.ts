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
 * pointers and looks is taken out, and the style sheet of the page does the rest.
 */
export function drawChart(option: EChartsCoreOption, { id, width, height, title, description }: ChartFrame): Html {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
  let drawn: string
  try {
    chart.setOption({ animation: false, ...option })
    drawn = chart.renderToSVGString()
  } finally {
    // A chart that is left open keeps the process alive.
    chart.dispose()
  }
  const inner = drawn
    .replace(/^<svg[^>]*>|<\/svg>\s*$/g, '')
    .replace(/<style[^>]*>.*?<\/style>/gs, '')
    .replace(/ (?:style|class|pointer-events|ecmeta_\w+)="[^"]*"/g, '')
    // The library numbers its charts; the same report is the same text.
    .replace(/\bzr\d+-/g, `${id}-`)
    .replace(/\n/g, '')
  return html`<svg class="chart" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${id}-title ${id}-about"><title id="${id}-title">${visible(title)}</title><desc id="${id}-about">${visible(description)}</desc>${raw(inner)}</svg>` as Html
}
