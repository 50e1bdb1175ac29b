import { afterEach, beforeEach } from 'vitest'
import { type Instant, iso } from '../../../shared/domain/time.ts'
import { account, type RawEvent, region, type WorldEvent, world } from '../../../simulator/cloud/world.ts'
import { event } from '../../../simulator/cloud/world-events.ts'
import { SCOPE } from '../cloud/open.ts'
import { type LogLab, openLogLab } from './log-lab.ts'
import { KEY, RegionLab } from './region-lab.ts'

/** A call with the region's key. */
export function callAt(moment: Instant, raw: RawEvent = {}): WorldEvent {
  return event({ eventTime: iso(moment), requestParameters: { KeyId: KEY }, ...raw })
}

/** A world of the scope's region with these events, and of another account's where it has some. */
export function worldOf(events: readonly WorldEvent[], others?: readonly WorldEvent[]) {
  const regionsOf = (held: readonly WorldEvent[]) => ({ [SCOPE.region]: region({ events: [...held] }) })
  const here = account({ id: SCOPE.accountId, regions: regionsOf(events) })
  const there = others && account({ id: '1000000000000009', accessKeys: [], regions: regionsOf(others) })
  return world({ accounts: there ? [here, there] : [here] })
}

/** For each test of a file, a region's table and one log lab, which are closed at its end. */
export function logReading() {
  let table: RegionLab
  let logs: LogLab | undefined
  beforeEach(async () => {
    logs = undefined
    table = await RegionLab.open()
  })
  afterEach(async () => {
    await logs?.cloud.close()
    await table.close()
  })
  return {
    async open(...args: Parameters<typeof openLogLab>): Promise<LogLab> {
      logs = await openLogLab(...args)
      return logs
    },
    read: (...args: Parameters<RegionLab['read']>) => table.read(...args),
  }
}
