import { createHook } from 'node:async_hooks'
import { randomBytes } from 'node:crypto'
import { getEventListeners } from 'node:events'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { CredentialSource } from '../../shared/cloud/credential-source.ts'
import type { Store } from '../../shared/store/store.ts'
import type { FaultEffect } from '../../simulator/cloud/faults/fault.ts'
import { SERVER_BUSY } from '../../simulator/cloud/tablestore/effects.ts'
import { all, readinessRow } from '../support/store/rows.ts'
import { SCOPE } from '../support/store/tablestore-methods.ts'
import { type OpenOptions, tablestoreStore } from '../support/store/tablestore-store.ts'

/** As in production, where a wait is long. */
const LONG = {
  timing: {
    timeouts: { connect: 10_000, read: 20_000 },
    backoff: { first: 20_000, longest: 20_000 },
    patience: 20_000,
    tableReady: 20_000,
  },
}
/** Milliseconds: at once, on a machine with other work. */
const AT_ONCE = 1_000

const STOP = new Error('the process must stop')

async function opened(options: OpenOptions = {}) {
  const under = await tablestoreStore(options)
  onTestFinished(() => under.dispose())
  const stopping = new AbortController()
  return { ...under, stopping, signal: stopping.signal }
}

/** Aborts what is being waited for, and expects it to end with the signal's reason and to leave no listener behind. */
async function expectStopped(work: Promise<unknown>, stopping: AbortController): Promise<void> {
  const ended = expect(work).rejects.toBe(STOP)
  const started = performance.now()
  stopping.abort(STOP)
  await ended
  expect(performance.now() - started).toBeLessThan(AT_ONCE)
  expect(getEventListeners(stopping.signal, 'abort')).toEqual([])
}

const WAITS: Readonly<Record<string, FaultEffect>> = {
  'between two attempts': SERVER_BUSY,
  'for an answer': { kind: 'stall', after: 'nothing' },
  'for the rest of an answer': { kind: 'stall', after: 'headers' },
  'for a slow answer': { kind: 'latency', ms: 5_000 },
  'to write the rest of the rows': { kind: 'rows', every: 1, code: 'OTSServerBusy', message: 'Server is busy.' },
}

describe('a signal ends the wait', () => {
  for (const [what, effect] of Object.entries(WAITS)) {
    test(what, async () => {
      const { open, cloud, stopping, signal } = await opened()
      const store = await open('write', { ...LONG, signal })
      const before = cloud.calls.length
      cloud.setFaults([{ effect }])
      const put = store.readiness.put([readinessRow()])
      await expect.poll(() => cloud.calls.length).toBe(before + 1)
      await expect.poll(() => getEventListeners(signal, 'abort').length).toBe(1)
      await expectStopped(put, stopping)
      await new Promise((resolve) => setTimeout(resolve, 50))
      expect(cloud.calls.length).toBe(before + 1)
    })
  }

  test('for new tables', async () => {
    const { open, cloud, stopping, signal } = await opened({ tableReadyAfter: 300 })
    const tables = cloud.world.accounts[0]?.tablestore[0]?.tables
    tables?.clear()
    const opening = open('write', { ...LONG, signal })
    await expect.poll(() => cloud.count({ action: 'GetRow' })).toBeGreaterThan(0)
    await expectStopped(opening, stopping)
  })

  test('for credentials', async () => {
    const { open, stopping, signal } = await opened()
    const never = new Promise<never>(() => undefined)
    const credentials: CredentialSource = { get: () => never, renew: () => never }
    const store = await open('read', { signal, credentials })
    await expectStopped(store.progress.get(SCOPE, 'run'), stopping)
  })

  test('for credentials in place of those that ran out', async () => {
    const { open, cloud, stopping, signal } = await opened()
    const stale = { accessKeyId: 'STS.stale', accessKeySecret: 'x', securityToken: 'x' }
    const credentials: CredentialSource = { get: async () => stale, renew: () => new Promise<never>(() => undefined) }
    const store = await open('read', { signal, credentials })
    const before = cloud.calls.length
    const get = store.progress.get(SCOPE, 'run')
    await expect.poll(() => cloud.calls[before]?.status).toBe(403)
    await expectStopped(get, stopping)
  })
})

test('nothing is called once the signal has aborted, by any method, at opening neither', async () => {
  const { open, cloud, stopping, signal } = await opened()
  const store = await open('write', { signal })
  await store.readiness.put(Array.from({ length: 3 }, (_, at) => readinessRow({ keyId: `key-${at}` })))
  const before = cloud.calls.length
  stopping.abort(STOP)
  const works: ((store: Store) => Promise<unknown>)[] = [
    (it) => it.readiness.put([readinessRow()]),
    (it) => all(it.readiness.list()),
    (it) => it.progress.swap(SCOPE, 'run', 1, 0),
    (it) => it.progress.scopesWith('run'),
    (it) => it.usage.replaceDays(SCOPE, ['2026-11-20'], []),
  ]
  for (const work of works) await expect(work(store)).rejects.toBe(STOP)
  await expect(open('write', { signal })).rejects.toBe(STOP)
  expect(cloud.calls.length).toBe(before)
})

test('a list stops between two pages', async () => {
  const { open, cloud, stopping, signal, store: filled } = await opened()
  // A page has 4 MB, and what is packed to 200 KB here is not packed further.
  const value = randomBytes(200 * 1_024).toString('base64')
  const put = Array.from({ length: 25 }, (_, at) => ({ name: `run/${at}`, value }))
  await filled.progress.put(SCOPE, put)
  const store = await open('read', { signal })
  const before = cloud.count({ action: 'GetRange' })
  const reading = async () => {
    let rows = 0
    for await (const _ of store.progress.list(SCOPE, 'run/')) {
      rows += 1
      if (rows === 10) stopping.abort(STOP)
    }
  }
  await expect(reading()).rejects.toBe(STOP)
  expect(cloud.count({ action: 'GetRange' }) - before).toBe(1)
})

test('many calls may wait at once', async () => {
  const warnings: Error[] = []
  const onWarning = (warning: Error) => warnings.push(warning)
  process.on('warning', onWarning)
  onTestFinished(() => void process.off('warning', onWarning))
  const { open, signal } = await opened()
  const store = await open('write', { signal })
  await Promise.all(Array.from({ length: 50 }, (_, at) => store.progress.get(SCOPE, `run/${at}`)))
  expect(warnings.filter(({ name }) => name === 'MaxListenersExceededWarning')).toEqual([])
})

test('calls that end as they should leave no listener and no timer', async () => {
  const timers = new Map<number, string>()
  const hook = createHook({
    init: (id, type) => {
      if (type === 'Timeout') timers.set(id, new Error('made here').stack ?? '')
    },
    destroy: (id) => timers.delete(id),
  })
  const { open, signal } = await opened()
  const store = await open('write', { ...LONG, signal })
  hook.enable()
  onTestFinished(() => void hook.disable())
  await Promise.all(Array.from({ length: 5 }, (_, at) => store.progress.put(SCOPE, [{ name: `run/${at}`, value: 1 }])))
  await all(store.progress.list(SCOPE, ''))
  expect(getEventListeners(signal, 'abort')).toEqual([])
  await new Promise((resolve) => setImmediate(resolve))
  const ours = [...timers.values()].filter((stack) => /shared.(store|net)/.test(stack))
  expect(ours).toEqual([])
})
