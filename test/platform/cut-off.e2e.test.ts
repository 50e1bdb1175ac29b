import { describe, expect, it } from 'vitest'
import { HOUR } from '../../shared/domain/time.ts'
import { NOW } from '../support/functions/a-company.ts'
import type { Tables } from '../support/functions/tables-of.ts'
import { Deployment, OWN_ACCOUNT, WEEK } from '../support/platform/deployment.ts'

const deployed = new Deployment()
/** Settings of each night here: their window does not start where the trail does, and moves on meanwhile. */
type Settings = typeof WEEK
const later = (hours: number, env: Settings = OWN_ACCOUNT) => ({ env, now: NOW + hours * HOUR })

describe('a night that is killed', () => {
  const expectWhole = async (env: Settings = OWN_ACCOUNT) => {
    const expected = await deployed.audited(env)
    const { rows, usage, changes } = await deployed.tables()
    expect(rows).toEqual(expected.rows)
    expect(usage).toEqual(expected.usage)
    expect(changes).toEqual(expected.changes)
  }

  // Its plan stands before the first list of keys, at request 62; which of the requests near it comes first is chance.
  it.each([65, 75, 90, 120])('in inventory at request %i is finished by the next timer', async (requests) => {
    expect(await deployed.invoke('inventory', { env: WEEK, ...deployed.killedAt(requests) })).toMatchObject({
      outcome: 'died',
    })
    expect(await deployed.invoke('usage', later(1, WEEK))).toMatchObject({ value: { status: 'done' } })
    await expectWhole(WEEK)
  })

  it('in inventory, and twice in usage after it, early and later, is finished by the one after that', async () => {
    await deployed.invoke('inventory', { env: OWN_ACCOUNT, ...deployed.killedAt(70) })
    for (const [hours, requests] of [
      [1, 8],
      [2, 40],
    ] as const) {
      const { outcome } = await deployed.invoke('usage', { ...later(hours), ...deployed.killedAt(requests) })
      expect(outcome).toBe('died')
    }
    expect(await deployed.invoke('usage', later(3))).toMatchObject({ value: { status: 'done' } })
    await expectWhole()
  })

  it('in assess is judged whole when that is asked again', async () => {
    await deployed.afterNight(OWN_ACCOUNT)
    const { outcome } = await deployed.invoke('assess', { ...later(1), ...deployed.killedAt(40) })
    expect(outcome).toBe('died')
    expect(await deployed.invoke('assess', later(2))).toMatchObject({ value: { jobs: { assess: 2 } } })
    await expectWhole()
  })

  it('before it had a plan is held by the next timer instead', async () => {
    expect(await deployed.invoke('inventory', { env: OWN_ACCOUNT, ...deployed.killedAt(3) })).toMatchObject({
      outcome: 'died',
    })
    expect(await deployed.invoke('usage', later(1))).toMatchObject({ value: { jobs: { assess: 2 } } })
    const verdicts = ({ rows }: Tables) => rows.map(({ keyId, verdict }) => [keyId, verdict])
    expect(verdicts(await deployed.tables())).toEqual(verdicts(await deployed.audited(OWN_ACCOUNT)))
  })
})
