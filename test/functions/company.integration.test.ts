import { afterAll, beforeAll, expect, it } from 'vitest'
import { lastRunOf, readRuns } from '../../functions/digest/last-run.ts'
import { latestDiagnosticsOf } from '../../functions/digest/latest-diagnostics.ts'
import type { Night } from '../../functions/run/night.ts'
import { CloudError } from '../../shared/cloud/errors.ts'
import type { Diagnostic } from '../../shared/domain/readiness.ts'
import { DAY, iso } from '../../shared/domain/time.ts'
import { type SimulatedCloud, startCloud } from '../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { directory, member } from '../../simulator/cloud/resourcedirectory/directory.ts'
import {
  type Account,
  account,
  DEFAULT_ACCOUNT,
  key,
  readOnlyPolicy,
  region,
  world,
} from '../../simulator/cloud/world.ts'
import { Laboratory } from '../support/functions/run-night.ts'

const NOW = Date.parse('2026-11-23T02:30:00Z')
/** Accounts of the company; COMPANY=1000 takes as many. */
const MEMBERS = Number(process.env.COMPANY ?? 24)
/** In milliseconds, on a machine that is busy with other things. */
const TIME = 10_000 + 1_000 * MEMBERS
const ENV = {
  ...{ CMK_ACCOUNTS: 'rd:', CMK_EXTERNAL_ID: 'company-1', CMK_REGIONS: 'cn-hangzhou', CMK_OBSERVATION_DAYS: '2' },
}
const idOf = (number: number) => String(2_000_000_000_000_000 + number)
const [DEAD, STRICT, ROLELESS, LEAVER, NEWCOMER] = [3, 4, 5, 6, MEMBERS].map(idOf)

function memberAccount(number: number): Account {
  const role = { name: 'cmk-readiness-audited', trusts: [`acs:ram::${DEFAULT_ACCOUNT}:user/auditor`] }
  return account({
    id: idOf(number),
    accessKeys: [],
    roles: idOf(number) === ROLELESS ? [] : [{ ...role, externalId: 'company-1', policy: readOnlyPolicy() }],
    regions: { 'cn-hangzhou': region(number < 10 ? { keys: [key({ keyId: `key-${number}` })] } : {}) },
    tablestore: [],
  })
}

const there = world({
  accounts: [account(), ...Array.from({ length: MEMBERS + 1 }, (_, number) => memberAccount(number))],
  directory: directory(
    DEFAULT_ACCOUNT,
    Array.from({ length: MEMBERS }, (_, number) => idOf(number)),
  ),
})
const strict = there.accounts.find(({ id }) => id === STRICT)?.roles[0]
if (strict) strict.externalId = 'another'

let laboratory: Laboratory
let cloud: SimulatedCloud
let first: Night
beforeAll(async () => {
  laboratory = await Laboratory.open()
  cloud = await startCloud(there, { clock: () => NOW, quotas: NO_QUOTAS, recordCalls: false })
  const params = { RoleArn: `acs:ram::${DEAD}:role/cmk-readiness-audited` }
  cloud.setFaults([{ where: { action: 'AssumeRole', params }, effect: { kind: 'reset' } }])
  first = await laboratory.night(cloud, { now: NOW, env: ENV })
}, TIME)
afterAll(async () => {
  await cloud.close()
  await laboratory.close()
})

/** Of the events nothing is proven in these worlds, which is another matter. */
const ofInventory = (all: readonly Diagnostic[]) => all.filter(({ stage }) => stage === 'inventory')
const about = (night: Night) =>
  ofInventory(night.diagnostics)
    .map(({ accountId, code }) => [accountId, code])
    .sort()

it('audits every member, and names those that cannot be entered', () => {
  expect(first.judged).toHaveLength(MEMBERS + 1 - 3)
  expect(about(first)).toEqual([
    [DEAD, 'ECONNRESET'],
    [STRICT, 'NoPermission'],
    [ROLELESS, 'EntityNotExist.Role'],
  ])
  expect(ofInventory(first.diagnostics).every(({ fatal }) => fatal)).toBe(true)
})

it('enters each account once, and lists the directory in pages of 100', () => {
  const entered = cloud.calls.filter(({ action, status }) => action === 'AssumeRole' && status === 200)
  expect(entered).toHaveLength(MEMBERS - 3)
  expect(cloud.count({ action: 'ListAccounts' })).toBe(Math.ceil(MEMBERS / 100))
})

it(
  'audits a new member the first night, and tells of one that has left, whose rows stay',
  async () => {
    const members = there.directory?.members ?? []
    members.splice(6, 1)
    members.push(member(NEWCOMER ?? ''))
    cloud.setFaults([])
    const now = NOW + DAY
    const before = cloud.calls.length
    const second = await laboratory.night(cloud, { now, env: ENV })
    expect(second.judged.map(({ accountId }) => accountId)).toEqual(expect.arrayContaining([NEWCOMER, DEAD]))
    expect(cloud.calls.slice(before).some(({ accountId }) => accountId === LEAVER)).toBe(false)
    expect(about(second)).toEqual([
      [STRICT, 'NoPermission'],
      [ROLELESS, 'EntityNotExist.Role'],
      [LEAVER, undefined],
    ])
    expect((await laboratory.row('key-6')).checkedAt).toBe('2026-11-23T02:15:00Z')
    const runs = await laboratory.work(cloud, { now, env: ENV }, ({ store }) => readRuns(store))
    const told = { diagnostics: latestDiagnosticsOf(runs), run: lastRunOf(runs) }
    expect(
      ofInventory(told.diagnostics)
        .map(({ accountId }) => accountId)
        .sort(),
    ).toEqual([STRICT, ROLELESS, LEAVER].sort())
    expect(told.run).toMatchObject({ judged: MEMBERS + 1 - 2, unfinished: [] })
    // It has gone, which is no failure, and the night after it is no news.
    const ofLeaver = told.diagnostics.filter(({ accountId }) => accountId === LEAVER)
    expect(ofLeaver.map(({ action, fatal }) => [action, fatal])).toEqual([['ListAccounts', false]])
    const { wanted } = runs
    const later = { ...runs, wanted: wanted && { ...wanted, asOf: iso(now + DAY) } }
    expect(latestDiagnosticsOf(later).some(({ accountId }) => accountId === LEAVER)).toBe(false)
  },
  TIME,
)

it('ends before any work where the directory refuses, keeps what is stored, and leaves word of it', async () => {
  const rows = await laboratory.rows()
  cloud.setFaults([{ where: { action: 'ListAccounts' }, effect: { kind: 'denied' } }])
  const before = cloud.calls.length
  const now = NOW + 2 * DAY
  const error = await laboratory.night(cloud, { now, env: ENV }).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(CloudError)
  expect(cloud.calls.slice(before).map(({ action }) => action)).not.toContain('AssumeRole')
  expect(await laboratory.rows()).toEqual(rows)
  const run = await laboratory.work(cloud, { now, env: ENV }, async ({ store }) => lastRunOf(await readRuns(store)))
  expect(run).toMatchObject({ asOf: '2026-11-25T02:15:00Z' })
})
