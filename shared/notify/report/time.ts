import { html } from 'hono/html'
import { bothTimes, utcTime } from '../calendar.ts'
import { type Html, visible } from '../escape.ts'
import type { ReportContext } from './context.ts'

/** A moment in UTC; both clocks when it is pointed at. */
export function timeHtml(time: string, { timezone }: ReportContext): Html {
  return html`<time datetime="${visible(time)}" title="${visible(bothTimes(time, timezone))}">${visible(utcTime(time).replace(' UTC', ''))}</time>` as Html
}
