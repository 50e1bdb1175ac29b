import { DAY, iso } from '../../../shared/domain/time.ts'
import { startCloud } from '../../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../../simulator/cloud/quota/quotas.ts'
import { account, DEFAULT_ACCOUNT, readOnlyPolicy, region, type World, world } from '../../../simulator/cloud/world.ts'
import { event, signOfLife } from '../../../simulator/cloud/world-events.ts'
import { NOW, named } from './a-company.ts'
import { Laboratory } from './run-night.ts'
import type { Tables } from './tables-of.ts'

export const TWO_DAYS = { CMK_OBSERVATION_DAYS: '2', CMK_OWN_CIDRS: '198.51.100.0/24' }
const TWO_REGIONS = ['cn-hangzhou', 'cn-shanghai'] as const

/** The role by which subsidiaries are entered. */
const ROLE = 'cmk-readiness-audited'

/** CMK_ACCOUNTS of the company and so many subsidiaries. */
export function accountsOf(subsidiaries: number): string {
  return [DEFAULT_ACCOUNT, ...idsOf(subsidiaries).map((id) => `acs:ram::${id}:role/${ROLE}`)].join()
}

function idsOf(subsidiaries: number): string[] {
  return Array.from({ length: subsidiaries }, (_, n) => String(2_000_000_000_000_000 + n))
}

/** A key in each region, used once: as little as a night can be about. Subsidiaries have keys in the same regions, and no use. */
export function spreadCompany(regions: readonly string[] = TWO_REGIONS, subsidiaries = 0): World {
  const all = regions.map((acsRegion) => {
    const used = event({
      ...{ acsRegion, eventId: `used-${acsRegion}`, eventName: 'Decrypt', eventTime: iso(NOW - DAY / 4) },
      requestParameters: { KeyId: `key-${acsRegion}` },
    })
    const events = [signOfLife(iso(NOW - DAY), { acsRegion, eventId: `alive-${acsRegion}` }), used]
    return [acsRegion, region({ keys: [named(acsRegion)], events })] as const
  })
  const trusts = [`acs:ram::${DEFAULT_ACCOUNT}:root`]
  const others = idsOf(subsidiaries).map((id) => {
    const here = (acsRegion: string) =>
      region({
        keys: [named(`${id}-${acsRegion}`)],
        events: [signOfLife(iso(NOW - DAY), { acsRegion, recipientAccountId: id })],
      })
    const roles = [{ name: ROLE, trusts, policy: readOnlyPolicy() }]
    const there = Object.fromEntries(regions.map((each) => [each, here(each)]))
    return account({ id, roles, regions: there, tablestore: [] })
  })
  return world({ accounts: [account({ regions: Object.fromEntries(all) }), ...others] })
}

/** Tables that do not say at what time something was read, which is another one after each trouble. */
export type Written = Pick<Tables, 'rows' | 'usage' | 'changes'>

export function writtenOf({ rows, usage, changes }: Tables): Written {
  return { rows, usage, changes }
}

const nights = new Map<string, Promise<Written>>()

/** The tables that one process leaves, which does all by itself. */
export function oneProcess(regions: readonly string[] = TWO_REGIONS): Promise<Written> {
  const name = regions.join()
  const known = nights.get(name) ?? audit(regions)
  nights.set(name, known)
  return known
}

async function audit(regions: readonly string[]): Promise<Written> {
  const cloud = await startCloud(spreadCompany(regions), { clock: () => NOW, quotas: NO_QUOTAS, recordCalls: false })
  const laboratory = await Laboratory.open()
  try {
    await laboratory.night(cloud, { now: NOW, env: TWO_DAYS })
    return writtenOf(await laboratory.tables())
  } finally {
    await cloud.close()
    await laboratory.close()
  }
}
