import type {
  DaySink,
  ReadingLimits,
  ReadingTask,
  ScopeSource,
  UsageSource,
} from '../../../functions/usage/sources/source.ts'
import { callFailure } from '../../../shared/cloud/errors.ts'
import type { Interval } from '../../../shared/domain/coverage.ts'
import { parseEvent, type TrailEvent } from '../../../shared/domain/event.ts'
import { identityOfEvent } from '../../../shared/domain/event-identity.ts'
import { type Message, message } from '../../../shared/domain/messages/message.ts'
import { normalForm } from '../../../shared/domain/normal-form.ts'
import { ALIAS_OPERATIONS, isDeciding } from '../../../shared/domain/operations.ts'
import type { Scope } from '../../../shared/domain/scope.ts'
import { OWN_OPERATIONS, type SourceProblem } from '../../../shared/domain/source-proof.ts'
import { DAY, dayOf, HOUR, type Instant, startOfDay } from '../../../shared/domain/time.ts'
import { MAX_EVENTS } from '../../../shared/domain/usage.ts'
import { daysOf } from '../../../shared/domain/window.ts'
import type { WorldEvent } from '../../../simulator/cloud/world.ts'
import type { DayFault } from './source-contract.ts'

const ALWAYS = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }

/** What a list of events can be read from, and what is wrong with it. */
export interface Listed {
  readonly eventsOf: (scope: Scope) => readonly WorldEvent[]
  fault: DayFault | undefined
}

/** A source that knows every event at once, forgets none, and counts equal calls of an hour itself, as an SQL query would. */
export function listedSource(listed: Listed): UsageSource {
  return { scope: (scope) => new ListedEvents(scope, listed) }
}

class ListedEvents implements ScopeSource {
  readonly name = 'listed'
  readonly action = 'ReadList'
  readonly maxPace = 1_000
  readonly pace = 1_000
  readonly #scope: Scope
  readonly #listed: Listed

  constructor(scope: Scope, listed: Listed) {
    this.#scope = scope
    this.#listed = listed
  }

  async read(tasks: readonly ReadingTask[], limits: ReadingLimits): Promise<void> {
    for (const task of tasks) await this.#readTask(task, limits)
  }

  adviseOn(): Message {
    return message('next-run-resumes')
  }

  explain(_: SourceProblem): { readonly message: Message; readonly advice: Message } {
    return { message: message('trail-silent', { region: this.#scope.region }), advice: message('next-run-settles') }
  }

  async #readTask(task: ReadingTask, limits: ReadingLimits): Promise<void> {
    for (let days = nextDays(task); days; days = nextDays(task)) {
      limits.signal.throwIfAborted()
      if (limits.isOver()) return task.outOfTime()
      await this.#readDays(task, days)
      task.step(0)
    }
  }

  async #readDays(task: ReadingTask, days: Interval): Promise<void> {
    const { fault } = this.#listed
    const midnights = daysOf(days).map(({ from }) => startOfDay(from))
    if (fault && midnights.includes(fault.midnight)) {
      const withdrawn = fault.kind === 'contradicts'
      const reason = message('not-an-event', { action: this.action, day: dayOf(fault.midnight) })
      return task.fail({ reason, days: [fault.midnight], withdrawn })
    }
    const sink = task.begin(days)
    const events = this.#eventsOf(days, sink)
    try {
      await sink.look(events)
    } catch (caught) {
      const error = callFailure(caught)
      return task.fail({ reason: message('call', { action: this.action, code: error.code }), error, days: midnights })
    }
    addTo(sink, events)
    await sink.complete(daysOf(days))
  }

  #eventsOf({ from, to }: Interval, sink: DaySink): readonly TrailEvent[] {
    const events = new Map<string, TrailEvent>()
    for (const { raw } of this.#listed.eventsOf(this.#scope)) {
      const at = Date.parse(String(raw.eventTime))
      if (at < from || at >= to) continue
      const event = parseEvent(raw)
      if (event) events.set(identityOfEvent(event), event)
      else sink.damaged(startOfDay(at), message('not-an-event', { action: this.action, day: dayOf(at) }))
    }
    return [...events.values()]
  }
}

/** The newest days that are unread, a few at once. */
function nextDays(task: ReadingTask): Interval | undefined {
  const last = task.unread(ALWAYS).at(-1)
  return last && { from: Math.max(last.from, startOfDay(last.to - 1) - DAY), to: last.to }
}

function addTo(sink: DaySink, events: readonly TrailEvent[]): void {
  const groups = new Map<string, TrailEvent[]>()
  for (const event of events) {
    if (comesAlone(event)) sink.add(event)
    else {
      const name = identityOfEvent({ ...event, id: '', at: hourOf(event.at) })
      groups.set(name, [...(groups.get(name) ?? []), event])
    }
  }
  for (const group of groups.values()) {
    const [last, ...earlier] = group.sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1))
    if (!last) continue
    const newest = [last, ...earlier].slice(0, MAX_EVENTS).map(({ id, at }) => ({ id, at }))
    sink.add(last, { calls: group.length, firstAt: (earlier.at(-1) ?? last).at, newest })
  }
}

function comesAlone({ name }: TrailEvent): boolean {
  return isDeciding(name) || ALIAS_OPERATIONS.some((each) => each === name) || OWN_OPERATIONS.has(normalForm(name))
}

function hourOf(at: Instant): Instant {
  return at - ((at % DAY) % HOUR)
}
