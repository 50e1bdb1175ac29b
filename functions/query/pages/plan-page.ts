import type { Plan } from '../../../shared/domain/plan/plan.ts'
import type { MigrationRequest } from '../../../shared/domain/request/request.ts'
import { planHtml, planSummary } from '../../../shared/report/plan.ts'
import { planMessagesFor } from '../../../shared/text/plan-messages.ts'
import { sidePage } from './side-page.ts'
import type { PageReader } from './view.ts'

/** Which ready keys are moved together, when, what is left, and what the vendor is asked for. */
export function planPage(plan: Plan, request: MigrationRequest, reader: PageReader): Response {
  const { context } = reader
  const { title } = planMessagesFor(context.language)
  const summary = planSummary(plan, context)
  return sidePage({ name: 'plan', title, asOf: plan.asOf, summary, main: planHtml(plan, context, 2, request) }, reader)
}
