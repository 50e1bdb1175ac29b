import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { inflated } from '../../../functions/usage/sources/archive/inflate.ts'

const MB = 1024 * 1024

async function* whole(file: Uint8Array): AsyncIterable<Uint8Array> {
  yield file
}

describe('the text of a gzip file', () => {
  const file = gzipSync(Buffer.alloc(4 * MB, 'a trail'))

  it('takes the memory of one file, however many are read', async () => {
    const before = process.memoryUsage().arrayBuffers
    let length = 0
    for (let n = 0; n < 25; n += 1) for await (const piece of inflated(whole(Buffer.from(file)))) length += piece.length
    expect(length).toBe(100 * MB)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10 * MB)
  })

  it('is whole where the file says a wrong length', async () => {
    const wrong = Buffer.from(file)
    wrong.writeUInt32LE(7, wrong.length - 4)
    await expect(async () => {
      for await (const _ of inflated(whole(wrong)));
    }).rejects.toThrow(expect.objectContaining({ fault: 'damaged' }))
  })
})
