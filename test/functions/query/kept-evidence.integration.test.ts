import { describe, expect, it, onTestFinished, test } from 'vitest'
import { readEvidence } from '../../../functions/query/read-evidence.ts'
import { runJobs } from '../../../functions/run/dispatch.ts'
import { runNight } from '../../../functions/run/night.ts'
import { reassessJobs, resumeJobs } from '../../../functions/run/resume.ts'
import type { Services } from '../../../functions/run/services.ts'
import { DAY, HOUR, iso } from '../../../shared/domain/time.ts'
import { keepEvidence } from '../../../shared/store/evidence/scope-evidences.ts'
import { withLease } from '../../../shared/store/lease.ts'
import { setGathered } from '../../../shared/store/nights/gathered.ts'
import { ScopeProgress } from '../../../shared/store/scope-progress.ts'
import type { Store } from '../../../shared/store/store.ts'
import { usageLease } from '../../../shared/store/usage-lease.ts'
import { startCloud } from '../../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../../simulator/cloud/quota/quotas.ts'
import { account, region, world } from '../../../simulator/cloud/world.ts'
import { signOfLife } from '../../../simulator/cloud/world-events.ts'
import { NOW, named } from '../../support/functions/a-company.ts'
import { ACCOUNT, AS_OF, putEvidence } from '../../support/functions/query/evidence-rows.ts'
import { Laboratory } from '../../support/functions/run-night.ts'
import { opened } from '../../support/store/opened.ts'
import { scratchStore } from '../../support/store/scratch-store.ts'
import { tablestoreStore } from '../../support/store/tablestore-store.ts'

type Tables = Pick<Store, 'progress'>

const REGIONS = ['cn-hangzhou', 'cn-shanghai', 'eu-central-1']
const SHAPE = { source: 'sls', at: AS_OF, calls: [] }
const WHOLE = [{ from: AS_OF - 90 * DAY, to: AS_OF }]

/** The evidence of all scopes, which is also what the store says of them, and how many of them were read one by one. */
async function told(store: Tables, filter = {}) {
  const { progress } = store
  let read = 0
  const counting: Tables = {
    progress: {
      ...bound(progress),
      get: (scope, name) => {
        if (name === 'coverage/all') read += 1
        return progress.get(scope, name)
      },
    },
  }
  const evidence = await readEvidence(counting, filter)
  const nothingKept: Tables = {
    progress: {
      ...bound(progress),
      list: (scope, prefix) => progress.list(scope, prefix.startsWith('evidence/') ? `none/${prefix}` : prefix),
    },
  }
  expect(evidence).toEqual(await readEvidence(nothingKept, filter))
  return { evidence, read }
}

function bound(progress: Store['progress']): Store['progress'] {
  return {
    get: (...given) => progress.get(...given),
    list: (...given) => progress.list(...given),
    briefs: (...given) => progress.briefs(...given),
    scopesWith: (...given) => progress.scopesWith(...given),
    put: (...given) => progress.put(...given),
    swap: (...given) => progress.swap(...given),
    delete: (...given) => progress.delete(...given),
  }
}

const readOneByOne = async (store: Tables) => (await told(store)).read

/** Reads usage as a run does, of whatever version: under the lease of the account. */
function reading(store: Store, work: () => Promise<void> = async () => {}, run = 'last'): Promise<void> {
  const { signal } = new AbortController()
  return withLease(store, { ...usageLease(ACCOUNT), owner: `${run}/usage`, clock: Date.now, signal }, work)
}

async function keepAll(store: Store): Promise<void> {
  for (const region of REGIONS) await keepEvidence(store, { accountId: ACCOUNT, region })
}

/** What a night leaves of three scopes, and kept of each. */
async function fill(store: Store): Promise<void> {
  await reading(store, () => putEvidence(store))
  await keepAll(store)
}

describe.each([
  ['sqlite', scratchStore],
  ['tablestore', tablestoreStore],
])('evidence that is kept (%s)', (_, open) => {
  const current = opened(open)
  const hangzhou = () => new ScopeProgress(current().store, `${ACCOUNT}:cn-hangzhou`)

  it('stands in the place of that of each scope', async () => {
    const { store } = current()
    await reading(store, () => putEvidence(store))
    expect(await readOneByOne(store)).toBe(3)
    await keepAll(store)
    expect(await told(store)).toMatchObject({ read: 0, evidence: REGIONS.map((region) => ({ region })) })
    expect(await told(store, { account: [ACCOUNT], region: ['cn-shanghai'] })).toMatchObject({ read: 0 })
    expect(await told(store, { account: ['999999'] })).toEqual({ read: 0, evidence: [] })
  })

  it('counts no more from the moment on at which the account is read again, and the same run reads on', async () => {
    const { store } = current()
    await fill(store)
    await reading(store, async () => {
      expect(await readOneByOne(store)).toBe(3)
      await hangzhou().putReadings([['all', { covered: WHOLE, final: [], by: { oss: WHOLE } }]], 1)
      expect(await readOneByOne(store)).toBe(3)
    })
    expect(await told(store)).toMatchObject({ read: 3, evidence: [{ seen: [{ source: 'oss' }] }, {}, {}] })
    await keepAll(store)
    expect(await told(store)).toMatchObject({ read: 0, evidence: [{ seen: [{ source: 'oss' }] }, {}, {}] })
  })

  it('is not kept while somebody reads, and not after a reading that was cut off', async () => {
    const { store } = current()
    await reading(store, () => putEvidence(store))
    await reading(store, () => keepAll(store))
    expect(await readOneByOne(store)).toBe(3)
    // The process ended with the lease in its hands.
    const { scope, name } = usageLease(ACCOUNT)
    const lease = (await store.progress.get(scope, name))?.value as object
    await store.progress.put(scope, [{ name, value: { ...lease, holders: ['killed'] } }])
    await keepAll(store)
    expect(await readOneByOne(store)).toBe(3)
  })

  it('does not count where a reading begins while it is kept', async () => {
    const { store, reopen } = current()
    await fill(store)
    await reading(store)
    const other = await reopen()
    const late: Tables = {
      progress: {
        ...bound(store.progress),
        get: async (scope, name) => {
          const found = await store.progress.get(scope, name)
          if (name === 'source-proof')
            await reading(
              other,
              () => hangzhou().putSourceProof({ asOf: AS_OF, state: 'reading', seen: [] }, 1),
              'next',
            )
          return found
        },
      },
    }
    await keepEvidence(late, { accountId: ACCOUNT, region: 'cn-hangzhou' })
    expect(await told(store)).toMatchObject({ read: 3, evidence: [{ control: { state: 'unknown' } }, {}, {}] })
  })

  it('is taken back by a probe, also by one that ends while it is kept', async () => {
    const { store, reopen } = current()
    await fill(store)
    await hangzhou().putEventShape(SHAPE)
    expect(await told(store)).toMatchObject({ read: 1, evidence: [{ shape: [{ source: 'sls' }] }, {}, {}] })
    await keepAll(store)
    expect(await readOneByOne(store)).toBe(0)
    await hangzhou().putEventShape({ ...SHAPE, source: 'oss' })
    const other = new ScopeProgress(await reopen(), `${ACCOUNT}:cn-hangzhou`)
    const late: Tables = {
      progress: {
        ...bound(store.progress),
        get: async (scope, name) => {
          const found = await store.progress.get(scope, name)
          if (name === 'event-shape') await other.putEventShape({ ...SHAPE, source: 'lookup' })
          return found
        },
      },
    }
    await keepEvidence(late, { accountId: ACCOUNT, region: 'cn-hangzhou' })
    const sources = ['sls', 'oss', 'lookup'].map((source) => ({ source }))
    expect(await told(store)).toMatchObject({ read: 1, evidence: [{ shape: sources }, {}, {}] })
  })

  it('is taken back by a probe that ends after somebody kept the evidence of before', async () => {
    const { store, reopen } = current()
    await fill(store)
    const other = await reopen()
    const early: Tables = {
      progress: {
        ...bound(store.progress),
        put: async (scope, entries) => {
          if (entries.some(({ name }) => name === 'event-shape')) {
            await keepAll(other)
            expect(await readOneByOne(other)).toBe(0)
          }
          await store.progress.put(scope, entries)
        },
      },
    }
    await new ScopeProgress(early, `${ACCOUNT}:cn-hangzhou`).putEventShape(SHAPE)
    expect(await told(store)).toMatchObject({ read: 1, evidence: [{ shape: [{ source: 'sls' }] }, {}, {}] })
  })

  it('is not kept of a scope that no run has read: what is said of it is of the last run', async () => {
    const { store } = current()
    await reading(store, () => putEvidence(store))
    await store.progress.delete(`${ACCOUNT}:cn-hangzhou`, 'reading-scope')
    await keepAll(store)
    const account = new ScopeProgress(store, `${ACCOUNT}:*`)
    const asOf = iso(AS_OF + DAY)
    await account.putRunPlan({ run: 'next', asOf, regions: REGIONS })
    expect(await told(store)).toMatchObject({ read: 1, evidence: [{ asOf }, {}, {}] })
  })

  it('in another form is read anew, and so are scopes without any and those of a lease that is damaged', async () => {
    const { store } = current()
    await fill(store)
    const name = `evidence/${ACCOUNT}:cn-hangzhou`
    await store.progress.put('*:*', [{ name, value: { form: 99, all: 'different' } }])
    await store.progress.delete('*:*', `evidence/${ACCOUNT}:cn-shanghai`)
    expect(await readOneByOne(store)).toBe(2)
    await keepAll(store)
    expect(await readOneByOne(store)).toBe(0)
    const lease = usageLease(ACCOUNT)
    await store.progress.put(lease.scope, [{ name: lease.name, value: 'no lease' }])
    expect(await readOneByOne(store)).toBe(3)
    await keepAll(store)
    expect(await readOneByOne(store)).toBe(3)
  })
})

test('evidence of all scopes costs a call for each account', async () => {
  const { store, cloud, dispose } = await tablestoreStore()
  onTestFinished(dispose)
  await setGathered(store)
  const accounts = Array.from({ length: 4 }, (_, at) => String(1_000_000_000_000_001 + at))
  const regions = Array.from({ length: 10 }, (_, at) => `region-${at}`)
  const { signal } = new AbortController()
  for (const accountId of accounts) {
    await new ScopeProgress(store, `${accountId}:*`).putRunPlan({ run: 'last', asOf: iso(AS_OF), regions })
    await withLease(store, { ...usageLease(accountId), owner: 'last/usage', clock: Date.now, signal }, async () => {
      for (const region of regions)
        await new ScopeProgress(store, `${accountId}:${region}`).putReadingScope(
          { asOf: iso(AS_OF), from: null, secondsLeft: 0 },
          1,
        )
    })
    for (const region of regions) await keepEvidence(store, { accountId, region })
  }
  const callsOf = async (filter: Parameters<typeof readEvidence>[1], scopes: number) => {
    const before = cloud.calls.length
    expect(await readEvidence(store, filter)).toHaveLength(scopes)
    return cloud.calls.slice(before).map(({ action, rowsRead }) => `${action} ${rowsRead}`)
  }
  // Whether nights lie together, and the nights; what is kept; and a lease for each account.
  const nights = ['GetRow 1', 'GetRange 4']
  expect((await callsOf({}, 40)).sort()).toEqual([...nights, 'GetRange 40', ...accounts.map(() => 'GetRow 1')].sort())
  const [first = ''] = accounts
  expect((await callsOf({ account: [first] }, 10)).sort()).toEqual([...nights, 'GetRange 10', 'GetRow 1'].sort())
  await reading(store, undefined, 'next')
  await withLease(store, { ...usageLease(first), owner: 'next/usage', clock: Date.now, signal }, async () => {})
  const calls = await callsOf({}, 40)
  expect(calls.length).toBeGreaterThan(3 + accounts.length)
  expect(calls.length).toBeLessThanOrEqual(3 + accounts.length + 10 * 6)
})

/** The store, whose evidence is told after each write to `progress`, one at a time: as it would be had the process ended there. */
function toldAtEachWrite(store: Store, reads: number[]): Store {
  let last = Promise.resolve()
  const inTurn = <T>(write: () => Promise<T>): Promise<T> => {
    const done = last.then(async () => {
      const result = await write()
      reads.push((await told(store)).read)
      return result
    })
    last = done.then(
      () => undefined,
      () => undefined,
    )
    return done
  }
  const { progress } = store
  return {
    ...store,
    progress: {
      ...bound(progress),
      put: (...given) => inTurn(() => progress.put(...given)),
      swap: (...given) => inTurn(() => progress.swap(...given)),
      delete: (...given) => inTurn(() => progress.delete(...given)),
    },
  }
}

test('wherever a night ends, evidence is what the store says', async () => {
  let now = NOW
  const regions = Object.fromEntries(
    ['cn-hangzhou', 'cn-shanghai'].map((name) => [
      name,
      region({ keys: [named(name)], events: [signOfLife(iso(NOW - 2 * DAY), { acsRegion: name })] }),
    ]),
  )
  const cloud = await startCloud(world({ accounts: [account({ regions })] }), { clock: () => now, quotas: NO_QUOTAS })
  const laboratory = await Laboratory.open()
  onTestFinished(async () => {
    await cloud.close()
    await laboratory.close()
  })
  const env = { CMK_REGIONS: Object.keys(regions).join(), CMK_OBSERVATION_DAYS: '4' }
  const work = async (step: (services: Services) => Promise<unknown>, options = {}) => {
    const reads: number[] = []
    await laboratory.work(cloud, { now, env, ...options }, (services) =>
      step({ ...services, store: toldAtEachWrite(services.store, reads) }),
    )
    return reads
  }
  const jobs = (find: typeof resumeJobs) => (services: Services) => find(services).then((all) => runJobs(all, services))
  const first = await work(runNight)
  expect(first.length).toBeGreaterThan(50)
  expect(first.at(-1)).toBe(0)
  // Judged once more on what is stored.
  expect(new Set(await work(jobs(reassessJobs)))).toEqual(new Set([0]))
  now += DAY
  // Inventory leaves what is kept; the reading ends at once, and what could not be read is kept too.
  const second = await work(runNight, { readUntil: now })
  expect(second.slice(0, 10)).toEqual(Array(10).fill(0))
  expect(Math.max(...second)).toBe(2)
  expect(second.at(-1)).toBe(0)
  const missing = () => laboratory.reading(async (store) => (await readEvidence(store)).map(({ missing }) => missing))
  expect((await missing()).flat()).not.toEqual([])
  now += HOUR
  const resumed = await work(jobs(resumeJobs))
  expect(Math.max(...resumed)).toBe(2)
  expect(resumed.at(-1)).toBe(0)
  expect((await missing()).flat()).toEqual([])
})
