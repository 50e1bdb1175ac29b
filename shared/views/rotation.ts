import type { Digest, RotatingKey } from '../digest/model.ts'
import type { Item, Line, Section } from '../document/document.ts'
import { calendarDay } from '../domain/calendar.ts'
import { wordsIn } from '../text/digest-messages.ts'
import { verdictName } from '../text/verdict-style.ts'
import { keyLine, type Naming } from './key-line.ts'

/** Keys that their next rotation will block, each with its day; none where no rotation is on. */
export function outlineRotation({ rotating, madeAt }: Digest, naming: Naming): Section[] {
  if (rotating.length === 0) return []
  const words = wordsIn(naming.language)
  const dated = rotating.filter(({ nextRotationAt }) => nextRotationAt !== null)
  const undated = rotating.filter(({ nextRotationAt }) => nextRotationAt === null)
  const item = (keys: readonly RotatingKey[], reason: string, todo: string): Item[] => {
    if (keys.length === 0) return []
    const suspended = keys.some((key) => key.suspended) ? [[words.rotationSuspendedToDo]] : []
    return [
      {
        heads: keys.map((key) => rotatingLine(key, madeAt, naming)),
        about: [[reason], [`${words.toDo}${words.colon}${todo}`, ...suspended.flat()]],
      },
    ]
  }
  return [
    {
      title: words.rotationBlocks,
      verdict: 'action-required',
      count: rotating.length,
      items: [
        ...item(dated, words.rotationDated, words.rotationDatedToDo),
        ...item(undated, words.rotationUndated, words.rotationUndatedToDo),
      ],
      urgent: true,
    },
  ]
}

/** `2026-12-03 · alias/pay key-hzz… · cn-hangzhou · owner payments`, and what else has to be known of it. */
function rotatingLine(key: RotatingKey, madeAt: string, naming: Naming): Line {
  const { nextRotationAt, suspended, verdict } = key
  const { language, timezone } = naming
  const words = wordsIn(language)
  const isDue = nextRotationAt !== null && nextRotationAt <= madeAt
  const day = nextRotationAt === null ? [] : [`${calendarDay(Date.parse(nextRotationAt), timezone)} · `]
  return [
    ...day,
    ...keyLine(key, naming),
    ...(isDue ? [` · ${words.rotationDue}`] : []),
    ...(suspended ? [` · ${words.rotationSuspended}`] : []),
    ...(verdict === 'action-required' ? [] : [' · ', { verdict, label: verdictName(verdict, language) }]),
  ]
}
