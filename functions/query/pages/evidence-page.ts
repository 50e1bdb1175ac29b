import { html } from 'hono/html'
import type { ScopeEvidence } from '../../../shared/domain/scope-evidence.ts'
import { evidenceTable } from '../../../shared/report/evidence.ts'
import { localTime, zoneName } from '../../../shared/text/dates.ts'
import { messagesFor } from '../../../shared/text/digest-messages.ts'
import type { Html } from '../../../shared/text/escape.ts'
import { evidenceMessagesFor } from '../../../shared/text/evidence-messages.ts'
import type { ReportContext } from '../../../shared/text/reader.ts'
import { otherLanguage } from './language.ts'
import { pageMessagesFor } from './page-messages.ts'
import { pageAnswer } from './shell.ts'
import { otherZone, queryOf, type View } from './view.ts'

/** What is known of every account and region, and why it can be trusted. */
export function evidencePage({
  scopes,
  context,
  home,
  view,
  ownZone,
}: {
  readonly scopes: readonly ScopeEvidence[]
  readonly context: ReportContext
  readonly home: string
  readonly view: View
  /** CMK_TIMEZONE. */
  readonly ownZone: string
}): Response {
  const { language, timezone } = context
  const { title } = evidenceMessagesFor(language)
  const here = (changes: Partial<View>) => `evidence${queryOf(view, changes)}`
  const newest = scopes.reduce((last, { asOf }) => (asOf > last ? asOf : last), '')
  const upTo = newest === '' ? '' : `${messagesFor(language).eventsUpTo}${localTime(newest, timezone)} · `
  return pageAnswer({
    title,
    language,
    translated: here({ lang: otherLanguage(language) }),
    otherZone: otherZone(ownZone, view, here),
    back: { href: `${home}${queryOf(view)}`, text: pageMessagesFor(language).back },
    header: html`<h1>${title}</h1>
<p class="quiet">${upTo}${messagesFor(language).timesIn(zoneName(timezone))}</p>` as Html,
    main: evidenceTable(scopes, context),
  })
}
