import type { LogIndex } from '../../../../shared/cloud/cloud.ts'
import { USUAL_TEXT } from '../../../../shared/cloud/log-reads.ts'

/** Parts of a delivered event that SQL is asked for, as the index names them below `event`. */
export const PARTS = [
  'eventId',
  'requestId',
  'eventTime',
  'eventName',
  'serviceName',
  'eventType',
  'eventSource',
  'errorCode',
  'acsRegion',
  'recipientAccountId',
  'sourceIpAddress',
  'vpcId',
  'userAgent',
  'userIdentity.type',
  'userIdentity.userName',
  'userIdentity.principalId',
  'userIdentity.accessKeyId',
  'userIdentity.accountId',
  'requestParameterJson',
  'responseElements',
  'referencedResources',
  'resourceName',
] as const
export type Part = (typeof PARTS)[number]

/** Objects and lists have no value in SQL, and the vendor's index for trails leaves them out. */
const SELDOM: ReadonlySet<Part> = new Set<Part>(['requestId', 'eventTime', 'responseElements', 'referencedResources'])

/**
 * Without one of the others a group of events says less of a call than the call itself, in a way that can hide a use or excuse one: then whole
 * events are read.
 */
const DISPENSABLE: ReadonlySet<Part> = new Set<Part>([
  ...SELDOM,
  ...(['eventType', 'recipientAccountId', 'vpcId', 'resourceName'] as const),
])

/**
 * Where logs of before a column had its index say nothing in it, an event means something else in a way that can hide a use or excuse one. A call whose
 * error is not seen counts as made, which excuses nothing.
 */
export const DECISIVE: readonly Part[] = PARTS.filter((part) => !DISPENSABLE.has(part) && part !== 'errorCode')

/** A part as a column, or as a key of a search. */
export function columnOf(part: Part): string {
  return `event.${part}`
}

/** What of an event SQL can see in a logstore. */
export interface VisibleParts {
  readonly has: ReadonlySet<Part>
  /** Missing though it decides: a group cannot stand for its events. */
  readonly lacking: readonly Part[]
  /** Missing, and worth a word: what a group then says less. */
  readonly poorer: readonly Part[]
  /** Characters from which on a text may have been cut for SQL. */
  readonly longest: number
}

/** What SQL can see of logs that were written before the index was as it is: nobody knows how much of a text it kept then. */
export function visibleBefore(parts: VisibleParts): VisibleParts {
  return { ...parts, longest: Math.min(parts.longest, USUAL_TEXT) }
}

export function visibleParts({ columns, maxTextLength }: Pick<LogIndex, 'columns' | 'maxTextLength'>): VisibleParts {
  const has = new Set(PARTS.filter((part) => columns.has(columnOf(part))))
  const missing = PARTS.filter((part) => !has.has(part))
  return {
    has,
    lacking: missing.filter((part) => !DISPENSABLE.has(part)),
    poorer: missing.filter((part) => DISPENSABLE.has(part) && !SELDOM.has(part)),
    longest: maxTextLength,
  }
}
