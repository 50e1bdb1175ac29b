import { setTimeout } from 'node:timers/promises'
import Libsql from 'libsql'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSqlite } from '../../shared/store/sqlite/open-sqlite.ts'
import { storeContract } from '../support/store/contract.ts'
import { all, readinessRow } from '../support/store/rows.ts'
import { scratchStore } from '../support/store/scratch-store.ts'

storeContract('SQLite', scratchStore)

const SCOPE = '1000000000000001:cn-hangzhou'
let scratch: Awaited<ReturnType<typeof scratchStore>>
beforeEach(async () => {
  scratch = await scratchStore()
})
afterEach(() => scratch.dispose())

test('a NUL in a key, which the engine cannot give back, becomes a replacement character and is found by either', async () => {
  const { readiness } = scratch.store
  const ids = Array.from({ length: 501 }, (_, at) => `key\0${String(at).padStart(3, '0')}`)
  await readiness.put(ids.map((keyId) => readinessRow({ keyId })))
  const listed: string[] = []
  for await (const { keyId } of readiness.list()) {
    listed.push(keyId)
    if (listed.length > ids.length) break
  }
  expect(listed).toEqual(ids.map((id) => id.replace('\0', '\uFFFD')))
  expect(await readiness.get(SCOPE, 'key\u0000007')).toEqual(await readiness.get(SCOPE, 'key\uFFFD007'))
  expect((await readiness.get(SCOPE, 'key\u0000007'))?.keyId).toBe('key\uFFFD007')
})

test('one refused entry refuses all entries of its write', async () => {
  const { progress } = scratch.store
  await progress.put(SCOPE, [{ name: 'b', value: 'later' }], 2)
  const entries = ['a', 'b', 'c'].map((name) => ({ name, value: 'stale' }))
  await expect(progress.put(SCOPE, entries, 1)).rejects.toThrow(/taken over.*nothing was written/)
  expect(await all(progress.list(SCOPE, ''))).toEqual([{ name: 'b', value: 'later', version: 1 }])
})

test('calls that met the lock of another connection get through once it is gone', async () => {
  const other = new Libsql(scratch.file)
  other.exec('BEGIN IMMEDIATE')
  const { progress } = scratch.store
  const names = ['a', 'b', 'c']
  const writes = names.map((name) => progress.put(SCOPE, [{ name, value: 1 }]))
  await setTimeout(300)
  expect(await progress.get(SCOPE, 'a')).toBeUndefined()
  other.exec('ROLLBACK')
  other.close()
  // Some twenty tries of each. One that waits for the collection of unfinished statements takes longer.
  expect(await Promise.race([Promise.all(writes).then(() => 'through'), setTimeout(3_000, 'held up')])).toBe('through')
  expect((await all(progress.list(SCOPE, ''))).map(({ name }) => name)).toEqual(names)
})

test('a file of before there was an owner is read, and gets its column when it is opened for writing', async () => {
  const row = readinessRow({ tags: [{ key: 'owner', value: 'payments' }] })
  await scratch.store.readiness.put([row])
  const old = new Libsql(scratch.file)
  old.exec('ALTER TABLE readiness DROP COLUMN owner')
  const reader = await openSqlite(scratch.file, 'read')
  expect(await all(reader.readiness.list())).toEqual([row])
  const [first, second] = await Promise.all([openSqlite(scratch.file, 'write'), openSqlite(scratch.file, 'write')])
  expect(await first.readiness.get('1000000000000001:cn-hangzhou', row.keyId)).toEqual(row)
  await first.readiness.put([row])
  expect(old.prepare('SELECT owner FROM readiness').all([])).toMatchObject([{ owner: 'payments' }])
  old.close()
  // A reader that was there before sees what was added.
  expect(await all(reader.readiness.list())).toEqual([row])
  await Promise.all([reader.close(), first.close(), second.close()])
})

test('a file of before the next rotation was kept is read as it is, and gets its column when it is opened for writing', async () => {
  const row = readinessRow()
  await scratch.store.readiness.put([row])
  const old = new Libsql(scratch.file)
  old.exec('ALTER TABLE readiness DROP COLUMN next_rotation_at')
  old.close()
  const unknown = { ...row, facts: { ...row.facts, nextRotationAt: null } }
  const reader = await openSqlite(scratch.file, 'read')
  expect(await all(reader.readiness.list())).toEqual([unknown])
  await reader.close()
  const { readiness } = await scratch.reopen()
  expect(await all(readiness.list())).toEqual([unknown])
  await readiness.put([row])
  expect(await all(readiness.list())).toEqual([row])
})

test('a file of before the protection level was kept is read as it is, and gets its column when it is opened for writing', async () => {
  const row = readinessRow()
  const levelled = { ...row, facts: { ...row.facts, protectionLevel: 'HSM' as const } }
  await scratch.store.readiness.put([levelled])
  const old = new Libsql(scratch.file)
  old.exec('ALTER TABLE readiness DROP COLUMN protection_level')
  old.close()
  const { readiness } = await scratch.reopen()
  expect(await all(readiness.list())).toEqual([row])
  await readiness.put([levelled])
  expect(await all(readiness.list())).toEqual([levelled])
})

test('a file of before use was counted by hour of the week is read as it is, and gets its column when it is opened for writing', async () => {
  const row = readinessRow()
  const counted = { ...row, usage: { ...row.usage, week: Array<number>(168).fill(7) } }
  await scratch.store.readiness.put([counted])
  const old = new Libsql(scratch.file)
  old.exec('ALTER TABLE readiness DROP COLUMN week')
  old.close()
  const reader = await openSqlite(scratch.file, 'read')
  expect(await all(reader.readiness.list())).toEqual([row])
  await reader.close()
  const { readiness } = await scratch.reopen()
  expect(await all(readiness.list())).toEqual([row])
  await readiness.put([counted])
  expect(await all(readiness.list())).toEqual([counted])
})

test('a file of before resources were kept is read as it is, and gets its columns when it is opened for writing', async () => {
  const row = readinessRow()
  await scratch.store.readiness.put([row])
  const old = new Libsql(scratch.file)
  for (const column of ['resources', 'more_resources', 'resource_reads'])
    old.exec(`ALTER TABLE readiness DROP COLUMN ${column}`)
  old.close()
  const { resources: _, moreResources: __, resourceReads: ___, ...before } = row
  const reader = await openSqlite(scratch.file, 'read')
  expect(await all(reader.readiness.list())).toEqual([before])
  await reader.close()
  const { readiness } = await scratch.reopen()
  expect(await all(readiness.list())).toEqual([before])
  await readiness.put([row])
  expect(await all(readiness.list())).toEqual([row])
})

test('a file of before moves were followed is read as it is, and gets its columns when it is opened for writing', async () => {
  const row = readinessRow()
  await scratch.store.readiness.put([row])
  const old = new Libsql(scratch.file)
  for (const column of ['after_move', 'callers_left', 'callers_failing', 'entry_closes_at', 'rotation_off'])
    old.exec(`ALTER TABLE readiness DROP COLUMN ${column}`)
  old.close()
  const { afterMove: _, ...before } = row
  const { readiness } = await scratch.reopen()
  expect(await all(readiness.list())).toEqual([before])
  expect((await all(readiness.listSummaries())).flat()).not.toContainEqual(
    expect.objectContaining({ afterMove: expect.anything() }),
  )
  await readiness.put([row])
  expect(await all(readiness.list())).toEqual([row])
})

test('a file of before the index of the trend gets it when it is opened for writing', async () => {
  const old = new Libsql(scratch.file)
  old.exec('DROP INDEX history_changed')
  await scratch.reopen()
  const rows = old.prepare("SELECT name FROM sqlite_schema WHERE name = 'history_changed'").all([])
  old.close()
  expect(rows).toHaveLength(1)
})
