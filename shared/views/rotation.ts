import type { Digest, RotatingKey } from '../digest/model.ts'
import type { Item, Line, Section } from '../document/document.ts'
import { calendarDay } from '../domain/calendar.ts'
import { messagesFor } from '../text/digest-messages.ts'
import { verdictName } from '../text/verdict-style.ts'
import { keyLine, type Naming, shortStepSpans } from './key-line.ts'

/** Keys that their next rotation will block, each with its day; none where no rotation is on. */
export function rotationSections({ rotating, madeAt }: Digest, naming: Naming): Section[] {
  if (rotating.length === 0) return []
  const messages = messagesFor(naming.language)
  const dated = rotating.filter(({ nextRotationAt }) => nextRotationAt !== null)
  const undated = rotating.filter(({ nextRotationAt }) => nextRotationAt === null)
  const item = (keys: readonly RotatingKey[], reason: string, todo: string): Item[] => {
    if (keys.length === 0) return []
    const suspended = keys.some((key) => key.suspended) ? [[messages.rotationSuspendedToDo]] : []
    return [
      {
        subjects: keys.map((key) => rotatingLine(key, madeAt, naming)),
        details: [[reason], [`${messages.toDo}${messages.colon}${todo}`, ...suspended.flat()]],
      },
    ]
  }
  return [
    {
      title: messages.rotationBlocks,
      verdict: 'action-required',
      count: rotating.length,
      items: [
        ...item(dated, messages.rotationDated, messages.rotationDatedToDo),
        ...item(undated, messages.rotationUndated, messages.rotationUndatedToDo),
      ],
      urgent: true,
    },
  ]
}

/** `2026-12-03 · alias/pay key-hzz… · cn-hangzhou · owner payments`, and what else has to be known of it. */
function rotatingLine(key: RotatingKey, madeAt: string, naming: Naming): Line {
  const { nextRotationAt, suspended, verdict } = key
  const { language, timezone } = naming
  const messages = messagesFor(language)
  const isDue = nextRotationAt !== null && nextRotationAt <= madeAt
  const day = nextRotationAt === null ? [] : [`${calendarDay(Date.parse(nextRotationAt), timezone)} · `]
  return [
    ...day,
    ...keyLine(key, naming),
    ...(isDue ? [` · ${messages.rotationDue}`] : []),
    ...(suspended ? [` · ${messages.rotationSuspended}`] : []),
    ...(verdict === 'action-required' ? [] : [' · ', { verdict, label: verdictName(verdict, language) }]),
    ...shortStepSpans(key, naming),
  ]
}
