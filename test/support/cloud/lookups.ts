import { expect } from 'vitest'
import { DAY, iso, SECOND } from '../../../shared/domain/time.ts'
import type { Outcome } from '../../../simulator/cloud/clients.ts'
import type { CloudOptions } from '../../../simulator/cloud/cloud.ts'
import { account, region, type World, type WorldEvent, world } from '../../../simulator/cloud/world.ts'
import { event } from '../../../simulator/cloud/world-events.ts'
import { type OpenCloud, openCloud } from './open-cloud.ts'

/** The time of the clouds that tests look events up in. */
export const NOW = Date.parse('2026-11-20T12:00:00Z')
export const WEEK = { StartTime: iso(NOW - 7 * DAY), EndTime: iso(NOW), MaxResults: '50' }

/** An event of so many seconds ago. */
export function ago(seconds: number, raw: Record<string, unknown> = {}, marks = {}): WorldEvent {
  return event({ eventId: `e${seconds}`, eventTime: iso(NOW - seconds * SECOND), ...raw }, marks)
}

export function worldOf(events: WorldEvent[]): World {
  return world({ accounts: [account({ regions: { 'cn-hangzhou': region({ events }), 'cn-beijing': region() } })] })
}

export function openTrail(events: WorldEvent[], options: CloudOptions = {}): Promise<OpenCloud> {
  return openCloud(worldOf(events), { clock: () => NOW, ...options })
}

export function idsOf({ body }: Outcome): unknown[] {
  return ((body.Events ?? []) as { eventId: unknown }[]).map((each) => each.eventId)
}

/** All pages of a query: the ids on each. */
export async function pages({ trail }: OpenCloud, query: Record<string, unknown>): Promise<unknown[][]> {
  const found: unknown[][] = []
  let token: unknown
  do {
    const page: Outcome = await trail('LookupEvents', token === undefined ? query : { ...query, NextToken: token })
    expect(page).toMatchObject({ status: 200 })
    found.push(idsOf(page))
    token = page.body.NextToken
  } while (token !== undefined)
  return found
}
