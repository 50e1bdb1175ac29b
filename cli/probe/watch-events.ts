import type { RawEvent, RawEvents } from '../../functions/usage/sources/source.ts'
import type { CallShape, EventShape } from '../../shared/domain/event-shape.ts'
import type { ProbeCalls } from '../../shared/domain/probe-calls.ts'
import { type ProbedKey, readEventShape } from '../../shared/domain/read-event-shape.ts'
import { CLOCK_SKEW } from '../../shared/domain/source-proof.ts'
import { type Instant, SECOND } from '../../shared/domain/time.ts'
import { sleep } from '../../shared/net/sleep.ts'
import type { ProbeCall } from './make-calls.ts'

/** How often a source is asked for what it does not show yet, in milliseconds. */
const POLL = 15 * SECOND
/** Clocks mostly agree, and an account may make thousands of calls in a minute: it is looked further only at the end. Milliseconds. */
const MARGIN = 15 * SECOND
/** How often the clock is looked at in between, in milliseconds. */
const TICK = 250

export interface WatchParts {
  readonly source: RawEvents
  readonly key: ProbedKey
  readonly calls: readonly ProbeCall[]
  readonly probe: Pick<ProbeCalls, 'mark' | 'from'>
  /** How long to wait for an event after its call, in milliseconds. */
  readonly patience: number
  /** How much longer where the source shows some of the calls, and not all, in milliseconds: events come late, and not together. */
  readonly grace: number
  readonly clock: () => Instant
  readonly signal: AbortSignal
  /** Ids of an event that was found. */
  remember(ids: readonly string[]): Promise<void>
  report(missing: readonly string[], millisecondsLeft: number): void
}

/** Reads the events of the calls back, as they come, and says what they hold. Calls that did not work have none. */
export async function watchEvents(parts: WatchParts): Promise<EventShape> {
  const { source, clock, signal, patience, probe } = parts
  const calls = parts.calls.filter(({ failed }) => failed === undefined)
  const last = Math.max(...calls.map(({ at }) => at))
  const found = new Map<ProbeCall, { readonly raw: RawEvent; readonly at: Instant }>()
  for (;;) {
    const asked = clock()
    for (const call of calls.filter((each) => !found.has(each))) {
      const margin = asked >= last + patience ? CLOCK_SKEW : MARGIN
      const within = { from: probe.from - margin, to: last + margin }
      const raw = await source.find(call.operation, within, (event) => isOf(event, call, probe.mark), { signal })
      if (raw === undefined) continue
      found.set(call, { raw, at: clock() })
      await parts.remember(idsOf(raw))
    }
    const missing = calls.filter((call) => !found.has(call))
    const end = last + patience + (found.size > 0 ? parts.grace : 0)
    if (missing.length === 0 || asked >= end) break
    await waitUntil(Math.min(asked + POLL, end), end, missing, parts)
  }
  return { source: source.name, at: probe.from, calls: calls.map((call) => shapeOf(call, found.get(call), parts)) }
}

async function waitUntil(
  next: Instant,
  end: Instant,
  missing: readonly ProbeCall[],
  { clock, signal, report }: WatchParts,
): Promise<void> {
  const names = missing.map(({ operation }) => operation)
  while (clock() < next) {
    report(names, end - clock())
    await sleep(Math.min(TICK, Math.max(1, next - clock())), [signal])
    signal.throwIfAborted()
  }
}

function shapeOf(
  { operation, dryRun, at, ciphertext }: ProbeCall,
  found: { readonly raw: RawEvent; readonly at: Instant } | undefined,
  { source, key, probe, patience }: WatchParts,
): CallShape {
  if (found === undefined) {
    const shown = patience >= source.delay ? 'no' : 'not-yet'
    return { operation, dryRun, shown, delaySeconds: null }
  }
  return {
    ...{ operation, dryRun, shown: 'yes' },
    delaySeconds: Math.max(0, Math.round((found.at - at) / SECOND)),
    event: readEventShape(found.raw, { dryRun, ciphertext, agentMark: probe.mark, client: 'nodejs' }, key),
  }
}

/** By the id of the request; where the answer with it was lost, by the mark of the probe. */
function isOf(raw: RawEvent, { operation, requestId }: ProbeCall, mark: string): boolean {
  if (raw.eventName !== operation) return false
  if (requestId !== undefined && idsOf(raw).includes(requestId)) return true
  return requestId === undefined && String(raw.userAgent).endsWith(` ${mark}`)
}

function idsOf({ eventId, requestId }: RawEvent): readonly string[] {
  return [eventId, requestId].filter((id): id is string => typeof id === 'string' && id !== '')
}
