import { describe, expect, it } from 'vitest'
import { iso, MINUTE } from '../../shared/domain/time.ts'
import { DigestNights, TUESDAY } from '../support/functions/digest-nights.ts'
import { startRobot } from '../support/receivers.ts'
import { change, diagnostic, row } from '../support/rows.ts'

const lab = new DigestNights()

const OWN = '1234567890123456'
const OTHER = '9876543210987654'
const pay = row({ keyId: 'key-pay', aliases: ['alias/pay'], tags: [{ key: 'owner', value: 'payments' }] })
const far = row({ ...pay, accountId: OTHER, keyId: 'key-far', aliases: ['alias/far'] })
const ROWS = [pay, far]

/** Channels for all keys, for an account, for an owner in another, and for an account that nobody audits. */
async function groups() {
  const start = () => startRobot({ clock: lab.clock })
  const [all, own, both, nobody] = [await start(), await start(), await start(), await start()]
  lab.channels = [
    `${all.address}#name=all`,
    `${own.address}#name=own&account=${OWN}`,
    `${both.address}#name=both&account=${OTHER}&owner=payments`,
    `${nobody.address}#name=nobody&account=1000000000000009`,
  ].join()
  lab.now = TUESDAY
  return { all, own, both, nobody }
}

describe('a channel for one account', () => {
  it('has its keys and numbers alone, also of an owner in it; one without keys gets none', async () => {
    const { all, own, both, nobody } = await groups()
    expect(await lab.nights({ rows: ROWS })).toEqual(['sent', 'sent', 'sent', 'quiet'])
    const [whole, mine, his] = [all, own, both].map(({ messages }) => messages[0]?.text ?? '')
    expect(whole).toMatch(/key-pay[\s\S]*key-far|key-far[\s\S]*key-pay/)
    expect(mine).toMatch(new RegExp(`^# CMK migration readiness · ${OWN} · 2026-11-24\n`))
    expect(mine).toContain(`Only keys of the account ${OWN}`)
    expect(mine).toContain('1 key ·')
    expect(mine).toContain('key-pay')
    expect(mine).not.toContain('key-far')
    expect(his).toMatch(new RegExp(`^# CMK migration readiness · payments · ${OTHER} · `))
    expect(his).toContain('key-far')
    expect(his).not.toContain('key-pay')
    expect(nobody.messages).toEqual([])
  })

  it('is told what changed and what could not be read in it, a key that is gone too, and nothing of others', async () => {
    const { own, both } = await groups()
    await lab.nights({ rows: ROWS })
    const changedAt = iso(lab.now - 5 * MINUTE)
    const gone = change({ keyId: 'key-gone', accountId: OWN, before: 'ready', after: null, changedAt })
    await lab.store.history.put([gone])
    expect(await lab.nights({ rows: ROWS })).toEqual(['sent', 'sent', 'quiet', 'quiet'])
    expect(own.messages[1]?.text).toContain('key-gone')
    const diagnostics = [diagnostic({ accountId: OWN })]
    expect(await lab.nights({ rows: ROWS, diagnostics })).toEqual(['sent', 'sent', 'quiet', 'quiet'])
    expect(both.messages).toHaveLength(1)
  })
})
