import type { Item, Line, Section } from '../document/document.ts'
import type { Step } from '../domain/steps/step.ts'
import { messagesFor } from '../text/digest-messages.ts'
import type { ReportContext } from '../text/reader.ts'
import { stepForText, stepMessagesFor, stepText } from '../text/step-messages.ts'

/** What has to be done about a key: before it moves and after, in order. Nothing where there is nothing to do. */
export function stepSections(steps: readonly Step[], context: ReportContext): Section[] {
  const { when } = stepMessagesFor(context.language)
  return (['before', 'after'] as const).flatMap((time): Section[] => {
    const items = steps.filter((step) => step.when === time).map((step) => stepItem(step, context))
    return items.length === 0 ? [] : [{ title: when[time], items }]
  })
}

function stepItem(step: Step, context: ReportContext): Item {
  const { comma, source: label } = messagesFor(context.language)
  const { text, code, source } = stepText(step, context)
  const details: Line[] = [
    ...(code === undefined ? [] : [[{ name: code }] satisfies Line]),
    [{ text: stepForText(step, context).join(comma) }],
    ...(source === undefined ? [] : [[{ link: source, label }] satisfies Line]),
  ]
  return { subjects: [[{ text }]], details }
}
