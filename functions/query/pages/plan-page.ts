import { html } from 'hono/html'
import type { Plan } from '../../../shared/domain/plan/plan.ts'
import { planHtml, planSummary } from '../../../shared/report/plan.ts'
import { localTime, zoneName } from '../../../shared/text/dates.ts'
import { messagesFor } from '../../../shared/text/digest-messages.ts'
import type { Html } from '../../../shared/text/escape.ts'
import { planMessagesFor } from '../../../shared/text/plan-messages.ts'
import type { ReportContext } from '../../../shared/text/reader.ts'
import { otherLanguage } from './language.ts'
import { pageMessagesFor } from './page-messages.ts'
import { pageAnswer } from './shell.ts'
import { otherZone, queryOf, type View } from './view.ts'

/** Which ready keys are moved together, when, and what is left. */
export function planPage({
  plan,
  context,
  home,
  view,
  ownZone,
}: {
  readonly plan: Plan
  readonly context: ReportContext
  readonly home: string
  readonly view: View
  /** CMK_TIMEZONE. */
  readonly ownZone: string
}): Response {
  const { language, timezone } = context
  const { title } = planMessagesFor(language)
  const here = (changes: Partial<View>) => `plan${queryOf(view, changes)}`
  const upTo = plan.asOf === null ? '' : `${messagesFor(language).eventsUpTo}${localTime(plan.asOf, timezone)} · `
  return pageAnswer({
    title,
    language,
    translated: here({ lang: otherLanguage(language) }),
    otherZone: otherZone(ownZone, view, here),
    back: { href: `${home}${queryOf(view)}`, text: pageMessagesFor(language).back },
    header: html`<h1>${title}</h1>
<p>${planSummary(plan, context)}</p>
<p class="quiet">${upTo}${messagesFor(language).timesIn(zoneName(timezone))}</p>` as Html,
    main: planHtml(plan, context, 2),
  })
}
