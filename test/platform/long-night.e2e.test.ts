import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { HOUR, MINUTE } from '../../shared/domain/time.ts'
import { EVENT_DELIVERY_LAG } from '../../shared/domain/window.ts'
import { NOW } from '../support/functions/a-company.ts'
import { Deployment, OWN_ACCOUNT } from '../support/platform/deployment.ts'

const deployed = new Deployment()

describe('a night that is longer than an invocation', () => {
  const LONG = { ...OWN_ACCOUNT, CMK_OBSERVATION_DAYS: '60' }
  // Read at one call a second, the trail takes 42 seconds: longer than an invocation of 48 seconds may read.
  const SLOW = { ...LONG, CMK_TRAIL_QPS: '1' }

  it('stops before its end, judges what it has, and is gone on with by the timers after it', async () => {
    const first = await deployed.invoke('inventory', { env: SLOW, time: 'hurries', timeout: 48 })
    expect(first).toMatchObject({ outcome: 'returned', value: { status: 'done', jobs: { assess: 2 } } })
    const early = await deployed.tables()
    // A cold start may take a second of the hurried clock before the run knows what time it is.
    const asOf = Date.parse(early.rows[0]?.checkedAt ?? '')
    expect(asOf).toBeLessThan(NOW - EVENT_DELIVERY_LAG + MINUTE)
    const expected = await deployed.audited(LONG, asOf + EVENT_DELIVERY_LAG)
    expect(early.rows).toHaveLength(expected.rows.length)
    const unknown = early.rows.filter(({ verdict }) => verdict === 'unknown')
    expect(unknown.map(({ findings }) => JSON.stringify(findings))).toContainEqual(
      expect.stringContaining('the time of this process is used up'),
    )
    const lookups = () => deployed.cloud.count({ action: 'LookupEvents' })
    for (let hour = 1; hour <= 4; hour += 1) {
      const before = lookups()
      await deployed.invoke('usage', { env: SLOW, time: 'hurries', timeout: 48, now: NOW + hour * HOUR })
      if (lookups() === before) break
    }
    const { rows, usage, changes } = await deployed.tables()
    expect(rows).toEqual(expected.rows)
    expect(usage).toEqual(expected.usage)
    // What was told on less evidence is taken back: each key has changed once.
    expect(changes).toEqual(expected.changes)
  }, 120_000)

  it('is left alone by a timer while it is at work', async () => {
    // Pages come slowly until the other function has looked: how fast the machine is does not matter.
    deployed.cloud.setFaults([{ where: { action: 'LookupEvents', from: 5 }, effect: { kind: 'latency', ms: 500 } }])
    const first = deployed.invoke('inventory', { env: SLOW, time: 'hurries', timeout: 300 })
    while (deployed.cloud.count({ action: 'LookupEvents' }) < 5) await setTimeout(50)
    const second = await deployed.invoke('usage', { env: SLOW, time: 'hurries' })
    expect(second).toMatchObject({ value: { status: 'done', jobs: { inventory: 0, usage: 0, assess: 0 } } })
    deployed.cloud.setFaults([])
    expect(await first).toMatchObject({ value: { status: 'done', jobs: { usage: 1 } } })
  }, 120_000)

  it('is stopped when even judging does not fit, lets its leases go, and is finished later', async () => {
    const env = { ...OWN_ACCOUNT, CMK_KMS_QPS: '0.5' }
    const first = await deployed.invoke('inventory', { env, time: 'hurries', timeout: 40 })
    expect(first).toMatchObject({ outcome: 'returned', value: { status: 'stopped' } })
    expect(first.logs).toContainEqual(
      expect.objectContaining({ level: 'warn', message: expect.stringContaining('waits for the next timer') }),
    )
    // At once: a lease that was kept would hold this one up for half a minute.
    const next = await deployed.invoke('usage', { env: OWN_ACCOUNT, time: 'hurries', timeout: 20 })
    expect(next).toMatchObject({ value: { status: 'done' } })
    const keys = Object.values(deployed.cloud.world.accounts[0]?.regions ?? {}).flatMap((region) => region.keys)
    expect((await deployed.tables()).rows).toHaveLength(keys.length)
  }, 120_000)
})
