import { createHash } from 'node:crypto'
import type { TrailEvent } from './event.ts'
import { isNoId } from './event-id.ts'
import { normalForm } from './normal-form.ts'

/**
 * What makes an event the same as another: its id, name and time, and all that it says. The same event on two pages is one; a second event
 * under an id that was seen is another one, and so are two under something that is no id. Short, whatever the event holds.
 */
export function identityOfEvent(event: TrailEvent): string {
  const { id, name, request, response, ...rest } = event
  const said = [isNoId(id) ? '' : normalForm(id), normalForm(name), rest, entries(request), entries(response)]
  return createHash('sha256')
    .update(JSON.stringify(sorted(said)))
    .digest('base64')
    .slice(0, 24)
}

/** By name: the order in which fields come is no difference. */
function entries(fields: TrailEvent['request']): readonly (readonly [string, unknown])[] {
  return [...fields].sort(([a], [b]) => (a < b ? -1 : 1))
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(sorted)
  const names = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(names.map(([name, each]) => [name, sorted(each)]))
}
