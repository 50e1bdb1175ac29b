import { randomBytes } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import type { CredentialSource } from '../../shared/cloud/credential-source.ts'
import { all } from '../support/store/rows.ts'
import { SCOPE } from '../support/store/tablestore-methods.ts'
import { session, sessionsOf, worldWithRole } from '../support/store/tablestore-session.ts'
import { tablestoreStore } from '../support/store/tablestore-store.ts'

/** Milliseconds by which the cloud's clock may be wrong, so that a session of 15 minutes is over when it has gone twice as far. */
const OFF = 10 * 60_000
/** Text of which twenty are a page of Tablestore: 4 MB. */
const LARGE = randomBytes(200 * 1_024).toString('base64')

/** `endSessions` ends all that were given before. */
async function opened() {
  let off = -OFF
  const options = { world: worldWithRole(), wallClock: () => Date.now() + off, credentials: sessionsOf }
  const under = await tablestoreStore(options)
  onTestFinished(() => under.dispose())
  const endSessions = () => {
    off = OFF
  }
  return { ...under, endSessions }
}

test('a session that ends in the middle of a list is renewed once, and the list is whole', async () => {
  const { cloud, store, endSessions } = await opened()
  const names = Array.from({ length: 45 }, (_, at) => `key/${String(at).padStart(2, '0')}`)
  await store.progress.put(
    SCOPE,
    names.map((name) => ({ name, value: LARGE })),
  )
  const pages = () => cloud.calls.filter(({ action }) => action === 'GetRange')
  const statuses = () => pages().map(({ status }) => status)
  const found: string[] = []
  for await (const { name } of store.progress.list(SCOPE, 'key/')) {
    if (found.push(name) > 1) continue
    // While one page is looked at, the next is asked for.
    await expect.poll(statuses).toEqual([200, 200])
    endSessions()
  }
  expect(found).toEqual(names)
  expect(statuses()).toEqual([200, 200, 403, 200])
  expect(new Set(pages().map(({ accessKeyId }) => accessKeyId)).size).toBe(2)
})

test('many calls that meet the end of a session renew it together, and each is repeated once', async () => {
  const { cloud, store, endSessions } = await opened()
  endSessions()
  const before = cloud.calls.length
  const puts = Array.from({ length: 10 }, (_, at) => store.progress.put(SCOPE, [{ name: `run/${at}`, value: at }]))
  await Promise.all(puts)
  expect(cloud.calls.slice(before).filter(({ action }) => action === 'AssumeRole')).toHaveLength(1)
  expect(cloud.calls.slice(before).filter(({ action }) => action === 'BatchWriteRow')).toHaveLength(20)
  expect(await all(store.progress.list(SCOPE, 'run/'))).toHaveLength(10)
})

test('a source that gives other credentials each time is asked each time', async () => {
  const { open, cloud } = await opened()
  const source: CredentialSource = { get: () => session(cloud), renew: () => session(cloud) }
  const writer = await open('mark', { credentials: source })
  expect(await writer.progress.swap(SCOPE, 'run', 1, 0)).toBe(true)
  expect(await writer.progress.get(SCOPE, 'run')).toEqual({ name: 'run', value: 1, version: 1 })
  const keys = cloud.calls.filter(({ action }) => action === 'PutRow' || action === 'GetRow')
  expect(new Set(keys.slice(-2).map(({ accessKeyId }) => accessKeyId)).size).toBe(2)
})
