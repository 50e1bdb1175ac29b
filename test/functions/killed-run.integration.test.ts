import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runJobs } from '../../functions/run/dispatch.ts'
import { runNight } from '../../functions/run/night.ts'
import { DAY, HOUR, iso, MINUTE } from '../../shared/domain/time.ts'
import type { Store } from '../../shared/store/store.ts'
import { type SimulatedCloud, startCloud } from '../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { account, DEFAULT_ACCOUNT, type Key, region, type World, world } from '../../simulator/cloud/world.ts'
import { signOfLife } from '../../simulator/cloud/world-events.ts'
import { hoursAgo, NOW, named } from '../support/functions/a-company.ts'
import { Laboratory } from '../support/functions/run-night.ts'
import { readinessWith } from '../support/store/readiness-with.ts'

const ENV = { CMK_REGIONS: 'cn-hangzhou', CMK_OWN_CIDRS: '198.51.100.0/24', CMK_OBSERVATION_DAYS: '10' }

let now = NOW
let company: World
let cloud: SimulatedCloud
let laboratory: Laboratory
beforeEach(async () => {
  now = NOW
  const here = region({ keys: [named('one'), named('two')], events: [signOfLife(iso(NOW - 5 * DAY))] })
  company = world({ accounts: [account({ regions: { 'cn-hangzhou': here } })] })
  cloud = await startCloud(company, { clock: () => now, quotas: NO_QUOTAS })
  laboratory = await Laboratory.open()
})
afterEach(async () => {
  await cloud.close()
  await laboratory.close()
})

function keysHere(): Key[] {
  const keys = company.accounts[0]?.regions['cn-hangzhou']?.keys
  if (!keys) throw new Error('the company has keys in cn-hangzhou')
  return keys
}

/** The same store, but the run dies before any row of `readiness` is written. */
function diesBeforeRows(store: Store): Store {
  const die = () => Promise.reject(new Error('the run was killed'))
  const { readiness, usage, history, progress, marks, decisions } = store
  return {
    readiness: readinessWith(readiness, { put: die, delete: die }),
    usage,
    history,
    progress,
    marks,
    decisions,
    close: () => store.close(),
  }
}

describe('a run that is killed between a change and its row', () => {
  const changesOfOne = async () => {
    const changes = (await laboratory.changes()).filter(({ keyId }) => keyId === 'key-one')
    return changes.map(({ changedAt, before, after }) => [changedAt, before, after])
  }
  const asOf = (at: number) => iso(at - 15 * MINUTE)
  let told = 0

  /** A good night, something that happens to key-one, and a night that dies. */
  async function nightThatDies(happens: (keys: Key[]) => unknown): Promise<void> {
    await laboratory.night(cloud, { now, env: ENV })
    expect(await changesOfOne()).toEqual([[asOf(NOW), null, 'ready']])
    happens(keysHere())
    now += DAY
    told = now
    await expect(
      laboratory.work(cloud, { now, env: ENV }, (services) =>
        runNight({ ...services, store: diesBeforeRows(services.store) }),
      ),
    ).rejects.toThrow('the run was killed')
    now += 10 * MINUTE
  }
  const setState = (keyState: Key['keyState']) => (keys: Key[]) => {
    keys.splice(0, keys.length, ...keys.map((key) => ({ ...key, keyState })))
  }

  it('has told the change: the next tells it no second time', async () => {
    await nightThatDies(setState('PendingDeletion'))
    await laboratory.night(cloud, { now, env: ENV })
    expect((await changesOfOne()).slice(1)).toEqual([[asOf(told), 'ready', 'action-required']])
    expect(await laboratory.row('key-one')).toMatchObject({ verdict: 'action-required', changedAt: asOf(told) })
  })

  it('has told that a key is gone: the next tells it no second time', async () => {
    await nightThatDies((keys) => keys.shift())
    await laboratory.night(cloud, { now, env: ENV })
    expect((await changesOfOne()).slice(1)).toEqual([[asOf(told), 'ready', null]])
    expect((await laboratory.rows()).map(({ keyId }) => keyId)).toEqual(['key-two'])
  })

  it('has told a change that is undone meanwhile: the next tells that it is undone', async () => {
    await nightThatDies(setState('PendingDeletion'))
    setState('Enabled')(keysHere())
    await laboratory.night(cloud, { now, env: ENV })
    expect((await changesOfOne()).slice(1)).toEqual([
      [asOf(told), 'ready', 'action-required'],
      [asOf(now), 'action-required', 'ready'],
    ])
    expect(await laboratory.row('key-one')).toMatchObject({ verdict: 'ready', changedAt: asOf(now) })
  })

  it('and that is tried again, tells its change as it is now', async () => {
    await nightThatDies(setState('PendingDeletion'))
    keysHere().shift()
    await laboratory.night(cloud, { now: told, env: ENV })
    expect((await changesOfOne()).slice(1)).toEqual([[asOf(told), 'ready', null]])
  })

  it('has told a change, and is not tried again for days: the next tells it no second time', async () => {
    await nightThatDies(setState('PendingDeletion'))
    now += 3 * DAY
    await laboratory.night(cloud, { now, env: ENV })
    expect((await changesOfOne()).slice(1)).toEqual([[asOf(told), 'ready', 'action-required']])
  })

  it('after it took back what it had told on less evidence, leaves no change that never was', async () => {
    await laboratory.night(cloud, { now, env: ENV })
    now += DAY
    cloud.setFaults([{ where: { action: 'LookupEvents' }, effect: { kind: 'denied' } }])
    const night = await laboratory.night(cloud, { now, env: ENV })
    expect((await laboratory.row('key-one')).verdict).toBe('unknown')
    cloud.setFaults([])
    const rest = { run: night.run, asOf: night.asOf, stage: 'usage', accountId: DEFAULT_ACCOUNT } as const
    const goOn = (store: (given: Store) => Store) =>
      laboratory.work(cloud, { now, env: ENV }, (services) =>
        runJobs([rest], { ...services, store: store(services.store) }),
      )
    expect((await goOn(diesBeforeRows)).failures).toHaveLength(1)
    expect((await goOn((store) => store)).failures).toEqual([])
    expect(await changesOfOne()).toEqual([[asOf(NOW), null, 'ready']])
    expect(await laboratory.row('key-one')).toMatchObject({ verdict: 'ready', changedAt: asOf(NOW) })
  })
})

describe('a run that sleeps between a change and its row', () => {
  it('does not write its old rows over those of the run that took over meanwhile', async () => {
    await laboratory.night(cloud, { now, env: ENV })
    now += 12 * HOUR
    let slept = false
    const asleep = (history: Store['history']): Store['history'] => ({
      put: async (changes) => {
        await history.put(changes)
        if (slept) return
        slept = true
        now += 12 * HOUR
        const export_ = { eventName: 'GenerateAndExportDataKey', requestParameters: { KeyId: 'key-one' } }
        const event = hoursAgo((NOW - (now - 2 * HOUR)) / HOUR, { eventId: 'late', ...export_ })
        company.accounts[0]?.regions['cn-hangzhou']?.events.push(event)
        await laboratory.night(cloud, { now, env: ENV })
      },
      list: (filter) => history.list(filter),
      counts: (since) => history.counts(since),
      countsByScope: (since) => history.countsByScope(since),
      delete: (change) => history.delete(change),
      prune: (scope, before) => history.prune(scope, before),
    })
    await laboratory
      .work(cloud, { now, env: ENV }, ({ store, ...services }) =>
        runNight({ ...services, clock: () => now, store: { ...store, history: asleep(store.history) } }),
      )
      .catch(() => undefined)
    expect(slept).toBe(true)
    expect((await laboratory.row('key-one')).verdict).toBe('blocked')
  })
})
