import { describe, expect, it } from 'vitest'
import type { CallerAfterMove } from '../../shared/domain/after-move/after-move.ts'
import { DAY, HOUR, iso } from '../../shared/domain/time.ts'
import { startCloud } from '../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { type InstanceCall, kmsInstanceLog } from '../../simulator/cloud/sls/instance-log.ts'
import { account, key, type RawEvent, type RegionWorld, region, trail, world } from '../../simulator/cloud/world.ts'
import { event, instance } from '../../simulator/cloud/world-events.ts'
import { atFileEnd } from '../support/at-file-end.ts'
import { Laboratory } from '../support/functions/run-night.ts'

const FIRST = Date.parse('2026-11-01T02:30:00Z')
const INSTANCE = 'kst-hzz65instance1'
const KEY = 'key-moved'
const OTHER = { '2024-11': { CMK_RULES: '2024-11' }, '2023-09': { CMK_RULES: '2023-09' } } as const

const UIDS = {
  over: '200000000000000011',
  old: '200000000000000012',
  fails: '200000000000000013',
  quiet: '200000000000000014',
}
type App = keyof typeof UIDS

function used(app: App, at: number, raw: RawEvent = {}) {
  const userIdentity = { type: 'ram-user', principalId: UIDS[app], accessKeyId: `LTAI${app}`, userName: app }
  return event({ eventTime: iso(at), requestParameters: { KeyId: KEY }, userIdentity, ...raw })
}

const refused = { errorCode: 'Forbidden.NoPermission', errorMessage: 'synthetic' }
const disks = {
  userAgent: 'ecs.aliyuncs.com',
  sourceIpAddress: 'Internal',
  vpcId: undefined,
  userIdentity: {
    ...{ type: 'assumed-role', principalId: '300000000000000001:ecs', accessKeyId: 'STS.disks' },
    userName: 'aliyunecsdiskencryptdefaultrole:ecs',
  },
}

/** A key with four applications and a cloud service; nothing else is in its region, so that nothing is left to migrate once it has moved. */
async function company(fields: Partial<RegionWorld> = {}) {
  const before = (['over', 'old', 'fails', 'quiet'] as const).map((app) => used(app, FIRST - 5 * HOUR))
  const place = region({
    keys: [key({ keyId: KEY, aliases: ['alias/moved'], tags: { owner: 'Li Na' }, createdAt: iso(FIRST - 40 * DAY) })],
    trails: [trail()],
    instances: [instance({ id: INSTANCE })],
    events: [...before, used('old', FIRST - 5 * HOUR, disks)],
    ...fields,
  })
  let now = FIRST
  const cloud = await startCloud(world({ accounts: [account({ regions: { 'cn-hangzhou': place } })] }), {
    ...{ clock: () => now, quotas: NO_QUOTAS },
  })
  const laboratory = await Laboratory.open()
  atFileEnd(async () => {
    await cloud.close()
    await laboratory.close()
  })
  /** The night so many days after the first. */
  const night = (day: number, env: Record<string, string> = {}) => {
    now = FIRST + day * DAY
    return laboratory.night(cloud, { now, env: { CMK_OBSERVATION_DAYS: '10', ...env } })
  }
  const move = () => {
    for (const each of place.keys) each.instanceId = INSTANCE
  }
  return { cloud, place, night, move, row: () => laboratory.row(KEY), changes: () => laboratory.changes() }
}

/** The key moves after the first night; since then one application has gone over, one has not, one fails and one is silent. */
async function moved(log?: readonly InstanceCall[]) {
  const lab = await company()
  await lab.night(0)
  lab.move()
  await lab.night(1)
  const since = FIRST + 1.2 * DAY
  lab.place.events.push(
    ...[0, 1, 2].map((hour) => used('old', since + hour * HOUR)),
    used('fails', since, refused),
    used('old', since, disks),
  )
  if (log) lab.place.logProjects.push(kmsInstanceLog(INSTANCE, log))
  return lab
}

const OVER: InstanceCall = {
  ...{ at: iso(FIRST + 0.5 * DAY), keyId: KEY, gateway: 'dedicated', identity: 'ram-user', principalId: UIDS.over },
  agent: 'alibabacloud-dkms-transfer-java-sdk/0.2.2',
}
const LOG: readonly InstanceCall[] = [
  OVER,
  { ...OVER, at: iso(FIRST + 1.5 * DAY), identity: 'aap', principalId: 'orders' },
  { ...OVER, at: iso(FIRST + 1.2 * DAY), principalId: UIDS.old, gateway: 'shared' },
  { ...OVER, at: iso(FIRST + 1.3 * DAY), keyId: 'key-of-another', principalId: 'stranger' },
]

const statesOf = (callers: readonly CallerAfterMove[] = []) =>
  Object.fromEntries(callers.map(({ principal, state, left }) => [principal, left ? `${state}!` : state]))

describe('the callers of a key that has moved', () => {
  it('are followed in a region that has nothing left to migrate, and nothing of the key is lost', async () => {
    const { night, row } = await moved()
    expect((await night(2)).diagnostics).toEqual([])
    const { verdict, owner, tags, afterMove, findings, usage } = await row()
    expect({ verdict, owner, tags }).toEqual({
      ...{ verdict: 'migrated', owner: 'Li Na', tags: [{ key: 'owner', value: 'Li Na' }] },
    })
    expect(usage.callers.map(({ principal }) => principal)).toContain('user/quiet')
    expect(statesOf(afterMove?.callers)).toEqual({
      'user/fails': 'failing!',
      'user/old': 'shared-gateway!',
      'user/over': 'silent!',
      'user/quiet': 'silent!',
      'role/aliyunecsdiskencryptdefaultrole': 'cloud-service',
    })
    expect(afterMove).toMatchObject({
      moved: { after: iso(FIRST - 0.25 * HOUR), by: iso(FIRST + DAY - 0.25 * HOUR) },
      closesAt: iso(Date.parse('2026-12-01T02:15:00Z')),
      ...{ complete: true, left: 4, failing: 1, silent: 2, rotationOff: false },
      instanceLog: { state: 'not-there' },
      peak: { calls: 2 },
    })
    const note = findings.find(({ rule }) => rule === 'old-gateway-use')
    expect(note?.effect).toBe('note')
    expect(note?.message).toContain('2026-12-01T02:15:00Z, 28 days')
    expect(note?.action).toContain(INSTANCE)
  })

  it.each(['2023-09', '2024-11'] as const)(
    'are told apart by the log of the instance where it is there, under %s',
    async (pack) => {
      const { night, row } = await moved(LOG)
      expect((await night(2, OTHER[pack])).diagnostics).toEqual([])
      const { afterMove, findings } = await row()
      expect(statesOf(afterMove?.callers)).toEqual({
        'user/fails': 'failing!',
        'user/old': 'shared-gateway!',
        'user/over': 'instance',
        'aap/orders': 'instance',
        // The log shows what comes through the shared gateway, too: who is in neither calls no more.
        'user/quiet': 'silent',
        'role/aliyunecsdiskencryptdefaultrole': 'cloud-service',
      })
      expect(afterMove?.instanceLog).toEqual({ state: 'read' })
      // The first request that the instance served.
      expect(afterMove?.moved.by).toBe(OVER.at)
      expect(afterMove?.closesAt).toBe(pack === '2023-09' ? '2026-12-01T02:15:00Z' : null)
      const note = findings.find(({ rule }) => rule === 'old-gateway-use')
      expect(note?.message).toContain(pack === '2023-09' ? 'ends at' : 'may stay')
    },
  )

  it('are followed until nobody is left, and no longer than the month where applications keep their SDK', async () => {
    const { cloud, night, row, place } = await moved(LOG)
    await night(2)
    const asked = async (day: number, env = {}) => {
      const before = cloud.count({ action: 'LookupEvents' })
      await night(day, env)
      return cloud.count({ action: 'LookupEvents' }) > before
    }
    // Louder in the last week, and after its end as long as somebody calls the old way.
    place.events.push(...[26, 40].map((day) => used('old', FIRST + (day - 0.5) * DAY)))
    expect(await asked(26)).toBe(true)
    expect((await row()).findings.find(({ rule }) => rule === 'old-gateway-use')?.message).toMatch(/ONLY 4 DAYS LEFT/)
    expect(await asked(40)).toBe(true)
    expect((await row()).findings.find(({ rule }) => rule === 'old-gateway-use')?.message).toMatch(/THE MONTH IS OVER/)
    expect(await asked(41, OTHER['2024-11'])).toBe(false)
  })

  it('may be in a log that lacks what tells them, or whose answer is refused', async () => {
    const { night, row, place, cloud } = await moved()
    place.logProjects = [kmsInstanceLog(INSTANCE, LOG, { missing: ['principal_id'] })]
    expect((await night(2)).diagnostics).toEqual([])
    expect((await row()).afterMove?.instanceLog.state).toBe('incomplete')
    place.logProjects = [kmsInstanceLog(INSTANCE, LOG, { newer: true })]
    await night(3)
    expect(statesOf((await row()).afterMove?.callers)).toMatchObject({
      'user/over': 'instance',
      'aap/orders': 'instance',
    })
    cloud.setFaults([
      { where: { service: 'sls', action: 'GetIndex' }, effect: { kind: 'error', status: 403, code: 'Unauthorized' } },
    ])
    expect((await night(4)).diagnostics).toEqual([])
    // What was learnt before stays.
    expect((await row()).afterMove?.instanceLog.state).toBe('not-there')
    expect(statesOf((await row()).afterMove?.callers)).toMatchObject({ 'user/over': 'instance' })
  })
})

describe('a key that has moved', () => {
  it('stays in the table when all have gone over, and needs no attention then', async () => {
    const { night, row, place } = await company()
    await night(0)
    for (const each of place.keys) each.instanceId = INSTANCE
    const apps = Object.values(UIDS).map((principalId) => ({ ...OVER, principalId }))
    place.logProjects.push(kmsInstanceLog(INSTANCE, apps))
    await night(1)
    await night(2)
    const { verdict, afterMove, findings } = await row()
    expect({ verdict, left: afterMove?.left }).toEqual({ verdict: 'migrated', left: 0 })
    expect(findings.map(({ rule }) => rule)).not.toContain('old-gateway-use')
  })

  it('is told when it vanishes', async () => {
    const { night, place, changes } = await moved()
    await night(2)
    place.keys = []
    await night(3)
    expect((await changes()).at(-1)).toMatchObject({ keyId: KEY, before: 'migrated', after: null })
  })

  it('says that automatic rotation is not on again, until it is', async () => {
    const { night, move, row, place } = await company()
    const [only] = place.keys
    if (!only) throw new Error('no key')
    only.automaticRotation = 'Enabled'
    await night(0)
    only.automaticRotation = 'Disabled'
    move()
    await night(1)
    expect((await row()).afterMove?.rotationOff).toBe(true)
    await night(2)
    expect((await row()).afterMove?.rotationOff).toBe(true)
    only.automaticRotation = 'Enabled'
    await night(3)
    expect(await row()).toMatchObject({ afterMove: { rotationOff: false }, facts: { automaticRotation: 'Enabled' } })
    await night(4)
    expect((await row()).afterMove?.rotationOff).toBe(false)
  })
})
