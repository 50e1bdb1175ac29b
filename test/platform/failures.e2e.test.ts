import { describe, expect, it } from 'vitest'
import { DAY } from '../../shared/domain/time.ts'
import type { InvocationOrder } from '../../simulator/platform/platform.ts'
import { NOW } from '../support/functions/a-company.ts'
import { Deployment, WEEK } from '../support/platform/deployment.ts'
import { functionVariables } from '../support/platform/group.ts'

const deployed = new Deployment()

describe('a failure', () => {
  it('that may pass is thrown, so that the platform tries again, and the second attempt makes the night', async () => {
    deployed.cloud.setFaults([{ where: { action: 'GetCallerIdentity', to: 6 }, effect: { kind: 'reset' } }])
    const attempts = await deployed.attempts('inventory', { env: WEEK, retries: 2 })
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['threw', 'returned'])
    expect(attempts[0]).toMatchObject({
      message: expect.stringMatching(/sts GetCallerIdentity.*Check the network path/),
    })
    expect((await deployed.tables()).rows.length).toBeGreaterThan(20)
  })

  it.each([
    ['a setting is bad', { env: { CMK_RULES: '2025' } }, /CMK_RULES is "2025"; it takes/],
    [
      'the store is a file',
      { env: { CMK_STORE: 'sqlite:x.db' } },
      /CMK_STORE is a file or not set; in a function it takes/,
    ],
    ['the event is no job', { env: WEEK, event: { stage: 'everything' } }, /neither \{\} nor a job/],
    [
      'the instance is not there',
      { env: { CMK_STORE: 'tablestore:https://other.cn-hangzhou.ots.aliyuncs.com' } },
      /Tablestore instance other: DescribeTable: OTS/,
    ],
  ] satisfies [string, Partial<InvocationOrder>, RegExp][])(
    'that stays is answered and logged, not thrown: %s',
    async (_, order, words) => {
      const attempt = await deployed.invoke('inventory', { ...order, retries: 2 })
      expect(attempt).toMatchObject({
        outcome: 'returned',
        value: { status: 'failed', error: expect.stringMatching(words) },
      })
      expect(attempt.logs).toContainEqual(expect.objectContaining({ level: 'error', retried: false }))
      expect(deployed.cloud.count({ service: 'kms' })).toBe(0)
    },
  )

  it('for want of a role says that there are no credentials', async () => {
    // Of an instance that had some for another test: those of an earlier invocation are not used.
    const env = { ...functionVariables(deployed.cloud), ...WEEK }
    const order = { env, now: NOW, retries: 2, time: 'stands' } as const
    const [attempt, ...more] = await deployed.platform.invoke('inventory', order)
    expect(more).toEqual([])
    expect(attempt).toMatchObject({ value: { status: 'failed', error: expect.stringContaining('NoCredentials') } })
  })

  it('of one spoilt entry costs its region, is named, and leaves the others audited', async () => {
    await deployed.afterNight()
    const progress = deployed.cloud.table('progress')
    const entry = progress.rows().find(({ name }) => name === 'key/key-archive')
    if (!entry) throw new Error('the night has left an entry of the key')
    progress.put({ ...entry, value: '[{' })
    const next = await deployed.invoke('inventory', { env: WEEK, now: NOW + DAY })
    expect(next).toMatchObject({ outcome: 'returned', value: { status: 'done', jobs: { usage: 2, assess: 3 } } })
    expect(next.logs).toContainEqual(
      expect.objectContaining({
        ...{ level: 'error', stage: 'inventory', scope: '1000000000000001:cn-shanghai' },
        message: expect.stringMatching(/row \["1000000000000001:cn-shanghai","key\/key-archive"\] of table progress/),
      }),
    )
    const rows = deployed.cloud.table('readiness').rows()
    const behind = rows.filter(({ checked_at }) => String(checked_at) < '2026-11-24').map(({ region }) => region)
    expect([...new Set(behind)]).toEqual(['cn-shanghai'])
  })
})
