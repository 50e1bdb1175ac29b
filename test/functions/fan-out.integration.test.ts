import { afterEach, describe, expect, it } from 'vitest'
import { DAY, HOUR, iso } from '../../shared/domain/time.ts'
import { account, region, type World, world } from '../../simulator/cloud/world.ts'
import { signOfLife } from '../../simulator/cloud/world-events.ts'
import { hoursAgo, NOW, named } from '../support/functions/a-company.ts'
import { DISPATCHES, FanOutLab, type LabOptions } from '../support/functions/fan-out-lab.ts'
import { Laboratory } from '../support/functions/run-night.ts'
import { startCloud } from '../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import type { Tables } from '../support/functions/tables-of.ts'
import { Life } from '../support/functions/mortal.ts'

const TWO_DAYS = { CMK_OBSERVATION_DAYS: '2', CMK_OWN_CIDRS: '198.51.100.0/24' }

function company(): World {
  const used = hoursAgo(5, { eventId: 'used', eventName: 'Decrypt', requestParameters: { KeyId: 'key-one' } })
  const here = region({ keys: [named('one')], events: [signOfLife(iso(NOW - DAY)), used] })
  const there = region({ keys: [named('two')], events: [signOfLife(iso(NOW - DAY), { acsRegion: 'cn-shanghai' })] })
  return world({ accounts: [account({ regions: { 'cn-hangzhou': here, 'cn-shanghai': there } })] })
}

let lab: FanOutLab | undefined
afterEach(async () => {
  await lab?.close()
  lab = undefined
})

async function open(options: LabOptions = {}, there = company()): Promise<FanOutLab> {
  lab = await FanOutLab.open(there, { ...options, env: { ...TWO_DAYS, ...options.env } })
  return lab
}

let whole: Promise<Tables> | undefined
/** What a night in one process leaves. */
function expected(): Promise<Tables> {
  whole ??= (async () => {
    const cloud = await startCloud(company(), { clock: () => NOW, quotas: NO_QUOTAS, recordCalls: false })
    const laboratory = await Laboratory.open()
    await laboratory.night(cloud, { now: NOW, env: TWO_DAYS })
    const tables = await laboratory.tables()
    await cloud.close()
    await laboratory.close()
    return tables
  })()
  return whole
}

describe.each(DISPATCHES)('a night that is spread over functions of %s', (dispatch) => {
  it('leaves the tables of one process, with one invocation a job', async () => {
    const t = performance.now()
    const { night, ...all } = await open({ env: { CMK_DISPATCH: dispatch } })
    const tables = await (lab as FanOutLab).night()
    console.log(performance.now() - t, (lab as FanOutLab).invocations, (lab as FanOutLab).cloud.tasks.map((x) => [x.id, x.state, x.runs]))
    expect(tables).toEqual(await expected())
  })
})
