import type { CloudError } from '../../shared/cloud/errors.ts'
import { distinctTexts, isMessage, type Message, message, type Text } from '../../shared/domain/messages/message.ts'

/** What stands behind a gap. */
export interface Gap {
  readonly reasons: readonly Text[]
  /** Calls that failed. */
  readonly errors: readonly CloudError[]
  /** Name of the source. */
  readonly source: string
  /** What is advised beside the gap already. */
  readonly told?: Text | undefined
  /** What the source itself advises on the days that are missing; undefined: none are. */
  readonly own: Message | undefined
}

/** What is told at once. */
const MAX_ADVICES = 3
/** What waiting for helps. What failed for another reason is not mended by it. */
const WAITING: ReadonlySet<string> = new Set(['next-run-resumes', 'coverage-grows'])

/** What people can do about a gap: about each of its reasons what mends it. */
export function adviseOnGap(gap: Gap): Message {
  const { reasons, own } = gap
  const known = reasons.map((reason) => adviceOn(reason, gap))
  const isToldByReasons = own === undefined || (WAITING.has(own.id) && known.some((each) => each !== undefined))
  const advices = [...known.filter((each) => each !== undefined), ...(isToldByReasons ? [] : [own])]
  const distinct = distinctTexts(advices).filter(isMessage)
  const others = distinct.filter((each) => JSON.stringify(each) !== JSON.stringify(gap.told))
  const [first = message('next-run-resumes'), ...rest] = (others.length > 0 ? others : distinct).slice(0, MAX_ADVICES)
  return rest.length === 0 ? first : message('advices', { advices: [first, ...rest] })
}

/** Undefined: the source itself has to say. */
function adviceOn(reason: Text, { errors, source }: Gap): Message | undefined {
  if (!isMessage(reason)) return undefined
  switch (reason.id) {
    case 'budget-used-up':
    case 'time-used-up':
      return message('next-run-resumes')
    case 'call':
      return errors.find(({ action, code }) => action === reason.params.action && code === reason.params.code)?.advice
    case 'trail-stopped':
      return message('mend-source', { what: 'start-trail' })
    case 'trail-not-delivering':
      return message('mend-source', { what: 'check-destination' })
    case 'trail-nothing-delivered':
      return message('mend-source', { what: 'await-delivery' })
    case 'index-poorer':
    case 'index-lacks':
    case 'index-changed':
      return message('mend-index')
    case 'answer-lacks':
    case 'events-unreadable':
      return message('shorten-answers')
    case 'day-without-logs':
      return message('check-delivery')
    case 'not-an-event':
      return message('check-events')
    case 'archive-file':
    case 'archive-more-files':
    case 'archive-early-events':
      return message(source === 'dir' ? 'archive-copy-files-again' : 'bucket-check-files')
    case 'archive-without-region':
      return message('archive-check-trail')
    default:
      return undefined
  }
}
