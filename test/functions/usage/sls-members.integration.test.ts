import { expect, it } from 'vitest'
import { DAY, HOUR, SECOND, startOfDay } from '../../../shared/domain/time.ts'
import { EVENT_DELIVERY_LAG } from '../../../shared/domain/window.ts'
import { actionTrailIndex } from '../../../simulator/cloud/sls/projects.ts'
import type { WorldEvent } from '../../../simulator/cloud/world.ts'
import { callAt, logReading, worldOf } from '../../support/usage/log-reading.ts'

const NOW = Date.parse('2026-11-23T02:30:00Z')
const AS_OF = NOW - EVENT_DELIVERY_LAG
const DAYS = 6
const day = (n: number) => startOfDay(AS_OF) - n * DAY

const lab = logReading()

/** Another member calls every day: the trail itself never rests. */
const OTHERS = Array.from({ length: DAYS + 1 }, (_, n) => callAt(day(n) + HOUR))

/** What is covered of an account that the trail of the organization shows these events of. */
async function coveredBy(events: readonly WorldEvent[], lacking?: string) {
  const store = lacking === undefined ? {} : { index: actionTrailIndex({}, { missing: [lacking] }) }
  const logs = await lab.open(worldOf(events, OTHERS), () => NOW, {
    to: { isOrganization: true },
    store,
    silent: 'always',
  })
  const { all } = await lab.read(logs.sourceOf({ isOrganization: true }), { now: NOW, days: DAYS })
  return all.covered
}

it('the trail of an organization says nothing of a member before it first shows one of its events', async () => {
  const first = day(3) + 5 * HOUR
  expect(await coveredBy([callAt(first), callAt(day(2)), callAt(day(1)), callAt(AS_OF)])).toEqual([
    { from: first, to: AS_OF },
  ])
})

it('nor after it last did: the member may have left', async () => {
  const last = day(3) + 5 * HOUR
  expect(await coveredBy([callAt(day(5)), callAt(day(4)), callAt(last)])).toEqual([{ from: day(5), to: last + SECOND }])
})

it('nor of days in between on which it shows none', async () => {
  const [first, last] = [day(5) + HOUR, day(2) + HOUR]
  expect(await coveredBy([callAt(first), callAt(last), callAt(day(1)), callAt(AS_OF)])).toEqual([
    { from: first, to: first + SECOND },
    { from: last, to: AS_OF },
  ])
})

it('nor of a member of which it shows no event at all', async () => {
  expect(await coveredBy([])).toEqual([])
})

it('nor where the index does not say whose an event is', async () => {
  expect(await coveredBy([callAt(day(1)), callAt(AS_OF)], 'recipientAccountId')).toEqual([])
})
