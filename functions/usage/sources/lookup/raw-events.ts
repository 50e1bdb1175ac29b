import { objectsIn } from '../../../../shared/domain/event-values.ts'
import type { Scope } from '../../../../shared/domain/scope.ts'
import { MINUTE, SECOND } from '../../../../shared/domain/time.ts'
import type { RawEvents, SourceParts } from '../source.ts'

/** LookupEvents shows an event 10 minutes after the call (vendor's page "Query events"). */
const DELAY = 10 * MINUTE
/** Of 50 events: an operation that is called 30 times a second is looked through for 10 minutes around. */
const MAX_PAGES = 400

export function lookupRawEvents(scope: Scope, { cloud }: SourceParts): RawEvents {
  const trail = cloud.actionTrail(scope)
  return {
    name: 'lookup',
    delay: DELAY,
    find: async (operation, { from, to }, isWanted, { signal }) => {
      const attribute = { key: 'EventName', value: operation } as const
      const query = { attribute, from: Math.floor(from / SECOND) * SECOND, to: Math.ceil(to / SECOND) * SECOND }
      let nextToken: string | undefined
      for (let pages = 0; pages < MAX_PAGES; pages += 1) {
        const page = await trail.lookupEvents(
          { ...query, ...(nextToken === undefined ? {} : { nextToken }) },
          { signal },
        )
        const found = page.events.flatMap((each) => objectsIn(each)).find(isWanted)
        if (found || page.nextToken === undefined) return found
        nextToken = page.nextToken
      }
      return undefined
    },
  }
}
