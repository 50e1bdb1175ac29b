import { html } from 'hono/html'
import { offsetAt } from '../../domain/calendar.ts'
import { DAY, HOUR, iso, MINUTE } from '../../domain/time.ts'
import { offsetText } from '../../text/dates.ts'
import type { Html } from '../../text/escape.ts'
import type { ReportContext } from '../../text/reader.ts'
import { type ReportMessages, reportMessagesFor } from '../../text/report-messages.ts'
import { barsDrawing } from './bars.ts'
import { dataTable } from './figure.ts'
import { framed } from './frame.ts'

/** When calls were counted, as ISO 8601 UTC. */
interface Period {
  readonly from: string
  readonly to: string
}

/** An hour of the reader's day: `16:00`, or `13:30` where the clocks are not ahead of UTC by whole hours. */
interface LocalHour {
  readonly name: string
  readonly calls: number
}

/**
 * Calls by UTC hour as hours of the reader's day, from its midnight on. Where the clocks were put forward or back meanwhile, all count by the
 * later offset, and `offset` names it.
 */
function localHours(hours: readonly number[], { from, to }: Period, timezone: string) {
  const offset = offsetAt(Date.parse(to), timezone)
  const minutes = (hour: number) => ((((hour * HOUR + offset) % DAY) + DAY) % DAY) / MINUTE
  const sorted = hours.map((calls, hour) => ({ calls, at: minutes(hour) })).sort((a, b) => a.at - b.at)
  const bars = sorted.map(({ calls, at }): LocalHour => ({ calls, name: iso(at * MINUTE).slice(11, 16) }))
  return { bars, offset: offsetAt(Date.parse(from), timezone) === offset ? '' : ` (${offsetText(offset)})` }
}

/** Calls by hour of day as 24 bars. */
function hoursChart(bars: readonly LocalHour[], id: string, title: string, messages: ReportMessages): Html {
  const busiest = bars.reduce<LocalHour | undefined>(
    (most, bar) => (bar.calls > (most?.calls ?? -1) ? bar : most),
    undefined,
  )
  const frame = {
    ...{ id, width: 440, height: 130, title },
    description: messages.busiestHour(messages.hourOf(busiest?.name ?? '', busiest?.calls ?? 0)),
  }
  const named = bars.map(({ name, calls }) => ({ name: name.replace(/:00$/, ''), count: calls }))
  return framed(barsDrawing(named, frame), frame)
}

/** The chart with its numbers as a table. Without an id only the table: a picture takes kilobytes, and a report may have 2,000 keys. */
export function hoursFigure(
  hours: readonly number[],
  period: Period,
  id: string | undefined,
  { language, timezone }: ReportContext,
): Html {
  const messages = reportMessagesFor(language)
  const { bars, offset } = localHours(hours, period, timezone)
  const title = `${messages.hours}${offset}`
  const rows = bars.map(({ name, calls }) => [name, calls])
  const table = dataTable(title, [messages.hour, messages.calls], rows, language)
  if (id === undefined) return html`<figure>${table}</figure>` as Html
  return html`<figure>${hoursChart(bars, id, title, messages)}<figcaption>${title}</figcaption>${table}</figure>` as Html
}
