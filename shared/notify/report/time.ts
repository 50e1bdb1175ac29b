import { html } from 'hono/html'
import { bothTimes, utcTime } from '../calendar.ts'
import { type Html, visible } from '../escape.ts'
import type { ReportContext } from './context.ts'

/** A moment in UTC; both clocks when it is pointed at. */
export function timeHtml(time: string, { timezone }: ReportContext): Html {
  return html`<time datetime="${visible(time)}" title="${visible(bothTimes(time, timezone))}">${visible(utcTime(time).replace(' UTC', ''))}</time>` as Html
}

const numbers = new Intl.NumberFormat('en-US')

/** `12,345`: both languages write it so. */
export function numberText(count: number): string {
  return numbers.format(count)
}
