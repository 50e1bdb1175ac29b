import { describe, expect, it } from 'vitest'
import { previewDigest } from '../../functions/digest/preview.ts'
import { loadConfig } from '../../shared/config/config.ts'
import { DAY, iso, MINUTE } from '../../shared/domain/time.ts'
import { DigestNights, TUESDAY } from '../support/functions/digest-nights.ts'
import { startRobot } from '../support/receivers.ts'
import { blockedRow, change, row } from '../support/rows.ts'

const lab = new DigestNights()

const owned = (owner: string) => ({ tags: [{ key: 'owner', value: owner }] })
const pay = row({ keyId: 'key-pay', aliases: ['alias/pay'], ...owned('payments') })
const order = row({ keyId: 'key-order', aliases: ['alias/order'], ...owned('orders') })

/** Channels for all keys, for payments, and for somebody without keys. */
async function groups() {
  const start = () => startRobot({ clock: lab.clock })
  const [all, payments, nobody] = [await start(), await start(), await start()]
  lab.channels = `${all.address}#name=all,${payments.address}#name=pay&owner=Payments,${nobody.address}#name=nobody&owner=nobody`
  lab.now = TUESDAY
  return { all, payments, nobody }
}

/** A night in which a key became blocked, and its digests. */
async function blockedTonight(keyId: string, owner: string) {
  const asOf = iso(lab.now - 5 * MINUTE)
  await lab.night({ rows: [pay, order, blockedRow({ keyId, ...owned(owner) })] })
  await lab.store.history.put([change({ keyId, before: 'ready', after: 'blocked', changedAt: asOf })])
  const outcomes = await lab.outcomes()
  lab.now += DAY
  return outcomes
}

describe('a channel for one owner', () => {
  it('is told of his keys only, on days with news of them; each channel knows what it was told', async () => {
    const { all, payments, nobody } = await groups()
    expect(await lab.nights({ rows: [pay, order] })).toEqual(['sent', 'sent', 'quiet'])
    expect(all.messages[0]?.text).toContain('key-order')
    expect(payments.messages[0]?.text).toMatch(/^# CMK migration readiness · Payments · 2026-11-24\n/)
    expect(payments.messages[0]?.text).toContain('key-pay')
    expect(payments.messages[0]?.text).not.toContain('key-order')
    expect(await blockedTonight('key-order', 'orders')).toEqual(['sent', 'quiet', 'quiet'])
    expect(await blockedTonight('key-pay', 'payments')).toEqual(['sent', 'sent', 'quiet'])
    expect(payments.messages[1]?.text).toContain('No longer ready (1)')
    expect(nobody.messages).toEqual([])
  })

  it('for an owner without keys is sent nothing, and says why', async () => {
    await groups()
    await lab.night({ rows: [pay] })
    const [, , nobody] = await lab.invoke()
    expect(nobody).toMatchObject({
      outcome: 'quiet',
      reason: expect.stringContaining('No key has the owner'),
      retry: false,
    })
    const config = loadConfig({ CMK_CHANNELS: lab.channels }, { cwd: '/nonexistent' })
    const services = { config, store: lab.store, clock: lab.clock, signal: new AbortController().signal }
    const previews = await previewDigest(services, config.channels)
    expect(previews.at(-1)).toMatchObject({
      status: 'no-keys',
      body: expect.stringContaining('No key names this owner'),
    })
  })

  it('sums up the week of his keys, and is left alone once all of them have moved', async () => {
    const { payments } = await groups()
    const week = [{}, {}, {}, {}, {}, {}]
    await lab.nights({ rows: [pay, order] }, ...week.map(() => ({ rows: [pay, order] })))
    expect(payments.messages).toHaveLength(2)
    expect(payments.messages[1]?.text).toContain('Payments · week to 2026-11-30')
    const moved = { rows: [{ ...pay, verdict: 'migrated' as const }, order] }
    await lab.nights(moved, ...week.map(() => moved))
    expect(payments.messages).toHaveLength(2)
  })
})
