import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent } from 'echarts/components'
import { type EChartsCoreOption, init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { raw } from 'hono/html'
import type { Html } from '../../text/escape.ts'
import { framed, INK, type PictureFrame } from './frame.ts'

use([BarChart, LineChart, GridComponent, SVGRenderer])

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

/**
 * A chart as SVG that needs no script and brings no style: the content security policy lets neither in, so what the library writes for
 * pointers and looks is taken out, and the style sheet of the page does the rest.
 */
export function drawChart(option: EChartsCoreOption, frame: PictureFrame): Html {
  // The library numbers its charts; the same report is the same text.
  const drawing = pictureOf(option, frame.width, frame.height).replace(/\bzr\d+-/g, `${frame.id}-`)
  return framed(raw(drawing), frame)
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
