import type { ScopeEvidence } from '../../../shared/domain/scope-evidence.ts'
import { evidenceTable } from '../../../shared/report/evidence.ts'
import { evidenceMessagesFor } from '../../../shared/text/evidence-messages.ts'
import { sidePage } from './side-page.ts'
import type { PageReader } from './view.ts'

/** What is known of every account and region, and why it can be trusted. */
export function evidencePage(scopes: readonly ScopeEvidence[], reader: PageReader): Response {
  const { context } = reader
  const { title } = evidenceMessagesFor(context.language)
  const asOf = scopes.reduce<string | null>(
    (last, each) => (last === null || each.asOf > last ? each.asOf : last),
    null,
  )
  return sidePage({ name: 'evidence', title, asOf, main: evidenceTable(scopes, context) }, reader)
}
