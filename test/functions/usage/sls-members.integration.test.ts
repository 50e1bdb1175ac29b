import { afterEach, beforeEach, expect, it } from 'vitest'
import { DAY, HOUR, type Instant, iso, SECOND, startOfDay } from '../../../shared/domain/time.ts'
import { EVENT_DELIVERY_LAG } from '../../../shared/domain/window.ts'
import { actionTrailIndex } from '../../../simulator/cloud/sls/projects.ts'
import { account, region, type WorldEvent, world } from '../../../simulator/cloud/world.ts'
import { event } from '../../../simulator/cloud/world-events.ts'
import { SCOPE } from '../../support/cloud/open.ts'
import { type LogLab, openLogLab } from '../../support/usage/log-lab.ts'
import { KEY, RegionLab } from '../../support/usage/region-lab.ts'

const NOW = Date.parse('2026-11-23T02:30:00Z')
const AS_OF = NOW - EVENT_DELIVERY_LAG
const DAYS = 6
const day = (n: number) => startOfDay(AS_OF) - n * DAY

let lab: RegionLab
let logs: LogLab | undefined
beforeEach(async () => {
  lab = await RegionLab.open()
})
afterEach(async () => {
  await logs?.cloud.close()
  await lab.close()
})

const at = (moment: Instant) => event({ eventTime: iso(moment), requestParameters: { KeyId: KEY } })
/** Another member calls every day: the trail itself never rests. */
const OTHERS = Array.from({ length: DAYS + 1 }, (_, n) => at(day(n) + HOUR))

/** What is covered of an account that the trail of the organization shows these events of. */
async function coveredBy(events: readonly WorldEvent[], lacking?: string) {
  const here = account({ id: SCOPE.accountId, regions: { [SCOPE.region]: region({ events: [...events] }) } })
  const regions = { [SCOPE.region]: region({ events: OTHERS }) }
  const there = world({ accounts: [here, account({ id: '1000000000000009', accessKeys: [], regions })] })
  const store = lacking === undefined ? {} : { index: actionTrailIndex({}, { missing: [lacking] }) }
  logs = await openLogLab(there, () => NOW, { to: { isOrganization: true }, store, silent: 'always' })
  const { all } = await lab.read(logs.sourceOf({ isOrganization: true }), { now: NOW, days: DAYS })
  return all.covered
}

it('the trail of an organization says nothing of a member before it first shows one of its events', async () => {
  const first = day(3) + 5 * HOUR
  expect(await coveredBy([at(first), at(day(2)), at(day(1)), at(AS_OF)])).toEqual([{ from: first, to: AS_OF }])
})

it('nor after it last did: the member may have left', async () => {
  const last = day(3) + 5 * HOUR
  expect(await coveredBy([at(day(5)), at(day(4)), at(last)])).toEqual([{ from: day(5), to: last + SECOND }])
})

it('nor of days in between on which it shows none', async () => {
  const [first, last] = [day(5) + HOUR, day(2) + HOUR]
  expect(await coveredBy([at(first), at(last), at(day(1)), at(AS_OF)])).toEqual([
    { from: first, to: first + SECOND },
    { from: last, to: AS_OF },
  ])
})

it('nor of a member of which it shows no event at all', async () => {
  expect(await coveredBy([])).toEqual([])
})

it('nor where the index does not say whose an event is', async () => {
  expect(await coveredBy([at(day(1)), at(AS_OF)], 'recipientAccountId')).toEqual([])
})
