import type { LogPlace } from '../../../../shared/cloud/cloud.ts'
import { objectsIn } from '../../../../shared/domain/event-values.ts'
import { MINUTE } from '../../../../shared/domain/time.ts'
import type { RawEvents, SourceParts } from '../source.ts'
import { LackingAnswer } from './bad-day.ts'
import { columnOf } from './columns.ts'
import { OF_KMS } from './event-sql.ts'
import { LogReader } from './log-reader.ts'

/** A trail delivers to Log Service within a minute (vendor's page "Deliver events to Simple Log Service"). */
const DELAY = MINUTE
/** More events of an operation than this in some minutes are not looked through. */
const MAX_EVENTS = 20_000

/** Whole events, by search: what SQL shows of one may be cut. */
export function slsRawEvents(place: LogPlace, { cloud }: SourceParts): RawEvents {
  const logs = cloud.logService(place)
  return {
    name: 'sls',
    delay: DELAY,
    find: async (operation, within, isWanted, { signal }) => {
      const reader = new LogReader(logs, { signal }, () => {})
      const search = `${OF_KMS} and ${columnOf('eventName')}: ${operation}`
      try {
        const found = (await reader.search(search, within, MAX_EVENTS)) ?? []
        return found.flatMap(({ event }) => objectsIn(event)).find(isWanted)
      } catch (error) {
        // What is not whole yet may be the next time.
        if (error instanceof LackingAnswer) return undefined
        throw error
      }
    },
  }
}
