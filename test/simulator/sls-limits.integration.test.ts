import { describe, expect, test } from 'vitest'
import { FROM, loggedWorld, openLogs, TO } from '../support/cloud/logs.ts'
import { ago } from '../support/cloud/lookups.ts'

const MANY = Array.from({ length: 200 }, (_, index) => ago(index + 1))
const COUNT = 'select count(*) as n'

describe('standard SQL cuts at what it may read', () => {
  const opened = () => openLogs(loggedWorld(MANY, { store: { shardCount: 2, scanLimit: { rows: 60 } } }))

  test('and says so; half of the time is complete', async () => {
    const { ask } = await opened()
    const whole = await ask(`* | ${COUNT}`)
    expect(whole.meta).toMatchObject({ progress: 'Incomplete', processedRows: 120 })
    expect(whole.body).toMatchObject({ data: [{ n: '120' }] })
    let sum = 0
    for (const [from, to] of [
      [FROM, TO - 100],
      [TO - 100, TO],
    ]) {
      const half = await ask(`* | ${COUNT}`, { from, to })
      expect(half.meta.progress).toBe('Complete')
      sum += Number((half.body as { data: { n: string }[] }).data[0]?.n)
    }
    expect(sum).toBe(200)
  })

  test('which dedicated and completely accurate SQL do not', async () => {
    const { ask } = await opened()
    const complete = { meta: { progress: 'Complete', processedRows: 200 }, body: { data: [{ n: '200' }] } }
    expect(await ask(`* | ${COUNT}`, { powerSql: true })).toMatchObject(complete)
    expect(await ask(`* | set session parallel_sql=true; ${COUNT}`)).toMatchObject(complete)
    expect(await ask(`* | set session allow_incomplete=false; ${COUNT}`)).toMatchObject(complete)
    const slow = 'set session allow_incomplete=false; set session query_max_run_time=55s;'
    expect(await ask(`* | ${slow} ${COUNT}`)).toMatchObject(complete)
    expect(await ask(`* | ${COUNT}`, { session: 'allow_incomplete=false' })).toMatchObject(complete)
    expect((await ask(`* | set session allow_incomplete=true; ${COUNT}`)).meta.progress).toBe('Incomplete')
  })

  test('counted in bytes of the columns that it names', async () => {
    const { ask } = await openLogs(loggedWorld(MANY, { store: { shardCount: 1, scanLimit: { bytes: 200 * 16 } } }))
    expect((await ask(`* | ${COUNT}`)).meta).toMatchObject({ progress: 'Complete', processedBytes: 200 * 8 })
    const agents = 'select "event.userAgent" as a, count(*) as n group by a'
    expect((await ask(`* | ${agents}`)).meta).toMatchObject({ progress: 'Incomplete' })
  })
})

test('without LIMIT there are 100 rows', async () => {
  const { rows, ask } = await openLogs(loggedWorld(MANY))
  const sql = '* | select "event.eventId" as e'
  expect(await rows(sql)).toHaveLength(100)
  expect((await ask(sql)).meta).toMatchObject({ limited: 100, progress: 'Complete', count: 100 })
  expect(await rows(`${sql} limit 1000000`)).toHaveLength(200)
  expect(await rows(`${sql} order by __time__ limit 150, 1000`)).toHaveLength(50)
  expect((await ask(`${sql} limit 150`, { line: 10, offset: 10 })).meta).toMatchObject({ limited: 0, count: 150 })
})

describe('queries at once', () => {
  const codes = async (query: string, times: number, more = {}) => {
    const { ask } = await openLogs(loggedWorld(MANY), { logQueryTime: 500 })
    const answers = await Promise.all(Array.from({ length: times }, () => ask(query, more)))
    return answers.map(({ code }) => code).sort()
  }
  const oneTooMany = (most: number) => [...Array.from({ length: most }, () => ''), 'ExceedQuota']

  test('are 15 of standard SQL', async () => {
    expect(await codes(`* | ${COUNT}`, 16)).toEqual(oneTooMany(15))
  })

  test('are 5 of completely accurate SQL', async () => {
    expect(await codes(`* | set session allow_incomplete=false; ${COUNT}`, 6)).toEqual(oneTooMany(5))
  })

  test('are more of dedicated SQL and of searches', async () => {
    expect(new Set(await codes(`* | ${COUNT}`, 16, { powerSql: true }))).toEqual(new Set(['']))
    expect(new Set(await codes('*', 16))).toEqual(new Set(['']))
  })
})
