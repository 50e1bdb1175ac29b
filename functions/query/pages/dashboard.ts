import { html } from 'hono/html'
import { applyStaleness } from '../../../shared/domain/stale.ts'
import { movedKeysHtml } from '../../../shared/report/moved-keys.ts'
import { chartsHtml, diagnosticsHtml, headingHtml, totalsHtml } from '../../../shared/report/overview.ts'
import { scopesHtml } from '../../../shared/report/scopes.ts'
import type { Store } from '../../../shared/store/store.ts'
import { compareMessagesFor } from '../../../shared/text/compare-messages.ts'
import { messagesFor } from '../../../shared/text/digest-messages.ts'
import type { Html } from '../../../shared/text/escape.ts'
import { evidenceMessagesFor } from '../../../shared/text/evidence-messages.ts'
import { historyMessagesFor } from '../../../shared/text/history-messages.ts'
import { planMessagesFor } from '../../../shared/text/plan-messages.ts'
import type { ReportContext } from '../../../shared/text/reader.ts'
import { reportMessagesFor } from '../../../shared/text/report-messages.ts'
import { keyHref, keysSection } from './keys-section.ts'
import { otherLanguage } from './language.ts'
import type { Overview } from './overview.ts'
import { PAGE_SCRIPT } from './script.ts'
import { pageAnswer } from './shell.ts'
import { otherZone, queryOf, type View } from './view.ts'

/** Accounts and regions that are listed: thousands of them would be megabytes. */
const MAX_SCOPES = 200

/** The dashboard: how things stand, and one page of the keys that the view asks for. */
export async function dashboard(
  { readiness }: Pick<Store, 'readiness'>,
  { digestIn, keys }: Overview,
  view: View,
  context: ReportContext,
  /** CMK_TIMEZONE. */
  ownZone: string,
): Promise<Response> {
  const { language, timezone } = context
  const messages = reportMessagesFor(language)
  const digest = digestIn(timezone)
  const page = await keys.page(view)
  // As of the same moment as the totals. A key may have gone since.
  const madeAt = Date.parse(digest.madeAt)
  const rows = (await readiness.getAll(page.keys)).map((row) => applyStaleness(row, madeAt))
  const tile = (verdict: View['verdict'][number]) => {
    const current = view.verdict.length === 1 && view.verdict[0] === verdict
    return { href: `./${queryOf(view, { verdict: current ? [] : [verdict] })}#keys`, current }
  }
  const unfiltered = queryOf({ ...view, verdict: [], region: '', account: '', owner: '', q: '' })
  return pageAnswer({
    title: messagesFor(language).title,
    language,
    skip: { to: 'keys', text: messages.skip },
    translated: `./${queryOf(view, { page: view.page, lang: otherLanguage(language) })}`,
    otherZone: otherZone(ownZone, view, (changes) => `./${queryOf(view, { page: view.page, ...changes })}`),
    header: html`${headingHtml(digest, context)}
<p><a href="./evidence${unfiltered}">${evidenceMessagesFor(language).link}</a> · <a href="./plan${unfiltered}">${planMessagesFor(language).link}</a> · <a href="./history${unfiltered}">${historyMessagesFor(language).link}</a> · <a href="./compare${unfiltered}">${compareMessagesFor(language).link}</a></p>` as Html,
    main: html`${totalsHtml(digest, context, tile)}
${movedKeysHtml(digest, context, (key) => keyHref(key, view))}
${chartsHtml(digest, context)}
${keysSection({ rows, page, index: keys, total: digest.totals.keys, view, context })}
${diagnosticsHtml(digest, context)}
${scopesHtml(digest, context, MAX_SCOPES)}` as Html,
    script: PAGE_SCRIPT,
  })
}
