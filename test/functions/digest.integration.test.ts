import { describe, expect, it } from 'vitest'
import { CLAIM_TIME, claim } from '../../functions/digest/claim.ts'
import { DAY, HOUR } from '../../shared/domain/time.ts'
import { silentLog } from '../../shared/log/log.ts'
import { StoreError } from '../../shared/store/errors.ts'
import type { MarkTable, Store } from '../../shared/store/store.ts'
import { DigestLab } from '../support/functions/digest-lab.ts'
import { leaping } from '../support/leaping-clock.ts'
import { startRobot, startWebhook } from '../support/receivers.ts'
import { blockedRow, NOW, row } from '../support/rows.ts'

const lab = new DigestLab()
const REPEATED = 'This digest may have been sent before'

async function robot(options = '') {
  const started = await startRobot({ clock: lab.clock })
  lab.channels = `${started.address}${options}`
  return started
}

/** The same store, whose writes of marks fail from the nth on. */
function failingMarks(store: Store, from: number): Store {
  let writes = 0
  const marks: MarkTable = {
    get: (scope, name) => store.marks.get(scope, name),
    list: (scope, prefix) => store.marks.list(scope, prefix),
    delete: (scope, name) => store.marks.delete(scope, name),
    swap: (scope, name, value, expected) => {
      writes += 1
      return writes >= from
        ? Promise.reject(new StoreError('the store is gone', 'here'))
        : store.marks.swap(scope, name, value, expected)
    },
  }
  const { readiness, usage, history, progress, decisions } = store
  return { readiness, usage, history, progress, marks, decisions, close: () => store.close() }
}

describe('a function that is tried again', () => {
  it('does not send twice', async () => {
    const { messages } = await robot()
    expect(await lab.outcomes()).toEqual(['sent'])
    expect(await lab.outcomes()).toEqual(['already-sent'])
    lab.now += 6 * HOUR
    expect(await lab.outcomes()).toEqual(['already-sent'])
    expect(messages).toHaveLength(1)
  })

  it('sends what surely did not arrive, without a word of it', async () => {
    const group = await robot()
    group.strike(...Array.from({ length: 6 }, () => ({ status: 500 })))
    expect(await leaping(() => lab.invoke())).toMatchObject([{ outcome: 'failed', retry: true }])
    expect(await lab.outcomes()).toEqual(['sent'])
    expect(group.messages.map(({ text }) => text.includes(REPEATED))).toEqual([false])
  })

  it('that crashed with its claim sends once more, with a line that says so', async () => {
    const group = await robot()
    const { signal } = new AbortController()
    await claim({ marks: lab.store.marks, name: 'dingtalk/2026-11-23', by: 'crashed', clock: lab.clock, signal })
    lab.now += CLAIM_TIME
    expect(await lab.outcomes()).toEqual(['sent-again'])
    expect(await lab.outcomes()).toEqual(['already-sent'])
    expect(group.messages.map(({ text }) => text.includes(REPEATED))).toEqual([true])
  })

  it('that crashed after sending does so once, and not a third time', async () => {
    const group = await robot()
    for (const outcome of ['sent', 'sent-again']) {
      expect(await lab.invoke({ store: failingMarks(lab.store, 2) })).toMatchObject([{ outcome, retry: false }])
      lab.now += CLAIM_TIME
    }
    expect(await lab.invoke()).toMatchObject([{ outcome: 'given-up', retry: false }])
    expect(group.messages.map(({ text }) => text.includes(REPEATED))).toEqual([false, true])
  })

  it('after an answer that never came does so at once, once', async () => {
    const group = await robot()
    group.strike('lost', 'reset')
    expect(await lab.invoke()).toMatchObject([{ outcome: 'failed', retry: true }])
    expect(await lab.invoke()).toMatchObject([{ outcome: 'failed', retry: true }])
    expect(await lab.invoke()).toMatchObject([{ outcome: 'given-up', retry: false }])
    expect(group.requests.map(({ body }) => body.includes(REPEATED))).toEqual([false, true])
  })

  it('keeps the line when the second sending surely failed', async () => {
    const group = await robot()
    group.strike('lost', { status: 403 })
    await lab.invoke()
    expect(await lab.invoke()).toMatchObject([{ outcome: 'failed', retry: false }])
    expect(await lab.outcomes()).toEqual(['sent-again'])
    expect(group.messages.map(({ text }) => text.includes(REPEATED))).toEqual([false, true])
  })

  it('does not help against what was refused for good, and a later digest is an ordinary one', async () => {
    const group = await robot()
    group.state = 'stopped'
    const [refused] = await lab.invoke()
    expect(refused).toMatchObject({ outcome: 'failed', retry: false })
    expect(refused?.reason).toMatch(/^Channel dingtalk: .*stopped/)
    group.state = 'running'
    expect(await lab.outcomes()).toEqual(['sent'])
    expect(group.messages[0]?.text).not.toContain(REPEATED)
  })
})

describe('two invocations at once', () => {
  it('send once: the other waits and finds it sent', async () => {
    const group = await robot()
    const other = await lab.scratch.reopen()
    const both = await Promise.all([lab.outcomes(), lab.outcomes({ store: other })])
    expect(both.flat().sort()).toEqual(['already-sent', 'sent'])
    expect(group.messages).toHaveLength(1)
  })

  it('of which one may not wait: that is told, and worth another try', async () => {
    const group = await robot()
    const order = { marks: lab.store.marks, name: 'dingtalk/2026-11-23', by: 'other', clock: lab.clock }
    await claim({ ...order, signal: new AbortController().signal })
    const stop = new AbortController()
    const invoked = lab.invoke({ signal: stop.signal })
    setTimeout(() => stop.abort(), 300)
    expect(await invoked).toMatchObject([{ outcome: 'busy', retry: true }])
    expect(group.requests).toHaveLength(0)
  })
})

describe('several channels', () => {
  it('get a digest each, and one that fails stops no other', async () => {
    const [stopped, running] = [await robot(), await startRobot({ clock: lab.clock })]
    const hook = await startWebhook({ clock: lab.clock })
    lab.channels = `${stopped.address}#name=first,${running.address}#name=second&lang=zh,${hook.address}`
    stopped.state = 'missing'
    expect(await lab.outcomes()).toEqual(['failed', 'sent', 'sent'])
    stopped.state = 'running'
    expect(await lab.outcomes()).toEqual(['sent', 'already-sent', 'already-sent'])
    expect(running.messages[0]?.title).toContain('迁移就绪')
    expect(hook.messages.map(({ id }) => id)).toEqual(['webhook/2026-11-23'])
  })

  it('that cannot be claimed are not sent to', async () => {
    const group = await robot()
    const [delivery] = await lab.invoke({ store: failingMarks(lab.store, 1) })
    expect(delivery).toMatchObject({ outcome: 'failed', retry: true, reason: 'the store is gone' })
    expect(group.requests).toHaveLength(0)
  })

  it('are named in the log, and their addresses are not', async () => {
    const group = await robot('#name=team')
    group.state = 'stopped'
    const lines: string[] = []
    const note = (message: string, fields?: object) => lines.push(JSON.stringify([message, fields]))
    await lab.invoke({ log: { ...silentLog, error: note } })
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain('team')
    expect(lines[0]).not.toMatch(/127\.0\.0\.1|synthetic0token0|access_token/)
  })
})

describe('the day of a digest', () => {
  it('is that of CMK_TIMEZONE', async () => {
    const group = await robot()
    // A minute before midnight in Shanghai, and midnight.
    lab.now = Date.parse('2026-11-23T15:59:00Z')
    expect(await lab.invoke()).toMatchObject([{ day: '2026-11-23', outcome: 'sent' }])
    lab.now = Date.parse('2026-11-23T16:00:00Z')
    expect(await lab.invoke()).toMatchObject([{ day: '2026-11-24', outcome: 'sent' }])
    lab.env = { CMK_TIMEZONE: 'UTC' }
    expect(await lab.invoke()).toMatchObject([{ day: '2026-11-23', outcome: 'already-sent' }])
    expect(group.messages).toHaveLength(2)
  })

  it('is forgotten after a month', async () => {
    await robot()
    const marked = async () => {
      const names: string[] = []
      for await (const { name } of lab.store.marks.list('digest', '')) names.push(name)
      return names
    }
    await lab.invoke()
    lab.now = NOW + 30 * DAY
    await lab.invoke()
    expect(await marked()).toEqual(['dingtalk/2026-11-23', 'dingtalk/2026-12-23'])
    lab.now = NOW + 31 * DAY
    await lab.invoke()
    expect(await marked()).toEqual(['dingtalk/2026-12-23', 'dingtalk/2026-12-24'])
  })
})

describe('a mark that nobody understands', () => {
  it('keeps no digest back, and the digest says that it may have come before', async () => {
    await robot()
    await lab.store.marks.swap('digest', 'dingtalk/2026-11-23', 'yes', 0)
    expect(await lab.outcomes()).toEqual(['sent-again'])
  })
})

describe('a digest', () => {
  it('of the tables as they are reaches people', async () => {
    const group = await robot()
    await lab.store.readiness.put([row(), blockedRow()])
    await lab.run(['cn-hangzhou'], ['cn-hangzhou'])
    await lab.invoke()
    expect(group.messages[0]?.text).toContain(blockedRow().keyId)
    expect(group.messages[0]?.text).not.toMatch(/audit/)
  })
})
