import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runJobs } from '../../functions/run/dispatch.ts'
import { reassessJobs, resumeJobs } from '../../functions/run/resume.ts'
import type { Job } from '../../functions/run/services.ts'
import { HOUR, iso, MINUTE } from '../../shared/domain/time.ts'
import { type SimulatedCloud, startCloud } from '../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { DEFAULT_ACCOUNT } from '../../simulator/cloud/world.ts'
import { NOW } from '../support/functions/a-company.ts'
import { Laboratory } from '../support/functions/run-night.ts'
import { group, groupVariables, SUBSIDIARY } from '../support/platform/group.ts'

let now = NOW
let cloud: SimulatedCloud
let laboratory: Laboratory
beforeEach(async () => {
  now = NOW
  cloud = await startCloud(group(), { clock: () => now, quotas: NO_QUOTAS })
  laboratory = await Laboratory.open()
})
afterEach(async () => {
  await cloud.close()
  await laboratory.close()
})

const env = () => ({ ...groupVariables(cloud), CMK_OBSERVATION_DAYS: '10' })
const starts = (find: typeof resumeJobs) => laboratory.work(cloud, { now, env: env() }, find)
const told = (jobs: readonly Job[]) => jobs.map(({ stage, accountId, asOf }) => [stage, accountId, asOf])
const asOf = (at: number) => iso(at - 15 * MINUTE)

describe('who goes on with a night', () => {
  it('starts one where none has been', async () => {
    expect(told(await starts(resumeJobs))).toEqual([['inventory', undefined, asOf(NOW)]])
  })

  it('finds nothing to do after a whole one', async () => {
    await laboratory.night(cloud, { now, env: env() })
    now += 2 * HOUR
    expect(await starts(resumeJobs)).toEqual([])
  })

  it('starts one where the last is from the day before, or from the afternoon', async () => {
    await laboratory.night(cloud, { now, env: env() })
    now += 11 * HOUR
    expect(told(await starts(resumeJobs))).toEqual([['inventory', undefined, asOf(now)]])
  })

  it('starts one for an account that could not be entered when the others were audited, and lists nothing twice', async () => {
    cloud.setFaults([{ where: { action: 'AssumeRole' }, effect: { kind: 'denied' } }])
    await laboratory.night(cloud, { now, env: env() })
    cloud.setFaults([])
    now += HOUR
    const jobs = await starts(resumeJobs)
    expect(told(jobs)).toEqual([['inventory', SUBSIDIARY, asOf(now)]])
    const before = cloud.count({ accountId: DEFAULT_ACCOUNT, service: 'kms' })
    await laboratory.work(cloud, { now, env: env() }, (services) => runJobs(jobs, services))
    expect(cloud.count({ accountId: DEFAULT_ACCOUNT, service: 'kms' })).toBe(before)
    expect((await laboratory.row('key-subsidiary')).checkedAt).toBe(asOf(now))
  })
})

describe('reassessment', () => {
  it('takes every scope of the last night, a day later too', async () => {
    await laboratory.night(cloud, { now, env: env() })
    now += 20 * HOUR
    expect(told(await starts(reassessJobs))).toEqual([
      ...[0, 1].map(() => ['assess', DEFAULT_ACCOUNT, asOf(NOW)]),
      ...[0, 1].map(() => ['assess', SUBSIDIARY, asOf(NOW)]),
    ])
  })
})
