import { html } from 'hono/html'
import { localTime, zonedTime } from '../text/dates.ts'
import { type Html, visible } from '../text/escape.ts'
import type { ReportContext } from '../text/reader.ts'

/** A moment on the clocks of the reader; with the zone when it is pointed at. */
export function timeHtml(time: string, { timezone }: ReportContext): Html {
  return html`<time datetime="${visible(time)}" title="${visible(zonedTime(time, timezone))}">${visible(localTime(time, timezone))}</time>` as Html
}
