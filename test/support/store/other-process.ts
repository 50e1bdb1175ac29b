import { setImmediate, setTimeout } from 'node:timers/promises'
import { acquire, withLease } from '../../../shared/store/lease.ts'
import { openStore } from '../../../shared/store/open-store.ts'
import type { Store } from '../../../shared/store/store.ts'
import { usageRow } from './rows.ts'

/** What a second process does to a store, run by `processes.e2e.test.ts`: `<task> <file> <lease owner> <times>`. */
const [task = '', file = '', owner = '', times = '0'] = process.argv.slice(2)
const scope = '1000000000000001:cn-hangzhou'
const order = { scope, name: 'lease/scope', owner, clock: Date.now, signal: new AbortController().signal }

/** Replaces one day that often (0: until the input ends), each time with 40 rows of one value. */
async function write(store: Store): Promise<void> {
  process.stdout.write('ready\n')
  let stopped = false
  process.stdin.on('end', () => {
    stopped = true
  })
  if (times === '0') process.stdin.resume()
  for (let calls = 1; times === '0' ? !stopped : calls <= Number(times); calls++) {
    const rows = Array.from({ length: 40 }, (_, at) => usageRow({ series: `s${at}`, calls }))
    await store.usage.replaceDays(scope, ['2026-11-20'], rows)
    await setImmediate()
  }
  await store.close()
}

/** Adds to a counter that often, each time under the lease. */
async function count(store: Store): Promise<void> {
  const sleep = (ms: number, stop: AbortSignal) => setTimeout(ms / 200, undefined, { signal: stop })
  for (let at = 0; at < Number(times); at++) {
    await withLease(store, { ...order, sleep }, async (lease) => {
      const counted = Number((await store.progress.get(scope, 'count'))?.value ?? 0)
      await setTimeout(1)
      await store.progress.put(scope, [{ name: 'count', value: counted + 1 }], lease.generation)
    })
  }
  await store.close()
}

/** Tells the names of all entries, writes one, and is gone. */
async function visit(store: Store): Promise<void> {
  for await (const { name } of store.progress.list(scope, '')) process.stdout.write(`${name}\n`)
  await store.progress.put(scope, [{ name: owner, value: 1 }])
  await store.close()
}

/** Takes the lease and never gives it back. */
async function hold(store: Store): Promise<void> {
  await acquire(store, order)
  process.stdout.write('ready\n')
}

const work = { write, count, visit, hold }[task]
await work?.(await openStore({ kind: 'sqlite', file }, { mode: 'write' }))
// The engine's binding really closes a file when its statements are collected; only then is the log taken away.
for (let turn = 0; task === 'visit' && turn < 20; turn++) {
  global.gc?.()
  await setTimeout(5)
}
