import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { StaleLeaseError, StoreBusyError, StoreDamagedError, StoreError } from '../../shared/store/errors.ts'
import { acquire, withLease } from '../../shared/store/lease.ts'
import type { Lease, LeaseOptions } from '../../shared/store/lease-contract.ts'
import type { Store } from '../../shared/store/store.ts'
import { FakeTime } from '../support/store/fake-time.ts'
import { scratchStore } from '../support/store/scratch-store.ts'

const SCOPE = '1000000000000001:cn-hangzhou'
const SECOND = 1_000

let scratch: Awaited<ReturnType<typeof scratchStore>>
let time: FakeTime
let stop: AbortController

beforeEach(async () => {
  scratch = await scratchStore()
  time = new FakeTime()
  stop = new AbortController()
})
afterEach(() => scratch.dispose())

const order = (owner: string): LeaseOptions => ({
  scope: SCOPE,
  name: 'lease/scope',
  owner,
  clock: time.clock,
  signal: stop.signal,
  sleep: time.sleep,
})

/** Asks for the lease without waiting for it; `lease` is there once it was given. */
function ask(owner: string, store: Store = scratch.store): { lease?: Lease; readonly done: Promise<void> } {
  const asked: { lease?: Lease; done: Promise<void> } = { done: Promise.resolve() }
  asked.done = acquire(store, order(owner)).then((lease) => {
    asked.lease = lease
  })
  return asked
}

/** A store whose progress table does what it is told instead of what is asked. */
function broken(changes: Partial<Store['progress']>): Store {
  const { readiness, usage, history, progress, marks, decisions } = scratch.store
  const methods = {
    get: progress.get.bind(progress),
    list: progress.list.bind(progress),
    scopesWith: progress.scopesWith.bind(progress),
    briefs: progress.briefs.bind(progress),
    put: progress.put.bind(progress),
    swap: progress.swap.bind(progress),
    delete: progress.delete.bind(progress),
  }
  return {
    readiness,
    usage,
    history,
    progress: { ...methods, ...changes },
    marks,
    decisions,
    close: async () => undefined,
  }
}

const unreachable = async () => {
  throw new StoreBusyError('out of reach', 'here')
}

describe('taking turns', () => {
  test('another owner waits until the lease is released, and gets the next generation', async () => {
    const other = await scratch.reopen()
    const first = await acquire(scratch.store, order('inventory'))
    const second = ask('assess', other)
    await time.advance(120 * SECOND)
    expect(second.lease).toBeUndefined()
    expect(first.signal.aborted).toBe(false)
    first.check()
    await first.release()
    await time.advance(5 * SECOND)
    await second.done
    expect([first.generation, second.lease?.generation]).toEqual([1, 2])
    await second.lease?.release()
    expect(time.sleeping).toBe(0)
  })

  test('of many that wait, one at a time has it, each with a generation of its own', async () => {
    const stores = [scratch.store, await scratch.reopen()]
    const generations: number[] = []
    let inside = 0
    const work = async (lease: Lease) => {
      expect(++inside).toBe(1)
      generations.push(lease.generation)
      await time.sleep(15 * SECOND, lease.signal)
      inside--
    }
    const all = Promise.all(
      Array.from({ length: 6 }, (_, at) => withLease(stores[at % 2] ?? scratch.store, order(`run-${at}`), work)),
    )
    await time.advance(180 * SECOND)
    await all
    expect(generations).toEqual([1, 2, 3, 4, 5, 6])
    expect(time.sleeping).toBe(0)
  })

  test('the same owner enters again at once, and both must let go', async () => {
    const first = await acquire(scratch.store, order('usage'))
    const again = await acquire(scratch.store, order('usage'))
    expect(again.generation).toBe(first.generation)
    const other = ask('assess')
    await first.release()
    await first.release()
    await time.advance(60 * SECOND)
    expect(other.lease).toBeUndefined()
    again.check()
    await again.release()
    await time.advance(5 * SECOND)
    await other.done
    expect(other.lease?.generation).toBe(2)
    await other.lease?.release()
  })

  test('the same owner coming back keeps its generation', async () => {
    const first = await acquire(scratch.store, order('usage'))
    await first.release()
    const again = await acquire(scratch.store, order('usage'))
    expect(again.generation).toBe(1)
    await again.release()
  })

  test('leases of other scopes and names do not wait for each other', async () => {
    const leases = [
      await acquire(scratch.store, order('a')),
      await acquire(scratch.store, { ...order('b'), name: 'lease/usage' }),
      await acquire(scratch.store, { ...order('b'), scope: '1000000000000001:*' }),
    ]
    expect(leases.map((lease) => lease.generation)).toEqual([1, 1, 1])
    for (const lease of leases) await lease.release()
  })
})

describe('losing it', () => {
  test('a holder that cannot renew loses it after 30 seconds, not before; its successor fences it out', async () => {
    let reachable = true
    const store = broken({
      swap: async (...args) => (reachable ? scratch.store.progress.swap(...args) : unreachable()),
    })
    const first = await acquire(store, order('stuck'))
    reachable = false
    const second = ask('next')
    await time.advance(29 * SECOND)
    expect(second.lease).toBeUndefined()
    first.check()
    await time.advance(5 * SECOND)
    await second.done
    expect(() => first.check()).toThrow(StaleLeaseError)
    expect(first.signal.reason).toBeInstanceOf(StaleLeaseError)

    const coverage = [{ name: 'coverage/all', value: [] }]
    await scratch.store.progress.put(SCOPE, coverage, second.lease?.generation)
    await expect(scratch.store.progress.put(SCOPE, coverage, first.generation)).rejects.toThrow(StaleLeaseError)

    reachable = true
    await first.release()
    second.lease?.check()
    await time.advance(60 * SECOND)
    expect(second.lease?.signal.aborted).toBe(false)
    await second.lease?.release()
    expect(time.sleeping).toBe(0)
  })

  test('renewals that fail for a while do no harm', async () => {
    let reachable = true
    const store = broken({ get: async (...args) => (reachable ? scratch.store.progress.get(...args) : unreachable()) })
    const lease = await acquire(store, order('shaken'))
    for (let round = 0; round < 3; round++) {
      reachable = false
      await time.advance(18 * SECOND)
      reachable = true
      await time.advance(15 * SECOND)
    }
    lease.check()
    expect(lease.signal.aborted).toBe(false)
    await lease.release()
  })

  test('a holder that was stopped for too long notices before any timer does', async () => {
    const lease = await acquire(scratch.store, order('frozen'))
    time.jump(29 * SECOND)
    lease.check()
    time.jump(1 * SECOND)
    expect(() => lease.check()).toThrow(/not renewed in time.*run again/)
    expect(lease.signal.aborted).toBe(true)
    await lease.release()
    expect(time.sleeping).toBe(0)
  })

  test('a store that does not answer does not keep the holder from noticing', async () => {
    let answers = true
    const silent = new Promise<undefined>(() => undefined)
    const store = broken({ get: (...args) => (answers ? scratch.store.progress.get(...args) : silent) })
    const lease = await acquire(store, order('waiting'))
    answers = false
    await time.advance(31 * SECOND)
    expect(lease.signal.reason).toBeInstanceOf(StaleLeaseError)
    expect(time.sleeping).toBe(0)
  })

  test('a holder whose lease was taken over notices at the next renewal, and does not take it back', async () => {
    const first = await acquire(scratch.store, order('first'))
    const row = { owner: 'thief', generation: 2, holders: ['x'], expiresAt: '2026-11-23T00:10:00Z' }
    await scratch.store.progress.put(SCOPE, [{ name: 'lease/scope', value: row }])
    await time.advance(11 * SECOND)
    expect(() => first.check()).toThrow(/taken over/)
    await first.release()
    expect((await scratch.store.progress.get(SCOPE, 'lease/scope'))?.value).toEqual(row)
  })

  test('an entry that is no lease is not overwritten', async () => {
    await scratch.store.progress.put(SCOPE, [{ name: 'lease/scope', value: 'mine' }])
    await expect(acquire(scratch.store, order('a'))).rejects.toThrow(StoreDamagedError)
  })
})

describe('being stopped', () => {
  test('who waits stops waiting, and leaves no trace', async () => {
    const first = await acquire(scratch.store, { ...order('first'), signal: new AbortController().signal })
    const second = ask('second')
    await time.advance(5 * SECOND)
    const before = await scratch.store.progress.get(SCOPE, 'lease/scope')
    stop.abort(new Error('stopped by the user'))
    await expect(second.done).rejects.toThrow('stopped by the user')
    expect(await scratch.store.progress.get(SCOPE, 'lease/scope')).toEqual(before)
    await first.release()
    expect(time.sleeping).toBe(0)
  })

  test('who waits on real timers stops at once with the reason', async () => {
    const first = await acquire(scratch.store, { ...order('first'), signal: new AbortController().signal })
    const { sleep: _, ...real } = order('second')
    const waiting = acquire(scratch.store, real)
    setImmediate(() => stop.abort(new Error('stopped by the user')))
    await expect(waiting).rejects.toThrow('stopped by the user')
    await first.release()
  })

  test('who works is told, and the lease is free for the next at once', async () => {
    const working = withLease(scratch.store, order('first'), (lease) => time.sleep(600 * SECOND, lease.signal))
    await time.advance(20 * SECOND)
    stop.abort(new Error('stopped by the user'))
    await expect(working).rejects.toThrow('stopped by the user')
    const next = await acquire(scratch.store, { ...order('next'), signal: new AbortController().signal })
    expect(next.generation).toBe(2)
    await next.release()
    expect(time.sleeping).toBe(0)
  })
})

describe('withLease', () => {
  test('gives back what the work gives, and lets go', async () => {
    expect(await withLease(scratch.store, order('a'), async (lease) => lease.generation)).toBe(1)
    expect(await withLease(scratch.store, order('b'), async (lease) => lease.generation)).toBe(2)
    expect(time.sleeping).toBe(0)
  })

  test('lets go when the work fails, with the failure of the work', async () => {
    const fail = async () => {
      throw new Error('the work failed')
    }
    await expect(withLease(scratch.store, order('a'), fail)).rejects.toThrow('the work failed')
    expect(await withLease(scratch.store, order('b'), async (lease) => lease.generation)).toBe(2)
  })

  test('work that went on without the lease is not a success', async () => {
    const work = async () => time.jump(31 * SECOND)
    await expect(withLease(scratch.store, order('a'), work)).rejects.toThrow(StaleLeaseError)
  })

  test('a store that does not take the lease back for good is told', async () => {
    const refuse = async () => {
      throw new StoreError('not allowed to write', 'here')
    }
    let allowed = true
    const store = broken({ swap: (...args) => (allowed ? scratch.store.progress.swap(...args) : refuse()) })
    const work = async () => {
      allowed = false
      return 'done'
    }
    await expect(withLease(store, order('a'), work)).rejects.toThrow('not allowed to write')
    expect(time.sleeping).toBe(0)
  })

  test('a lease that cannot be given back runs out by itself', async () => {
    let reachable = true
    const store = broken({ get: async (...args) => (reachable ? scratch.store.progress.get(...args) : unreachable()) })
    const work = async () => {
      reachable = false
      return 'done'
    }
    expect(await withLease(store, order('a'), work)).toBe('done')
    const next = ask('b')
    await time.advance(35 * SECOND)
    await next.done
    await next.lease?.release()
  })
})
