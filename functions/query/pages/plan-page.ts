import type { Plan } from '../../../shared/domain/plan/plan.ts'
import { planHtml, planSummary } from '../../../shared/report/plan.ts'
import { planMessagesFor } from '../../../shared/text/plan-messages.ts'
import { sidePage } from './side-page.ts'
import type { PageReader } from './view.ts'

/** Which ready keys are moved together, when, and what is left. */
export function planPage(plan: Plan, reader: PageReader): Response {
  const { context } = reader
  const { title } = planMessagesFor(context.language)
  const summary = planSummary(plan, context)
  return sidePage({ name: 'plan', title, asOf: plan.asOf, summary, main: planHtml(plan, context, 2) }, reader)
}
