import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import * as z from 'zod'
import { acquire } from '../../shared/store/lease.ts'
import { openStore } from '../../shared/store/open-store.ts'
import { FakeTime } from '../support/store/fake-time.ts'
import { all } from '../support/store/rows.ts'
import { scratchStore } from '../support/store/scratch-store.ts'

const SOURCE = fileURLToPath(new URL('../support/store/other-process.ts', import.meta.url))
const MODULES = fileURLToPath(new URL('../../node_modules/', import.meta.url))
/** The script, compiled once, among the packages that it imports. */
const SCRIPT = join(MODULES, '.cache', `other-process-${process.pid}.mjs`)
const SCOPE = '1000000000000001:cn-hangzhou'

let scratch: Awaited<ReturnType<typeof scratchStore>>
let processes: ChildProcessByStdio<Writable, Readable, null>[]

beforeAll(() =>
  build({
    entryPoints: [SOURCE],
    outfile: SCRIPT,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
  }),
)
afterAll(() => rm(SCRIPT))
beforeEach(async () => {
  scratch = await scratchStore()
  processes = []
})
afterEach(async () => {
  for (const each of processes) each.kill('SIGKILL')
  await scratch.dispose()
})

function start(task: string, owner: string, times = 0, file = scratch.file) {
  const child = spawn(process.execPath, ['--expose-gc', SCRIPT, task, file, owner, String(times)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  processes.push(child)
  return { child, ended: once(child, 'exit').then(([status]) => status as number | null) }
}

test('who reads while another process writes sees whole days, and neither waits for the other', async () => {
  const { child, ended } = start('write', 'audit')
  await once(child.stdout, 'data')
  const reader = await openStore({ kind: 'sqlite', file: scratch.file }, { mode: 'read' })
  const seen = new Set<number>()
  while (seen.size < 5) {
    const rows = await all(reader.usage.list(SCOPE, '2026-11-20', '2026-11-20'))
    expect([0, 40]).toContain(rows.length)
    const values = new Set(rows.map((row) => row.calls))
    expect(values.size).toBeLessThanOrEqual(1)
    for (const value of values) seen.add(value)
    await setImmediate()
  }
  child.stdin.end()
  expect(await ended).toBe(0)
  expect(await all(reader.usage.list(SCOPE, '2026-11-20', '2026-11-20'))).toHaveLength(40)
  await reader.close()
})

test('two processes that make a store and write to it at once both get through', async () => {
  const file = `${scratch.file}.new`
  const writers = ['one', 'two'].map((owner) => start('write', owner, 100, file))
  expect(await Promise.all(writers.map(({ ended }) => ended))).toEqual([0, 0])
  const store = await openStore({ kind: 'sqlite', file }, { mode: 'read' })
  const rows = await all(store.usage.list(SCOPE, '2026-11-20', '2026-11-20'))
  expect(rows.map((row) => row.calls)).toEqual(Array.from({ length: 40 }, () => 100))
  await store.close()
})

test('a store that was opened twice in this process is not pulled away by another process that ends', async () => {
  const again = await openStore({ kind: 'sqlite', file: scratch.file }, { mode: 'read' })
  const visit = async (owner: string) => (await text(start('visit', owner).child.stdout)).split('\n').filter(Boolean)
  await scratch.store.progress.put(SCOPE, [{ name: 'a', value: 1 }])
  expect(await visit('b')).toEqual(['a'])
  await scratch.store.progress.put(SCOPE, [{ name: 'c', value: 1 }])
  expect(await visit('d')).toEqual(['a', 'b', 'c'])
  expect((await all(again.progress.list(SCOPE, ''))).map((entry) => entry.name)).toEqual(['a', 'b', 'c', 'd'])
  await again.close()
})

test('processes that count under one lease lose no count', async () => {
  const counters = ['one', 'two', 'three'].map((owner) => start('count', owner, 10))
  expect(await Promise.all(counters.map(({ ended }) => ended))).toEqual([0, 0, 0])
  expect((await scratch.store.progress.get(SCOPE, 'count'))?.value).toBe(30)
})

test('the lease of a process that was killed is free 30 seconds after its last renewal', async () => {
  const { child, ended } = start('hold', 'killed')
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await ended
  const time = new FakeTime()
  const entry = await scratch.store.progress.get(SCOPE, 'lease/scope')
  time.jump(Date.parse(z.object({ expiresAt: z.string() }).parse(entry?.value).expiresAt) - 30_000 - time.clock())
  const { signal } = new AbortController()
  let taken = false
  const next = acquire(scratch.store, {
    scope: SCOPE,
    name: 'lease/scope',
    owner: 'next',
    signal,
    clock: time.clock,
    sleep: time.sleep,
  })
  void next.then(() => {
    taken = true
  })
  await time.advance(29_000)
  expect(taken).toBe(false)
  await time.advance(5_000)
  const lease = await next
  expect(lease.generation).toBe(2)
  await lease.release()
})
