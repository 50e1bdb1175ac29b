import { describe, expect, it } from 'vitest'
import { deployedFunction } from '../../simulator/cloud/fc/deployed-function.ts'
import { runTasks } from '../../simulator/platform/function-host.ts'
import { NOW } from '../support/functions/a-company.ts'
import { Deployment } from '../support/platform/deployment.ts'

const deployed = new Deployment()
const STAGES = ['inventory', 'usage', 'assess']
const TWO_DAYS = { CMK_OBSERVATION_DAYS: '2' }
const SERVICE = 'cmk-readiness-auditor'

/** The built functions with the role that the templates give them, which may call each other and nothing else. */
function deploy(dispatch: string, stages = STAGES): void {
  const names = stages.map((stage) => `cmk-readiness-${stage}`)
  const settings = { retries: 1, ...(dispatch.startsWith('fc2') ? { service: SERVICE } : {}) }
  deployed.cloud.world.accounts[0]?.regions['cn-hangzhou']?.functions.push(
    ...names.map((name) => deployedFunction(name, settings)),
  )
}

describe('a night that is spread over the built functions', () => {
  it('leaves the tables of an audit', async () => {
    deploy('fc3:cn-hangzhou')
    const env = { ...TWO_DAYS, CMK_DISPATCH: 'fc3:cn-hangzhou' }
    const first = await deployed.invoke('inventory', { env })
    expect(first).toMatchObject({ outcome: 'returned', value: { status: 'done', dispatched: 4 } })
    const looks = () => deployed.cloud.count({ action: 'DescribeTable' })
    const before = looks()
    await runTasks(deployed.cloud, {
      clock: () => NOW,
      instances: 2,
      run: async ({ functionName, payload }) => {
        const { outcome } = await deployed.invoke(functionName.replace('cmk-readiness-', ''), { env, event: payload })
        return outcome
      },
    })
    expect(deployed.cloud.tasks.map(({ state, runs }) => [state, runs])).toEqual(Array(10).fill(['Succeeded', 1]))
    expect(deployed.cloud.calls.filter(({ service, status }) => service === 'fc' && status >= 400)).toEqual([])
    // An instance of Tablestore answers 10 of these a second, whoever asks.
    expect(looks()).toBe(before)
    expect(await deployed.tables()).toEqual(await deployed.audited(TWO_DAYS))
  }, 120_000)

  it('begins in a service of 2.0 as well', async () => {
    deploy(`fc2:cn-hangzhou/${SERVICE}`)
    const env = { ...TWO_DAYS, CMK_DISPATCH: `fc2:cn-hangzhou/${SERVICE}` }
    expect(await deployed.invoke('inventory', { env })).toMatchObject({ value: { status: 'done', dispatched: 4 } })
    expect(deployed.cloud.tasks.map(({ service, functionName }) => [service, functionName])).toEqual(
      Array(4).fill([SERVICE, 'cmk-readiness-inventory']),
    )
  })

  it('says in one line which function is missing, before any work', async () => {
    deploy('fc3:cn-hangzhou', ['inventory', 'assess'])
    const env = { ...TWO_DAYS, CMK_DISPATCH: 'fc3:cn-hangzhou' }
    const attempt = await deployed.invoke('inventory', { env, retries: 1 })
    const lacks = /CMK_DISPATCH is fc3:cn-hangzhou, and there is no function cmk-readiness-usage there/
    const value = { status: 'failed', error: expect.stringMatching(lacks) }
    expect(attempt).toMatchObject({ outcome: 'returned', value })
    expect(deployed.cloud.count({ service: 'kms' })).toBe(0)
  })
})
