import { createHash } from 'node:crypto'
import type { TrailEvent } from './event.ts'
import { isNoId } from './event-id.ts'
import { normalForm } from './normal-form.ts'

/**
 * What makes an event the same as another: its id, name and time, and all that it says. The same event on two pages is one; a second event
 * under an id that was seen is another one, and so are two under something that is no id. Short, whatever the event holds.
 */
export function identityOfEvent(event: TrailEvent): string {
  const { id, name, request, response } = event
  const said = [isNoId(id) ? '' : normalForm(id), normalForm(name), restOf(event)]
  const fields = [entries(request), entries(response)].map(sorted)
  return createHash('sha256')
    .update(JSON.stringify([...said, ...fields]))
    .digest('base64')
    .slice(0, 24)
}

/** In the order of names, wherever the event comes from. The type asks for every field. */
function restOf(event: TrailEvent): Omit<TrailEvent, 'id' | 'name' | 'request' | 'response'> {
  const { accessKeyId, accountId, principalId, type, userName } = event.identity
  return {
    at: event.at,
    dryRun: event.dryRun,
    errorCode: event.errorCode,
    eventSource: event.eventSource,
    identity: { accessKeyId, accountId, principalId, type, userName },
    recipientAccountId: event.recipientAccountId,
    region: event.region,
    resources: event.resources,
    service: event.service,
    sourceIp: event.sourceIp,
    type: event.type,
    userAgent: event.userAgent,
    vpcId: event.vpcId,
  }
}

/** By name: the order in which fields come is no difference. */
function entries(fields: TrailEvent['request']): readonly (readonly [string, unknown])[] {
  return [...fields].sort(([a], [b]) => (a < b ? -1 : 1))
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(sorted)
  const object = value as Readonly<Record<string, unknown>>
  return Object.fromEntries(
    Object.keys(object)
      .sort()
      .map((name) => [name, sorted(object[name])]),
  )
}
