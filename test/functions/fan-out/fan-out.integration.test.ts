import { afterEach, describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../../shared/domain/time.ts'
import type { Fault } from '../../../simulator/cloud/faults/fault.ts'
import { DEFAULT_ACCOUNT } from '../../../simulator/cloud/world.ts'
import type { Fate } from '../../../simulator/platform/function-host.ts'
import { NOW } from '../../support/functions/a-company.ts'
import { DISPATCHES, FanOutLab, type LabOptions } from '../../support/functions/fan-out-lab.ts'
import { Life } from '../../support/functions/mortal.ts'
import { accountsOf, oneProcess, spreadCompany, TWO_DAYS } from '../../support/functions/spread-company.ts'

let opened: FanOutLab | undefined
afterEach(async () => {
  await opened?.close()
  opened = undefined
})

async function open(options: LabOptions = {}, company = spreadCompany()): Promise<FanOutLab> {
  opened = await FanOutLab.open(company, { ...options, env: { ...TWO_DAYS, ...options.env } })
  return opened
}

const stages = (lab: FanOutLab) => lab.cloud.tasks.map(({ functionName }) => functionName.replace('cmk-readiness-', ''))

describe.each(DISPATCHES)('a night that is spread over functions of %s', (dispatch) => {
  const env = { CMK_DISPATCH: dispatch }

  it('leaves the tables of one process, with one invocation a job', async () => {
    const lab = await open({ env })
    expect(await lab.night()).toEqual(await oneProcess())
    expect(stages(lab)).toEqual(['inventory', 'inventory', 'usage', 'assess', 'assess'])
    expect(lab.cloud.tasks.map(({ state, runs }) => [state, runs])).toEqual(Array(5).fill(['Succeeded', 1]))
  })
})

describe('a dispatch that', () => {
  it.each([
    ['is told twice', { kind: 'after', answer: { kind: 'reset' } }, { every: 2 }],
    // Six attempts at each of two dispatches: whoever dispatches fails, and is repeated.
    ['fails for good, once', { kind: 'html', status: 502 }, { to: 12 }],
  ] satisfies [string, Fault['effect'], Fault['where']][])(
    '%s leaves the tables of one process',
    async (_, effect, where) => {
      const lab = await open()
      lab.cloud.setFaults([{ where: { action: 'InvokeFunction', ...where }, effect }])
      expect(await lab.night()).toEqual(await oneProcess())
      expect(stages(lab)).toHaveLength(5)
    },
  )
})

describe('a queue that', () => {
  it.each([
    ['loses every third invocation', (nth) => (nth % 3 === 0 ? 'lost' : 'runs')],
    ['loses the first four', (nth) => (nth <= 4 ? 'lost' : 'runs')],
    ['runs each twice', () => 'doubled'],
    ['delays every second, and runs the others twice,', (nth) => (nth % 2 === 0 ? 'delayed' : 'doubled')],
  ] satisfies [string, (nth: number) => Fate][])('%s leaves the tables of one process', async (_, fate) => {
    let nth = 0
    const lab = await open({ host: { fate: () => fate(++nth) } })
    expect(await lab.night()).toEqual(await oneProcess())
  })
})

describe('functions that are killed', () => {
  it('at each of their calls, one after the other, leave the tables of one process', async () => {
    // Each run lives for one call longer than the one before, from the first on again where another job comes.
    let lived = 0
    let job = ''
    const lab = await open(
      {
        retries: 1_000,
        lifeOf: (_, what) => {
          lived = job === what ? lived + 1 : 1
          job = what
          return new Life(lived)
        },
      },
      spreadCompany(['cn-hangzhou']),
    )
    expect(await lab.night()).toEqual(await oneProcess(['cn-hangzhou']))
    expect(lab.invocations).toBeGreaterThan(90)
    expect(stages(lab)).toEqual(['inventory', 'usage', 'assess'])
  })

  it.each([
    // The invocation: the night, the lists of two regions, the reading, the judging of two regions. And how many calls it lives for.
    [1, 3],
    [1, 28],
    [2, 9],
    [3, 31],
    [4, 40],
    [5, 12],
    [6, 44],
  ])('and repeated by the timers alone, in invocation %i at call %i, leave them', async (which, calls) => {
    const lab = await open({ retries: 0, lifeOf: (nth) => new Life(nth === which ? calls : Number.POSITIVE_INFINITY) })
    const { rows, ...rest } = await lab.night()
    const expected = await oneProcess()
    // Where it died before it had a plan, the night is a later one.
    const verdicts = (all: typeof rows) => all.map(({ keyId, verdict }) => [keyId, verdict])
    if (calls === 3) expect(verdicts(rows)).toEqual(verdicts(expected.rows))
    else expect({ rows, ...rest }).toEqual(expected)
  })
})

describe('what is under way', () => {
  it('begins each day with another account, so that none is always the last', async () => {
    const env = { CMK_FANOUT: '1,1', CMK_ACCOUNTS: accountsOf(3) }
    const orderOf = async (day: number) => {
      const lab = await open({ env }, spreadCompany(['cn-hangzhou'], 3))
      lab.now += day * DAY
      await lab.timer('night')
      const accounts = lab.cloud.tasks.map(({ payload }) => JSON.parse(payload).accountId as string)
      await lab.close()
      return [...new Set(accounts)]
    }
    const orders: string[][] = []
    for (const day of [0, 1, 2]) orders.push(await orderOf(day))
    opened = undefined
    expect(orders.map((order) => new Set(order).size)).toEqual([4, 4, 4])
    expect(new Set(orders.map(([first]) => first)).size).toBe(3)
    for (const order of orders) {
      // In a circle: behind the last one the first one comes.
      const at = order.indexOf([...order].sort()[0] ?? '')
      expect([...order.slice(at), ...order.slice(0, at)]).toEqual([...order].sort())
    }
  })

  it('is never more than CMK_FANOUT says, of all and of one account, and all accounts come to an end', async () => {
    const lab = await open({ env: { CMK_FANOUT: '4,2', CMK_ACCOUNTS: accountsOf(2) } }, spreadCompany(undefined, 2))
    const { rows } = await lab.night()
    expect(lab.most).toEqual({ total: 4, account: 2 })
    expect(rows).toHaveLength(6)
    expect(stages(lab)).toHaveLength(15)
    expect(await lab.isOpen()).toBe(false)
  })

  it('is not changed by a storm of duplicates, nor are the tables', async () => {
    const lab = await open()
    await lab.night()
    const tables = await lab.written()
    const before = lab.cloud.count({ service: 'kms' }) + lab.cloud.count({ service: 'actiontrail' })
    const tasks = lab.cloud.tasks
    await Promise.all([...tasks, ...tasks, ...tasks].map((task) => lab.invoke(task)))
    await lab.drain()
    expect(lab.cloud.tasks).toHaveLength(tasks.length)
    expect(lab.cloud.count({ service: 'kms' }) + lab.cloud.count({ service: 'actiontrail' })).toBe(before)
    expect(await lab.written()).toEqual(tables)
  })

  it('is gone on with where the night is started twice', async () => {
    const lab = await open({ host: { fate: () => 'lost' } })
    await lab.timer('night')
    await lab.timer('night')
    expect(stages(lab)).toEqual(['inventory', 'inventory'])
  })

  it('is judged once more where that is asked, by what is stored', async () => {
    const lab = await open()
    await lab.night()
    const before = lab.cloud.count({ service: 'kms' })
    lab.now += HOUR
    await lab.timer('reassessment')
    expect(stages(lab).slice(5)).toEqual(['assess', 'assess'])
    expect(lab.cloud.count({ service: 'kms' })).toBe(before)
    expect(await lab.written()).toEqual(await oneProcess())
  })
})

describe('a job', () => {
  it('that has no time to read goes on in further invocations, and is judged when it has read all', async () => {
    // The first is the night, two list, and three may not read.
    const lab = await open({ readingTime: (nth) => (nth > 3 && nth <= 6 ? 0 : Number.POSITIVE_INFINITY) })
    expect(await lab.night()).toEqual(await oneProcess())
    expect(stages(lab)).toEqual(['inventory', 'inventory', 'usage', 'usage', 'usage', 'usage', 'assess', 'assess'])
  })

  it('that is stopped at its deadline lets go and is done by another invocation', async () => {
    const lab = await open({ stopsOf: (nth) => (nth === 2 || nth === 5 ? 3 : Number.POSITIVE_INFINITY) })
    expect(await lab.night()).toEqual(await oneProcess())
    const attempts = lab.cloud.tasks.map(({ functionName, id }) => [
      functionName.split('-').at(-1),
      id.split('-').at(-1),
    ])
    expect(attempts.filter(([, attempt]) => attempt === '2').map(([stage]) => stage)).toEqual(['inventory', 'usage'])
  })

  it('that has failed for good is done by another invocation at once, and given up by name after five', async () => {
    const lab = await open({ host: { fate: ({ id }) => (/^inventory-.*-shanghai/.test(id) ? 'lost' : 'runs') } })
    await lab.timer('night')
    for (const attempt of [1, 2, 3, 4, 5]) {
      const failed = lab.cloud.tasks.find(({ id }) => new RegExp(`shanghai-.*-${attempt}$`).test(id))
      if (!failed) throw new Error(`there is no attempt ${attempt}`)
      await lab.invoke({ ...failed, functionName: 'cmk-readiness-usage' }, true)
      await lab.drain()
    }
    expect(stages(lab)).toEqual([...Array(6).fill('inventory'), 'usage', 'assess'])
    expect((await lab.written()).rows.map(({ region }) => region)).toEqual(['cn-hangzhou'])
    expect(await lab.isOpen()).toBe(false)
  })

  it.each([
    ['usage', ['unknown', 'unknown']],
    ['inventory', []],
    ['assess', []],
  ])('of %s that always gets lost is given up by name, and the rest is done', async (stage, verdicts) => {
    const lab = await open({ host: { fate: ({ functionName }) => (functionName.endsWith(stage) ? 'lost' : 'runs') } })
    const { rows } = await lab.night(5)
    expect(rows.map(({ verdict }) => verdict)).toEqual(verdicts)
    expect(await lab.isOpen()).toBe(false)
    const told = await lab.diagnostics()
    expect(told).toContainEqual(
      expect.objectContaining({ stage, fatal: true, message: { id: 'job-lost', params: { stage, attempts: 5 } } }),
    )
  })
})

describe('a target that is not there', () => {
  it.each([
    ['fc3:cn-shanghai', 'cmk-readiness-inventory, cmk-readiness-usage, cmk-readiness-assess'],
    ['fc2:cn-hangzhou/other', 'cmk-readiness-inventory, cmk-readiness-usage, cmk-readiness-assess'],
  ])('%s is told in one line before any work', async (dispatch, missing) => {
    const lab = await open({ env: { CMK_DISPATCH: dispatch } })
    const { error } = await lab.timer('night')
    expect(String(error)).toContain(`CMK_DISPATCH is ${dispatch}, and there is no function ${missing} there`)
    expect(lab.cloud.count({ service: 'kms' })).toBe(0)
    expect(await lab.diagnostics()).toEqual([
      expect.objectContaining({
        ...{
          accountId: DEFAULT_ACCOUNT,
          action: 'GetFunction',
          fatal: true,
          advice: { id: 'function-missing', params: {} },
        },
        message: { id: 'functions-missing', params: { place: dispatch, names: missing } },
      }),
    ])
  })

  it('is told by the functions that it lacks', async () => {
    const lab = await open({ deployed: ['inventory', 'assess'] })
    expect(String((await lab.timer('night')).error)).toContain('no function cmk-readiness-usage there')
  })

  it('that may not be asked for is tried, and its refusal ends the night with what to allow', async () => {
    const lab = await open()
    lab.cloud.setFaults([{ where: { service: 'fc' }, effect: { kind: 'denied' } }])
    expect(String((await lab.timer('night')).error)).toMatch(
      /Allow the function's role fc:InvokeFunction on the functions of the stages/,
    )
    const refused = expect.objectContaining({
      action: 'InvokeFunction',
      code: 'AccessDenied',
      status: 'denied',
      fatal: true,
    })
    expect(await lab.diagnostics()).toContainEqual(refused)
    lab.cloud.setFaults([])
    lab.now = NOW + 20 * MINUTE
    await lab.timer('rest')
    expect(await lab.written()).toEqual(await oneProcess())
    expect(await lab.diagnostics()).not.toContainEqual(refused)
  })
})
