import { describe, expect, it } from 'vitest'
import { Deployment, WEEK } from '../support/platform/deployment.ts'

const deployed = new Deployment()

describe('a night through the built folders', () => {
  it('leaves the tables of an audit, row for row', async () => {
    // With the usual window of observation.
    expect(await deployed.afterNight({})).toMatchObject({
      outcome: 'returned',
      value: { status: 'done', jobs: { inventory: 7, usage: 2, assess: 4 } },
    })
    const expected = await deployed.audited()
    expect(expected.rows.length).toBeGreaterThan(20)
    expect(await deployed.tables()).toEqual(expected)
  })

  it('logs JSON with run, scope and stage, and no secret', async () => {
    deployed.cloud.setFaults([{ where: { action: 'AssumeRole' }, effect: { kind: 'denied' } }])
    const credentials = { accessKeyId: 'LTAIauditor1000000000000001', accessKeySecret: 'secret-of-1000000000000001' }
    const attempt = await deployed.invoke('inventory', { credentials, env: WEEK })
    expect(attempt).toMatchObject({ outcome: 'returned', value: { status: 'done' } })
    const run = (attempt.outcome === 'returned' && (attempt.value as { run: string }).run) || 'none'
    expect(attempt.logs).toContainEqual(
      expect.objectContaining({
        level: 'error',
        stage: 'inventory',
        run,
        message: expect.stringMatching(/AssumeRole.*RAM|AssumeRole.*Allow/),
      }),
    )
    expect(attempt.logs).toContainEqual(
      expect.objectContaining({ level: 'debug', stage: 'assess', run, scope: '1000000000000001:cn-shanghai' }),
    )
    expect(attempt.output.split('\n').filter((line) => !line.startsWith('{'))).toEqual([''])
    expect(attempt.output).not.toContain(credentials.accessKeySecret)
    expect(attempt.output).not.toMatch(/CAIS|DeprecationWarning/)
  })

  it('ends as an audit does when one scope is done by itself, and the rest by another function', async () => {
    const expected = await deployed.audited(WEEK)
    await deployed.afterNight()
    const before = deployed.cloud.count()
    const again = await deployed.invoke('assess', { env: WEEK })
    expect(again).toMatchObject({ value: { status: 'done', jobs: { inventory: 0, usage: 0, assess: 4 } } })
    expect(
      deployed.cloud.calls.slice(before).filter(({ service }) => service === 'kms' || service === 'actiontrail'),
    ).toEqual([])
    expect(await deployed.tables()).toEqual(expected)
  })
})
