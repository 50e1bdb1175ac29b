import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lostJob } from '../../functions/run/fan-out/give-up.ts'
import { message } from '../../shared/domain/messages/message.ts'
import { inEnglish } from '../../shared/domain/messages/text-in.ts'
import { HOUR, iso } from '../../shared/domain/time.ts'
import type { SimulatedCloud } from '../../simulator/cloud/cloud.ts'
import { tablestore } from '../../simulator/cloud/tablestore/instance.ts'
import { runCli } from '../support/cli/run-cli.ts'
import { cloudFor, company, doctor } from '../support/cli/run-doctor.ts'
import { seededStore, temporaryFolder } from '../support/cli/seeded-store.ts'
import { PLACES } from '../support/deploy/places.ts'
import { deletions, STORE, statementsOf, twoAccounts } from '../support/deploy/two-accounts.ts'
import { leaping } from '../support/leaping-clock.ts'
import { row } from '../support/rows.ts'

const ALL = ['readiness', 'usage', 'history', 'progress', 'marks']
/** An audit that reads little and waits for nothing. */
const SHORT = {
  ...{ CMK_REGIONS: 'cn-hangzhou', CMK_OBSERVATION_DAYS: '2' },
  ...{ CMK_KMS_QPS: '500', CMK_TRAIL_QPS: '500' },
}

describe('doctor on a SQLite file', () => {
  it('looks at a table, says how the last night went, and leaves every byte as it was', async () => {
    const cwd = await seededStore({ rows: [row()] })
    const before = await readFile(join(cwd, 'cmk-readiness.db'))
    const { status, of } = await doctor(await cloudFor(), { cwd })
    expect(status).toBe(0)
    expect(of('store')).toMatchObject([{ status: 'ok', what: expect.stringContaining('is intact and writable') }])
    expect(of('last night')).toMatchObject([{ status: 'warning', advice: expect.stringContaining('Run audit') }])
    expect((await readFile(join(cwd, 'cmk-readiness.db'))).equals(before)).toBe(true)
    // The engine keeps a log beside a file that it reads.
    expect((await readdir(cwd)).filter((name) => !/-(wal|shm)$/.test(name))).toEqual(['cmk-readiness.db'])
  })

  it('says that the last night is done', async () => {
    const cloud = await cloudFor()
    const cwd = await temporaryFolder()
    const env = { ...cloud.environment(), ...SHORT }
    expect((await runCli(['audit'], { cwd, env, clock: Date.now })).status).toBe(0)
    expect((await doctor(cloud, { cwd })).of('last night')).toMatchObject([
      { status: 'ok', what: expect.stringContaining('finished') },
    ])
  })

  it.each([
    ['a region', 'cn-hangzhou', 'inventory'],
    ['an account', undefined, 'usage'],
  ] as const)('names %s whose job a night that is done gave up', async (_, region, stage) => {
    const now = Date.now()
    const asOf = iso(now - HOUR)
    const { accountId } = row()
    const job = { run: 'run', asOf, stage, accountId, ...(region === undefined ? {} : { region }) }
    const cwd = await seededStore({ rows: [row({ checkedAt: asOf })], diagnostics: [lostJob(job)], lastRun: asOf })
    const { status, of } = await doctor(await cloudFor(), { cwd })
    expect(status).toBe(0)
    const place = region === undefined ? accountId : `${accountId} ${region}`
    const [told, ...more] = of('last night')
    expect(more).toEqual([])
    expect(told).toMatchObject({
      status: 'warning',
      what: `finished, but it could not judge ${place}: The job ${stage} was dispatched 5 times and has not come to an end.`,
      advice: inEnglish(message('find-lost-job')),
    })
  })

  it('refuses what is no store, or is broken, with status 1', async () => {
    const cwd = await temporaryFolder()
    await writeFile(join(cwd, 'cmk-readiness.db'), 'not a database'.repeat(50))
    const foreign = await doctor(await cloudFor(), { cwd })
    expect(foreign.status).toBe(1)
    expect(foreign.of('store')).toMatchObject([
      {
        status: 'failed',
        what: expect.stringContaining('is not a store'),
        advice: expect.stringContaining('Set CMK_STORE'),
        fatal: true,
      },
    ])
    const damaged = await seededStore({ rows: Array.from({ length: 200 }, (_, at) => row({ keyId: `key-${at}` })) })
    const file = join(damaged, 'cmk-readiness.db')
    const bytes = await readFile(file)
    await writeFile(file, bytes.fill(0xff, 8_192, 24_576))
    const { status, of } = await doctor(await cloudFor(), { cwd: damaged })
    expect(status).toBe(1)
    expect(of('store')).toMatchObject([{ status: 'failed', what: expect.stringContaining('is damaged') }])
    expect((await readFile(file)).equals(bytes)).toBe(true)
  })

  it('says that it could not be made', async () => {
    const cwd = await temporaryFolder()
    await writeFile(join(cwd, 'file'), '')
    const { status, of } = await doctor(await cloudFor(), { cwd, env: { CMK_STORE: 'sqlite:file/store.db' } })
    expect(status).toBe(1)
    expect(of('store')).toMatchObject([{ status: 'failed', advice: expect.stringContaining('Check the path') }])
    const deep = await doctor(await cloudFor(), { cwd, env: { CMK_STORE: 'sqlite:a/b/store.db' } })
    expect(deep.of('store')).toMatchObject([{ status: 'ok', what: expect.stringContaining('audit creates it') }])
    expect(await readdir(cwd)).toEqual(['file'])
  })

  // Nothing is forbidden to root.
  it.skipIf(process.getuid?.() === 0)('says that it may not be written', async () => {
    const cwd = await temporaryFolder()
    await mkdir(join(cwd, 'closed'))
    await chmod(join(cwd, 'closed'), 0o500)
    const { of } = await doctor(await cloudFor(), { cwd, env: { CMK_STORE: 'sqlite:closed/store.db' } })
    expect(of('store')).toMatchObject([{ status: 'failed', what: expect.stringContaining('EACCES') }])
  })
})

const GRANTED = { auditor: statementsOf('auditor'), audited: statementsOf('audited') }
const TABLES = { CMK_STORE: STORE, CMK_REGIONS: 'cn-hangzhou' }
const DENIABLE = deletions('auditor').filter(({ name }) => /^(make-tables|wait-for-marks|write-evidence)/.test(name))

/** The tables as a night would have made them, with nothing in them. */
async function tablesIn(cloud: SimulatedCloud): Promise<void> {
  const { openStore } = await import('../../shared/store/open-store.ts')
  const { ownCredentials } = await import('../../shared/cloud/own-credentials.ts')
  const config = { kind: 'tablestore', endpoint: cloud.endpoints.tablestore, instance: PLACES.instance } as const
  await openStore(config, { mode: 'write', credentials: ownCredentials(cloud.environment()) })
}

describe('doctor on Tablestore', () => {
  it('says which tables are missing, and makes none', async () => {
    const cloud = await cloudFor(twoAccounts(GRANTED))
    const { status, of } = await doctor(cloud, { env: TABLES })
    expect(status).toBe(0)
    expect(of('store')).toMatchObject([{ status: 'ok', what: expect.stringContaining(ALL.join(', ')) }])
    expect(cloud.count({ action: 'CreateTable' })).toBe(0)
  })

  it('tries every permission of the auditor on its tables, and writes nothing', async () => {
    const cloud = await cloudFor(twoAccounts(GRANTED))
    await tablesIn(cloud)
    const made = cloud.calls.length
    const { status, of } = await doctor(cloud, { env: TABLES })
    expect(status).toBe(0)
    expect(of('store')).toMatchObject([{ status: 'ok', what: expect.stringContaining('nothing was written') }])
    expect(of('last night')).toMatchObject([{ status: 'ok', what: 'no audit has run yet' }])
    const called = cloud.calls.slice(made).filter(({ service }) => service === 'tablestore')
    expect(called.reduce((sum, { rowsWritten }) => sum + rowsWritten, 0)).toBe(0)
    for (const table of ALL) expect(cloud.table(table).rows()).toEqual([])
    for (const action of ['DescribeTable', 'GetRow', 'GetRange', 'PutRow', 'UpdateRow', 'BatchWriteRow'])
      expect(called.some((call) => call.action === action)).toBe(true)
  })

  it.concurrent.for(DENIABLE)('names what $name lacks', async ({ left, missing }, { expect: check }) => {
    const cloud = await cloudFor(twoAccounts(GRANTED))
    await tablesIn(cloud)
    for (const { accessKeys } of cloud.world.accounts) for (const each of accessKeys) each.policy = left
    const { status, of } = await doctor(cloud, { env: TABLES })
    const named = of('store').flatMap(({ advice }) => /ots:(\w+)/.exec(advice ?? '')?.[1] ?? [])
    // Making tables is not tried, and where a table cannot be described nothing more of it is.
    const triable = missing.includes('DescribeTable')
      ? ['DescribeTable']
      : missing.filter((name) => name !== 'CreateTable')
    check(named.sort()).toEqual([...triable].sort())
    const onlyMarks = left.length < GRANTED.auditor.length && missing.join() === 'GetRow'
    check(status).toBe(triable.length === 0 ? 0 : onlyMarks ? 3 : 1)
  })

  it('refuses a table of another program', async () => {
    const there = company()
    const cloud = await cloudFor(there)
    const env = { CMK_STORE: 'tablestore:https://cmk-readiness.cn-hangzhou.ots.aliyuncs.com' }
    const instance = there.accounts[0]?.tablestore[0] ?? tablestore()
    await runCli(['audit'], {
      env: {
        ...cloud.environment(),
        ...env,
        ...SHORT,
      },
      clock: Date.now,
    })
    const usage = instance.tables.get('usage')
    if (usage) usage.primaryKey = [{ name: 'id', type: 'STRING' }]
    const { status, of } = await doctor(cloud, { env })
    expect(status).toBe(1)
    expect(of('store')[0]).toMatchObject({
      status: 'failed',
      what: expect.stringContaining('has the primary key id'),
      fatal: true,
    })
  })

  it('says that there is no such instance', async () => {
    const env = { CMK_STORE: 'tablestore:https://elsewhere.cn-hangzhou.ots.aliyuncs.com' }
    const { status, of } = await doctor(await cloudFor(), { env })
    expect(status).toBe(1)
    expect(of('store')).toMatchObject([{ status: 'failed', advice: expect.stringContaining('CMK_STORE'), fatal: true }])
  })

  it('says within 20 seconds that it does not answer', async () => {
    const faults = [{ where: { service: 'tablestore' }, effect: { kind: 'stall', after: 'nothing' } }] as const
    const cloud = await cloudFor(company(), { faults })
    const env = { CMK_STORE: 'tablestore:https://cmk-readiness.cn-hangzhou.ots.aliyuncs.com' }
    const { status, of } = await leaping(async () => {
      const before = performance.now()
      const done = await doctor(cloud, { env })
      expect(performance.now() - before).toBeLessThan(20_000)
      expect(performance.now() - before).toBeGreaterThan(4_000)
      return done
    })
    expect([status, of('store').length]).toEqual([1, 1])
    expect(of('store')[0]?.what).toContain('Timeout')
  })
})
