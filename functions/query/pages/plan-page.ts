import { html } from 'hono/html'
import type { MigrationRequest } from '../../../shared/domain/request/request.ts'
import { planHtml, planSummary } from '../../../shared/report/plan.ts'
import type { Html } from '../../../shared/text/escape.ts'
import { planMessagesFor } from '../../../shared/text/plan-messages.ts'
import { type BatchesParts, batchesSection } from './batches-section.ts'
import { sidePage } from './side-page.ts'
import type { PageReader } from './view.ts'

interface PlanPageParts extends BatchesParts {
  readonly request: MigrationRequest
}

/** Which ready keys are moved together, when, what is left, and what the vendor is asked for. */
export function planPage(parts: PlanPageParts, reader: PageReader): Response {
  const { plan, request, refused } = parts
  const { context } = reader
  const { title } = planMessagesFor(context.language)
  const summary = planSummary(plan, context)
  const main = html`${planHtml(plan, context, 2, request)}${batchesSection(parts, reader)}` as Html
  return sidePage({ name: 'plan', title, asOf: plan.asOf, summary, main, status: refused?.status ?? 200 }, reader)
}
