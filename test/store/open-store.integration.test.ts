import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Libsql from 'libsql'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { StoreDamagedError, type StoreError, StoreLayoutError, StoreMissingError } from '../../shared/store/errors.ts'
import { openStore } from '../../shared/store/open-store.ts'
import type { StoreMode } from '../../shared/store/store-options.ts'
import { all, readinessRow } from '../support/store/rows.ts'

const PAGE_BYTES = 4_096
const MODES: readonly StoreMode[] = ['read', 'mark', 'write']

let root: string
let directory: string
let file: string
let tests = 0

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'open-store-'))
})
beforeEach(async () => {
  directory = join(root, String(tests++))
  file = join(directory, 'readiness.db')
  await mkdir(directory)
})
afterAll(() => rm(root, { recursive: true, force: true }))

const open = (mode: StoreMode, path = file) => openStore({ kind: 'sqlite', file: path }, { mode })

/** Bytes of a store that was filled and closed. */
async function storeBytes(rows = 300): Promise<Buffer> {
  const original = join(directory, 'original.db')
  const store = await open('write', original)
  await store.readiness.put(Array.from({ length: rows }, (_, at) => readinessRow({ keyId: `key-${at}` })))
  await store.close()
  const copy = join(directory, 'copy.db')
  await copyFile(original, copy)
  const bytes = await readFile(copy)
  // The engine removes the files beside it when its memory is collected.
  for (const name of await readdir(directory)) await rm(join(directory, name), { force: true })
  return bytes
}

/** Puts the bytes in place and expects both modes, or the one given, to refuse them and to leave the directory as it was. */
async function expectRefused(
  bytes: Buffer | string,
  kind: typeof StoreError,
  words: RegExp,
  modes = MODES,
): Promise<void> {
  await writeFile(file, bytes)
  for (const mode of modes) {
    const error = await open(mode).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(kind)
    expect((error as StoreError).message).toMatch(words)
    expect((error as StoreError).message).toContain(file)
    expect((error as StoreError).where).toBe(file)
    expect(await readdir(directory)).toEqual(['readiness.db'])
    expect((await readFile(file)).equals(Buffer.from(bytes))).toBe(true)
  }
}

describe('opening for writing', () => {
  test('a missing file becomes a store, with its directory', async () => {
    const path = join(directory, 'new', 'er', 'readiness.db')
    await (await open('write', path)).close()
    const store = await open('read', path)
    expect(await all(store.readiness.list())).toEqual([])
    await store.close()
  })

  test('an empty file becomes a store', async () => {
    await writeFile(file, '')
    const store = await open('write')
    await store.readiness.put([readinessRow()])
    await store.close()
    const again = await open('write')
    expect(await all(again.readiness.list())).toEqual([readinessRow()])
    await again.close()
  })

  test('any file name will do', async () => {
    const path = join(directory, `it's #1? 50% %41 ;密钥😀.db`)
    await (await open('write', path)).close()
    expect(await readdir(directory)).toContain(`it's #1? 50% %41 ;密钥😀.db`)
  })

  test('a closed store is whole in its one file', async () => {
    await writeFile(file, await storeBytes())
    const store = await open('read')
    expect(await all(store.readiness.list())).toHaveLength(300)
    await store.close()
  })

  test('a directory that cannot be made is an error that says so', async () => {
    await writeFile(join(directory, 'a-file'), 'x')
    const path = join(directory, 'a-file', 'readiness.db')
    await expect(open('write', path)).rejects.toThrow(/a-file.*(CMK_STORE|permissions)/)
    // Where none can be made although what is above it is there.
    await symlink('gone', join(directory, 'nowhere'))
    await expect(open('write', join(directory, 'nowhere', 'deep', 'readiness.db'))).rejects.toThrow(/nowhere.*ENOENT/)
  })

  test('a directory in the place of the file is an error that says so', async () => {
    await mkdir(file)
    for (const mode of MODES) await expect(open(mode)).rejects.toThrow(/is not a file\. Set CMK_STORE/)
  })
})

describe('opening for reading', () => {
  test('what is not there yet is not created', async () => {
    for (const mode of ['read', 'mark'] as const) {
      await expect(open(mode)).rejects.toThrow(/no store at .*Run audit first/)
    }
    expect(await readdir(directory)).toEqual([])
    await expectRefused('', StoreMissingError, /Run audit first/, ['read', 'mark'])
  })

  test('nothing can be written', async () => {
    await (await open('write')).close()
    const store = await open('read')
    await expect(store.readiness.put([readinessRow()])).rejects.toThrow(/cannot be written/)
    expect(await all(store.readiness.list())).toEqual([])
    await store.close()
  })
})

describe('a file that is no store of this version is refused and left as it is', () => {
  test('text', () => expectRefused('id,verdict\n'.repeat(1_000), StoreDamagedError, /not a store/))
  test('a few bytes', () => expectRefused('SQLite format 3\0', StoreDamagedError, /not a store/))
  test('zeros', () => expectRefused(Buffer.alloc(PAGE_BYTES), StoreDamagedError, /not a store/))

  test("another program's database", async () => {
    const path = join(directory, 'other.db')
    const client = new Libsql(path)
    client.exec('CREATE TABLE readiness (mine TEXT); INSERT INTO readiness VALUES (1)')
    client.close()
    const bytes = await readFile(path)
    await rm(path)
    await expectRefused(bytes, StoreLayoutError, /another program/)
  })

  test('a newer layout', async () => {
    const bytes = await storeBytes()
    bytes.writeInt32BE(bytes.readInt32BE(60) + 1, 60)
    await expectRefused(bytes, StoreLayoutError, /layout 2.*newer version/)
  })

  test('a page overwritten', async () => {
    const bytes = await storeBytes()
    bytes.fill(0xff, PAGE_BYTES * 20, PAGE_BYTES * 60)
    await expectRefused(bytes, StoreDamagedError, /damaged.*backup/, ['write'])
  })

  test('a file cut short', async () => {
    const bytes = await storeBytes()
    await expectRefused(bytes.subarray(0, PAGE_BYTES * 30), StoreDamagedError, /damaged/, ['write'])
  })

  test('damage that a reader meets is named, not returned as rows', async () => {
    const bytes = await storeBytes()
    bytes.fill(0xff, PAGE_BYTES * 20, PAGE_BYTES * 60)
    await writeFile(file, bytes)
    const reading = async () => {
      const store = await open('read')
      await all(store.readiness.list()).finally(() => store.close())
    }
    await expect(reading()).rejects.toThrow(StoreDamagedError)
    expect((await readFile(file)).equals(bytes)).toBe(true)
  })
})

test("a value that this program never writes is damage, and a word that it does not know is a newer version's", async () => {
  const store = await open('write')
  await store.readiness.put([readinessRow()])
  const client = new Libsql(file)
  for (const [column, value, error] of [
    ['verdict', 'perhaps', StoreLayoutError],
    ['callers', '[{', StoreDamagedError],
  ] as const) {
    await store.readiness.put([readinessRow()])
    client.prepare(`UPDATE readiness SET ${column} = ?`).run(value)
    await expect(all(store.readiness.list())).rejects.toThrow(error)
  }
  client.close()
  await store.close()
})

test('people can ask the readiness table in SQL', async () => {
  const store = await open('write')
  const ready = readinessRow({ keyId: 'key-2', verdict: 'ready' })
  await store.readiness.put([readinessRow({ keyId: 'key-1' }), ready])
  const client = new Libsql(file)
  const rows = client
    .prepare(
      `SELECT key_id, account_id, region, arn, aliases, rules, key_state, key_spec, key_usage, origin, automatic_rotation, versions,
      kms_instance_id, created_at, calls, failures, last_used_at, observed_from, observed_to, complete, checked_at, changed_at
      FROM readiness WHERE verdict = 'ready'`,
    )
    .all([])
  client.close()
  await store.close()
  expect(rows).toEqual([
    {
      key_id: 'key-2',
      account_id: ready.accountId,
      region: ready.region,
      arn: ready.arn,
      aliases: '["alias/orders","alias/payments"]',
      rules: '2023-09',
      key_state: 'Enabled',
      key_spec: 'Aliyun_AES_256',
      key_usage: 'ENCRYPT/DECRYPT',
      origin: 'Aliyun_KMS',
      automatic_rotation: 'Disabled',
      versions: 2,
      kms_instance_id: '',
      created_at: '2023-01-02T03:04:05Z',
      calls: 12,
      failures: 1,
      last_used_at: '2026-11-20T10:00:00Z',
      observed_from: '2026-08-25T00:00:00Z',
      observed_to: '2026-11-23T00:00:00Z',
      complete: 0,
      checked_at: '2026-11-23T00:00:00Z',
      changed_at: '2026-11-01T00:00:00Z',
    },
  ])
})

test('a closed store says that it is closed, and closing it again is no matter', async () => {
  const store = await open('write')
  await store.close()
  await store.close()
  await expect(store.progress.get('scope', 'name')).rejects.toThrow(/is closed/)
})
