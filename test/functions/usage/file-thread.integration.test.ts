import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ArchiveError } from '../../../functions/usage/sources/archive/archive.ts'
import type { EventBatch } from '../../../functions/usage/sources/archive/event-batch.ts'
import { FileReader } from '../../../functions/usage/sources/archive/file-reader.ts'
import { FileThread } from '../../../functions/usage/sources/archive/file-thread.ts'
import { workerUrl } from '../../../functions/usage/sources/archive/file-worker.ts'
import { event } from '../../../simulator/cloud/world-events.ts'

const lines = Array.from({ length: 50 }, (_, n) => JSON.stringify(event({ sourceIpAddress: `10.0.0.${n % 5}` }).raw))
const body = gzipSync(lines.join('\n'))

async function* pieces(...bytes: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
  yield* bytes
}
async function* unreadable(): AsyncIterable<Uint8Array> {
  yield body.subarray(0, 100)
  throw new ArchiveError('unreadable', 'EIO')
}

let thread: FileThread
beforeAll(() => {
  thread = new FileThread(workerUrl)
})
afterAll(() => thread.end())

it('finds what a reader in this thread finds, shapes once', async () => {
  const [here, there]: EventBatch[][] = [[], []]
  const end = await new FileReader().read(pieces(body), (batch) => void here?.push(batch))
  expect(
    await thread.read(pieces(body.subarray(0, 90), body.subarray(90)), (batch) => void there?.push(batch)),
  ).toEqual(end)
  expect(there).toEqual(here)
  expect(there?.map(({ count, shapes }) => [count, shapes.length])).toEqual([[50, 5]])
  const again: EventBatch[] = []
  await thread.read(pieces(body), (batch) => void again.push(batch))
  expect(again.map(({ count, shapes }) => [count, shapes.length])).toEqual([[50, 0]])
})

it('says why a file cannot be read, and goes on with the next', async () => {
  const none = () => {}
  await expect(thread.read(pieces(body.subarray(0, -9)), none)).rejects.toMatchObject({ fault: 'cut' })
  await expect(thread.read(unreadable(), none)).rejects.toMatchObject({ fault: 'unreadable', detail: 'EIO' })
  await expect(thread.read(pieces(gzipSync('[1]')), none)).rejects.toMatchObject({ fault: 'no-json' })
  expect(await thread.read(pieces(body), none)).toMatchObject({ events: 50 })
})

it('passes on what its taker throws', async () => {
  const lost = new Error('lease lost')
  const thrower = () => {
    throw lost
  }
  await expect(thread.read(pieces(body), thrower)).rejects.toBe(lost)
})
