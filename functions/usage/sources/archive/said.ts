import type { TrailEvent } from '../../../../shared/domain/event.ts'
import { isNoId } from '../../../../shared/domain/event-id.ts'
import { identityOfEvent } from '../../../../shared/domain/event-identity.ts'
import type { Fields } from '../../../../shared/domain/event-values.ts'
import { normalForm } from '../../../../shared/domain/normal-form.ts'
import { FREE_FIELDS } from './event-bytes.ts'

const HEADS: ReadonlyMap<string, number> = new Map(
  FREE_FIELDS.map(({ name, head }) => [normalForm(name.toString()), head]),
)
const PLAIN = /^[A-Za-z0-9+/=_-]+$/

/**
 * What an event says besides its id, its time and the values that nothing looks at: the same for all calls that one usage row counts together
 * and that differ in nothing that a rule could see.
 */
export function saidBy(event: TrailEvent): string {
  const { request, response } = event
  return identityOfEvent({ ...event, id: '', at: 0, request: withoutFree(request), response: withoutFree(response) })
}

function withoutFree(fields: Fields): Fields {
  const kept = new Map<string, readonly unknown[]>()
  for (const [name, values] of fields) {
    const head = HEADS.get(name)
    kept.set(name, head === undefined ? values : [...new Set(values.map((value) => headOf(value, head)))])
  }
  return kept
}

function headOf(value: unknown, head: number): unknown {
  return typeof value === 'string' && value.length > head && PLAIN.test(value) ? value.slice(0, head) : value
}

/** Both halves of what an event says, to begin its identity with. */
export function startOf(said: string): readonly [high: number, low: number] {
  const bytes = Buffer.from(said, 'base64')
  return [bytes.readUInt32LE(0), bytes.readUInt32LE(4)]
}

/** The id that an event's identity is made of: empty where it is none. */
export function idOf({ id }: Pick<TrailEvent, 'id'>): string {
  return isNoId(id) ? '' : normalForm(id)
}
