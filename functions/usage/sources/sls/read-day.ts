import type { Interval } from '../../../../shared/domain/coverage.ts'
import { momentOf, parseEvent, type TrailEvent } from '../../../../shared/domain/event.ts'
import { isNoId } from '../../../../shared/domain/event-id.ts'
import { identityOfEvent } from '../../../../shared/domain/event-identity.ts'
import { originOf } from '../../../../shared/domain/event-origin.ts'
import { KeyIndex } from '../../../../shared/domain/key-index.ts'
import { message } from '../../../../shared/domain/messages/message.ts'
import { canonicalOperation, canonicalService } from '../../../../shared/domain/operations.ts'
import type { Scope } from '../../../../shared/domain/scope.ts'
import { dayOf, type Instant } from '../../../../shared/domain/time.ts'
import type { GroupedCalls } from '../../../../shared/domain/usage.ts'
import { readByHalves, UnreadableDay } from './bad-day.ts'
import { columnOf } from './columns.ts'
import { type DaySource, indexChanged, requireLogs, seenIn } from './day-source.ts'
import { isLeftOut, MARGIN, type Slice, WHOLE_OPERATIONS } from './event-rows.ts'
import { logsAround, OF_KMS, OF_WHOLE_OPERATIONS } from './event-sql.ts'
import type { Log } from './log-rows.ts'
import type { Group } from './rebuild-event.ts'

/** The most events of a day that are read whole where SQL does not see what decides. */
const MAX_WHOLE = 2_000

/** Everything of KMS else than what is read whole. */
export interface TheRest {
  readonly window: Interval
  /** True for calls that may not be counted by the day. */
  readonly isByHour: (event: TrailEvent, like: object) => boolean
}

/** A part of what some days hold: events, and groups of equal calls. Parts have nothing in common. */
export interface DaysPart {
  readonly events: readonly TrailEvent[]
  readonly groups: readonly { readonly event: TrailEvent; readonly calls: GroupedCalls }[]
  readonly damaged: readonly Damage[]
  /** The source, and the mode of SQL that showed them where it did. */
  readonly by: string
}

/** Something that is no event. */
export interface Damage {
  readonly at: Instant
  /** As far as it says one: empty where it does not. */
  readonly operation: string
}

/**
 * Reads what `window` has of the operations that are read whole, and everything of KMS else, part by part. Throws an `UnreadableDay`, or a
 * `LackingAnswer`, where some of it cannot be had: then nothing of it counts.
 */
export async function* readDays(
  window: Interval,
  rest: TheRest | undefined,
  source: DaySource,
): AsyncGenerator<DaysPart> {
  await requireLogs(window, source)
  const seen = await seenIn(window, source)
  if (!seen) {
    yield { ...(await readWhole(window, source)), by: 'sls' }
    return
  }
  const shown = new Set<string>()
  const isNew = (event: TrailEvent) => {
    const identity = identityOfEvent(event)
    return !shown.has(identity) && shown.add(identity)
  }
  const part = (found: Found) => ({ ...found, events: found.events.filter(isNew), by: `sls ${source.reader.mode}` })
  yield part(await readWholeOperations(window, seen))
  if (rest === undefined) return
  for (const slice of source.volume.slicesOf(rest.window))
    yield part(await readTheRest({ ...rest, window: slice }, seen))
}

type Found = Omit<DaysPart, 'by'>

async function readWholeOperations(window: Interval, source: DaySource): Promise<Found> {
  const { reader, scope } = source
  const raw = await readByHalves(
    logsAround(window),
    async (part) => (await reader.search(OF_WHOLE_OPERATIONS, part)) ?? [],
  )
  return told(raw, window, scope)
}

async function readTheRest({ window, isByHour }: TheRest, source: DaySource): Promise<Found> {
  const { reader, parts, scope, volume } = source
  const slice = (part: Interval): Slice => ({ ...part, scope, parts })
  const groupsOf = (byHour: boolean) => readByHalves(window, (part) => reader.groups(slice(part), byHour))
  const byDay = await groupsOf(false)
  volume.learn(window, byDay.length)
  const mustBeByHour = ({ event, calls }: Group) => event && hoursWith(calls) > 1 && isByHour(event, calls)
  const found = byDay.some(mustBeByHour) ? await groupsOf(true) : byDay
  const odd = found.some((group) => group.odd !== '')
    ? await readByHalves(window, async (part) => [await reader.oddEvents(slice(part))])
    : []
  const whole = odd.flatMap((events) => events ?? [])
  // Too many to read: what is sure of them is that they were made, by whom, and with what key nobody knows.
  const counted = odd.includes(undefined) ? found : found.filter((group) => group.odd === '')
  const groups = counted.flatMap(({ event, calls }) =>
    event && (isLeftOut(event, scope) || !isOfOthers(event, scope)) ? [{ event, calls }] : [],
  )
  const unsure = groups.find(({ event }) => WHOLE_OPERATIONS.includes(event.name))
  if (unsure || counted.some(({ event }) => !event)) {
    throw new UnreadableDay(message('events-unreadable', { day: dayOf(window.from) }))
  }
  const read = told(whole, window, scope)
  return odd.includes(undefined) ? { ...read, events: [], groups } : { ...read, groups }
}

function hoursWith({ hours = [] }: GroupedCalls): number {
  return hours.filter((calls) => calls > 0).length
}

/** Everything of KMS as whole events, where these are few. */
async function readWhole(window: Interval, source: DaySource): Promise<Found> {
  const { reader, parts, scope, modifiedAt } = source
  const logs = logsAround(window)
  const search = parts.has.has('serviceName') && logs.from >= modifiedAt ? OF_KMS : '*'
  const raw = await readByHalves(logs, async (part) => [await reader.search(search, part, MAX_WHOLE)])
  if (raw.includes(undefined)) {
    if (parts.lacking.length === 0) throw indexChanged(window, modifiedAt)
    const columns = parts.lacking.map(columnOf)
    throw new UnreadableDay(message('index-lacks', { columns, day: dayOf(window.from) }))
  }
  return told(
    raw.flatMap((events) => events ?? []),
    window,
    scope,
  )
}

/** Events of the window and the scope, once each. */
function told(logs: readonly Log[], { from, to }: Interval, scope: Scope): Found {
  const events = new Map<string, TrailEvent>()
  const damaged: Damage[] = []
  for (const log of logs) {
    const event = timed(parseEvent(log.event), log)
    if (event === undefined) {
      const at = momentOf(log.event) ?? log.at
      if (isOfKms(log.event) && at >= from && at < to) damaged.push({ at, operation: operationOf(log.event) })
    } else if (event.at >= from && event.at < to && !isOfOthers(event, scope)) {
      if (event.service === 'Kms' || event.service === '') events.set(identityOfEvent(event), event)
    }
  }
  return { events: [...events.values()], groups: [], damaged }
}

/** The event as some window has it: one that is far from the time of its log is taken to be of that. */
function timed(event: TrailEvent | undefined, { at }: Log): TrailEvent | undefined {
  return event && Math.abs(event.at - at) > MARGIN ? { ...event, at } : event
}

/** True for an event that says to be of another scope: a logstore may hold many. */
function isOfOthers(event: TrailEvent, scope: Scope): boolean {
  return originOf(event, { scope, keys: new KeyIndex([]) }).kind === 'elsewhere'
}

function isOfKms(raw: unknown): boolean {
  if (typeof raw !== 'object' || raw === null || !('serviceName' in raw)) return true
  return typeof raw.serviceName !== 'string' || canonicalService(raw.serviceName) === 'Kms' || isNoId(raw.serviceName)
}

function operationOf(raw: unknown): string {
  if (typeof raw !== 'object' || raw === null || !('eventName' in raw)) return ''
  return typeof raw.eventName === 'string' ? canonicalOperation(raw.eventName) : ''
}
