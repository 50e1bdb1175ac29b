import { describe, expect, it } from 'vitest'
import { HOUR } from '../../shared/domain/time.ts'
import { NOW } from '../support/functions/a-company.ts'
import type { Tables } from '../support/functions/tables-of.ts'
import { Deployment } from '../support/platform/deployment.ts'

const deployed = new Deployment()
/** A window that does not start where the trail does, which moves on meanwhile. */
const env = { CMK_OBSERVATION_DAYS: '5' }
const later = (hours: number) => ({ env, now: NOW + hours * HOUR })

describe('a night that is killed', () => {
  const expectWhole = async () => {
    const expected = await deployed.audited(env)
    const { rows, usage, changes } = await deployed.tables()
    expect(rows).toEqual(expected.rows)
    expect(usage).toEqual(expected.usage)
    expect(changes).toEqual(expected.changes)
  }

  // Its plan stands before the first list of keys, at request 62; which of the requests near it comes first is chance.
  it.each([65, 75, 90, 120])('in inventory at request %i is finished by the next timer', async (requests) => {
    expect(await deployed.invoke('inventory', { env, ...deployed.killedAt(requests) })).toMatchObject({
      outcome: 'died',
    })
    expect(await deployed.invoke('usage', later(1))).toMatchObject({ value: { status: 'done' } })
    await expectWhole()
  })

  it.each([8, 40])(
    'in inventory, and in usage at request %i after it, is finished by the one after that',
    async (requests) => {
      await deployed.invoke('inventory', { env, ...deployed.killedAt(70) })
      expect(await deployed.invoke('usage', { ...later(1), ...deployed.killedAt(requests) })).toMatchObject({
        outcome: 'died',
      })
      expect(await deployed.invoke('usage', later(2))).toMatchObject({ value: { status: 'done' } })
      await expectWhole()
    },
  )

  it('in assess is judged whole when that is asked again', async () => {
    await deployed.afterNight(env)
    const { outcome } = await deployed.invoke('assess', { ...later(1), ...deployed.killedAt(40) })
    expect(outcome).toBe('died')
    expect(await deployed.invoke('assess', later(2))).toMatchObject({ value: { jobs: { assess: 4 } } })
    await expectWhole()
  })

  it('before it had a plan is held by the next timer instead', async () => {
    expect(await deployed.invoke('inventory', { env, ...deployed.killedAt(3) })).toMatchObject({ outcome: 'died' })
    expect(await deployed.invoke('usage', later(1))).toMatchObject({ value: { jobs: { assess: 4 } } })
    const verdicts = ({ rows }: Tables) => rows.map(({ keyId, verdict }) => [keyId, verdict])
    expect(verdicts(await deployed.tables())).toEqual(verdicts(await deployed.audited(env)))
  })
})
