import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { run } from '../../cli/run.ts'
import { Output } from '../../cli/terminal/output.ts'
import { stream } from '../support/cli/run-cli.ts'
import { seededStore } from '../support/cli/seeded-store.ts'
import { NOW, row } from '../support/rows.ts'

/** A stream that takes so many writes and then fails. */
function failingAfter(writes: number, code: string): Writable & { taken: number } {
  let left = writes
  const failing = new Writable({
    write(_chunk, _encoding, done) {
      left -= 1
      if (left < 0) return done(Object.assign(new Error(`${code}: failed, write`), { code, syscall: 'write' }))
      target.taken += 1
      done()
    },
  })
  const target = Object.assign(failing, { taken: 0 })
  return target
}

describe('output', () => {
  it('stops making what nobody reads', async () => {
    const target = failingAfter(2, 'EPIPE')
    let made = 0
    async function* endless(): AsyncGenerator<string> {
      for (;;) {
        made += 1
        yield `${made}\n`
      }
    }
    await new Output(target, (text) => text).stream(endless())
    expect(target.taken).toBe(2)
    expect(made).toBe(3)
  })

  it('waits for a slow reader instead of filling the memory', async () => {
    let unread = 0
    let most = 0
    const slow = new Writable({
      write(_chunk, _encoding, done) {
        setImmediate(() => {
          unread -= 1
          done()
        })
      },
    })
    function* pieces(): Generator<string> {
      for (let index = 0; index < 50; index += 1) {
        unread += 1
        most = Math.max(most, unread)
        yield 'x'.repeat(1_000)
      }
    }
    await new Output(slow, (text) => text).stream(pieces())
    expect(most).toBe(1)
  })

  it('tells a full disk, with status 1', async () => {
    const stderr = stream(undefined)
    const status = await run(['query', '--format', 'jsonl'], {
      env: {},
      cwd: await seededStore({ rows: [row()] }),
      stdout: failingAfter(0, 'ENOSPC'),
      stderr,
      clock: () => NOW,
      signal: new AbortController().signal,
    })
    expect(status).toBe(1)
    expect(String(stderr.read())).toMatch(/^error: ENOSPC.*run again\.\n$/)
  })
})
