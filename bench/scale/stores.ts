import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../../shared/store/open-store.ts'
import type { Store } from '../../shared/store/store.ts'
import { Laboratory, NO_QUOTA, NOW } from '../laboratory.ts'
import { placeOf, rowOf } from '../stored-keys.ts'
import type { StoreFigures } from './figures.ts'

/** Rows that are written at once. */
const CHUNK = 5_000

/** Rows of judged keys into each store and out of it again. */
export async function measureStores(rows: number): Promise<StoreFigures[]> {
  return [await sqlite(rows), await tablestore(rows)]
}

async function sqlite(rows: number): Promise<StoreFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'cmk-bench-'))
  const store = await openStore({ kind: 'sqlite', file: join(folder, 'table.db') }, { mode: 'write' })
  try {
    const [writing, reading] = [await written(store, rows), await read(store, rows)]
    return { store: 'sqlite', rows, writing, reading, writes: 0, reads: 0, bytesRead: 0 }
  } finally {
    await store.close()
    await rm(folder, { recursive: true })
  }
}

function tablestore(rows: number): Promise<StoreFigures> {
  const empty = { cmks: 1, serviceKeys: 0, instanceKeys: 0, secrets: 0, events: 0, days: 1, eventsUntil: NOW }
  const order = { company: empty, now: NOW, quotas: { kmsRead: NO_QUOTA, lookupEvents: NO_QUOTA }, latency: 0 }
  return Laboratory.with(order, async (laboratory) => {
    const { store, requests } = await laboratory.tables()
    try {
      const writing = await written(store, rows)
      const writes = (await requests()).length
      const reading = await read(store, rows)
      const pages = await requests()
      const bytesRead = pages.reduce((sum, { bytesSent }) => sum + bytesSent, 0)
      return { store: 'tablestore', rows, writing, reading, writes, reads: pages.length, bytesRead }
    } finally {
      await store.close()
    }
  })
}

async function written({ readiness }: Store, rows: number): Promise<number> {
  const before = process.cpuUsage()
  for (let first = 0; first < rows; first += CHUNK) {
    await readiness.put(
      Array.from({ length: Math.min(CHUNK, rows - first) }, (_, n) => rowOf(first + n, placeOf(first + n), NOW)),
    )
  }
  return since(before)
}

async function read({ readiness }: Store, rows: number): Promise<number> {
  const before = process.cpuUsage()
  let found = 0
  for await (const _ of readiness.list()) found += 1
  if (found !== rows) throw new Error(`${rows} rows were written, and ${found} read`)
  return since(before)
}

function since(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before)
  return Math.round((user + system) / 1_000)
}
