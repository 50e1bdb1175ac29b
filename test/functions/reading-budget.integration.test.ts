import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runJob } from '../../functions/run/dispatch.ts'
import { newRun, resumeJobs } from '../../functions/run/resume.ts'
import type { Job, Services } from '../../functions/run/services.ts'
import { HOUR, MINUTE } from '../../shared/domain/time.ts'
import { accountScope, ScopeProgress } from '../../shared/store/scope-progress.ts'
import { type SimulatedCloud, startCloud } from '../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { DEFAULT_ACCOUNT } from '../../simulator/cloud/world.ts'
import { NOW } from '../support/functions/a-company.ts'
import { Laboratory } from '../support/functions/run-night.ts'
import { spreadCompany, TWO_DAYS } from '../support/functions/spread-company.ts'

const BUDGET = 180 * MINUTE
const night = newRun(NOW)
const reading: Job = { ...night, stage: 'usage', accountId: DEFAULT_ACCOUNT }

let now = NOW
let cloud: SimulatedCloud
let laboratory: Laboratory
beforeEach(async () => {
  now = NOW
  cloud = await startCloud(spreadCompany(), { clock: () => now, quotas: NO_QUOTAS })
  laboratory = await Laboratory.open()
  await work(async (services) => {
    const [account] = await runJob(night, services)
    const regions = account ? await runJob(account, services) : []
    for (const job of regions) await runJob(job, services)
  })
})
afterEach(async () => {
  await cloud.close()
  await laboratory.close()
})

const work = <T>(task: (services: Services) => Promise<T>) => laboratory.work(cloud, { now, env: TWO_DAYS }, task)
const lookups = () => cloud.count({ action: 'LookupEvents' })
const account = ({ store }: Services) => new ScopeProgress(store, accountScope(DEFAULT_ACCOUNT))
const mark = () => work((services) => account(services).usageMark(night.run))
/** What the readings of the night before have left. */
const haveRead = (readFor: number) =>
  work((services) =>
    account(services).putUsageMark({ run: night.run, asOf: night.asOf, complete: false, pass: 1, readFor }),
  )

describe('the budget of a night', () => {
  it.each([4, 12, 19])(
    'is not used up by waiting: an account whose turn comes after %d hours is read',
    async (hours) => {
      now += hours * HOUR
      await work((services) => runJob(reading, services))
      expect(await mark()).toMatchObject({ complete: true, pass: 1 })
      expect(lookups()).toBeGreaterThan(0)
    },
  )

  it('is what all readings of an account take together', async () => {
    await haveRead(BUDGET)
    const before = lookups()
    await work((services) => runJob(reading, services))
    expect(lookups()).toBe(before)
    expect(await mark()).toMatchObject({ complete: false, pass: 2, readFor: BUDGET })
  })

  it('ends with the night: what comes after 20 hours is the next one’s', async () => {
    now += 21 * HOUR
    const before = lookups()
    await work((services) => runJob(reading, services))
    expect(lookups()).toBe(before)
    expect(await mark()).toMatchObject({ complete: false })
  })
})

describe('who goes on with the night', () => {
  const stages = async () => (await work(resumeJobs)).map(({ stage }) => stage)

  it('reads on where something of the budget is left', async () => {
    await haveRead(BUDGET - MINUTE)
    expect(await stages()).toEqual(['usage'])
  })

  it('does not where nothing is: it would read nothing, and judge everything again', async () => {
    await haveRead(BUDGET)
    expect(await stages()).toEqual(['assess', 'assess'])
  })
})
