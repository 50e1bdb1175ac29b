import { beforeAll, describe, expect, it } from 'vitest'
import type { PlanAsJson } from '../../shared/rows/plan-as-json.ts'
import { runCli } from '../support/cli/run-cli.ts'
import { seededStore } from '../support/cli/seeded-store.ts'
import { kmsInstance, peakUse, scopeInstances } from '../support/domain/instances.ts'
import { NOW, readyRow, weekOf } from '../support/domain/plan-rows.ts'
import { blockedRow, hostileRow, row } from '../support/rows.ts'

const clock = () => NOW
const checkedAt = readyRow('any').checkedAt
const rows = [
  readyRow('key-orders', {
    callers: ['role/orders'],
    aliases: ['alias/orders'],
    secrets: ['orders-db'],
    week: weekOf(5),
  }),
  readyRow('key-invoices', { callers: ['role/orders'], aliases: ['alias/invoices'], week: weekOf(5) }),
  readyRow('key-shanghai', { region: 'cn-shanghai', tags: [{ key: 'env', value: 'test' }] }),
  blockedRow({ checkedAt }),
  row({
    keyId: 'key-moved',
    verdict: 'migrated',
    region: 'cn-shanghai',
    facts: { ...row().facts, kmsInstanceId: 'kst-sh1' },
  }),
]

describe('plan', () => {
  let cwd = ''
  beforeAll(async () => {
    const full = kmsInstance({ quotas: { secret: { quota: 10, used: 10 } } })
    const instances = [
      scopeInstances([full], { peak: peakUse(60) }),
      scopeInstances([kmsInstance({ id: 'kst-sh1' })], { region: 'cn-shanghai', peak: peakUse(0) }),
    ]
    cwd = await seededStore({ rows, instances })
  })
  const plan = (...argv: string[]) => runCli(['plan', ...argv], { cwd, clock })

  it('prints the contract as one JSON object', async () => {
    const { status, stdout, stderr } = await plan('--format', 'json', '--destination', 'cn-hangzhou=kst-hzz1')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const { batches, left, destinations, ...rest } = JSON.parse(stdout) as PlanAsJson
    expect(rest).toEqual({ asOf: checkedAt, timezone: 'Asia/Shanghai' })
    expect(batches).toEqual([
      {
        id: expect.stringMatching(/^batch-[0-9a-f]{12}$/),
        accountId: '1234567890123456',
        region: 'cn-hangzhou',
        ...{ destination: 'kst-hzz1', state: null, ticket: null },
        window: {
          from: '2026-11-23T16:00:00Z',
          to: '2026-11-23T18:00:00Z',
          weekday: 'Tuesday',
          expectedCalls: 1.6,
          weeksOfEvidence: 13,
        },
        keys: ['key-invoices', 'key-orders'],
        secrets: ['orders-db'],
        why: [expect.stringContaining('role/orders'), expect.stringContaining('first the keys, then the secrets')],
      },
      expect.objectContaining({ region: 'cn-shanghai', destination: null, keys: ['key-shanghai'] }),
    ])
    const { accountId, region, keyId, findings } = blockedRow()
    const why = findings.filter(({ effect }) => effect === 'blocked').map(({ message }) => message)
    expect(left).toEqual([{ accountId, region, keyId, verdict: 'blocked', why }])
    expect(destinations).toEqual([
      {
        ...{ accountId, region, instance: 'kst-hzz1', kind: null, buy: null },
        findings: [
          {
            ...{ id: 'instance-lacks-secrets', level: 'problem' },
            params: { instance: 'kst-hzz1', needed: 1, free: 0, missing: 1 },
            message: expect.stringContaining('has room for 0 secrets, and the batches bring 1: 1 too few'),
          },
          expect.objectContaining({ id: 'instance-image', level: 'check' }),
          expect.objectContaining({
            id: 'instance-vpcs',
            params: { instance: 'kst-hzz1', callers: 1, vpcs: ['vpc-1'] },
          }),
        ],
      },
      expect.objectContaining({
        ...{ region: 'cn-shanghai', instance: null },
        findings: [expect.objectContaining({ id: 'instance-not-chosen' })],
      }),
    ])
  })

  it('prints lines of JSON, CSV and tables of the same', async () => {
    const lines = (await plan('--format', 'jsonl')).stdout.trimEnd().split('\n')
    expect(lines.map((line) => Object.keys(JSON.parse(line) as object)[0])).toEqual(['id', 'id', 'accountId'])
    const csv = (await plan('--format', 'csv')).stdout.trimEnd().split('\r\n')
    expect(csv).toHaveLength(1 + 3 + 1 + 1)
    expect(csv[3]).toContain('"secret","orders-db"')
    const { stdout } = await plan('--no-color')
    expect(stdout).toContain('WINDOW (Asia/Shanghai)')
    expect(stdout).toContain('Tuesday 2026-11-24 00:00 – 02:00')
    expect(stdout).toContain('alias/orders')
    expect(stdout).toMatch(/^blocked /m)
    expect(stdout).toContain('cn-shanghai has kst-sh1')
  })

  it('keeps to regions and accounts, and to settings and options together', async () => {
    const only = JSON.parse((await plan('--format', 'json', '--region', 'cn-shanghai')).stdout) as PlanAsJson
    expect(only.batches.map(({ region }) => region)).toEqual(['cn-shanghai'])
    expect(only.left).toEqual([])
    const env = { CMK_WINDOW_HOURS: '4', CMK_FREEZES: '2026-11-24', CMK_DESTINATION: 'cn-shanghai=kst-sh1' }
    const argv = ['plan', '--format', 'json', '--region', 'cn-shanghai', '--freeze', '2026-11-25/2026-11-26']
    const { stdout } = await runCli(argv, { cwd, clock, env })
    expect((JSON.parse(stdout) as PlanAsJson).batches[0]).toMatchObject({
      destination: 'kst-sh1',
      window: { from: '2026-11-26T16:00:00Z', to: '2026-11-26T20:00:00Z' },
    })
    const alone = await plan('--format', 'json', '--region', 'cn-shanghai', '--destination', 'kst-sh1', '--window', '1')
    expect((JSON.parse(alone.stdout) as PlanAsJson).batches[0]).toMatchObject({
      destination: 'kst-sh1',
      window: { to: '2026-11-23T17:00:00Z' },
    })
  })

  it('warns of a destination that is in no list, and plans all the same', async () => {
    const { status, stdout, stderr } = await plan('--destination', 'cn-hangzhou=kst-hzz9')
    expect(status).toBe(0)
    expect(stderr.match(/kst-hzz9 is not among the KMS instances of cn-hangzhou .*\(kst-hzz1\)/g)).toHaveLength(1)
    expect(stdout).toContain('problem')
  })

  it.each([
    [['--from', '9999-12-31'], /^error: 9999-12-31 is too far ahead: name a day up to 2027-12-28/],
    [['--from', '2026-11-22'], /^error: 2026-11-22 is past: today is 2026-11-23 in Asia\/Shanghai/],
    [['--from', '2026-02-30'], /'2026-02-30' is no day/],
    [
      ['--freeze', '2026-11-01/2027-02-01'],
      /^error: The freezes leave no window of 2 h within 8 weeks from 2026-11-24/,
    ],
    [['--freeze', '2026-12-24/2026-12-01'], /neither a day .* nor a range/],
    [['--window', '0h'], /is no length of a window/],
    [['--window', 'night'], /is no length of a window/],
    [['--window', '25'], /is no length of a window/],
    [
      ['--destination', 'cn-beijing=kst-1'],
      /^error: No key of the default KMS instance is in cn-beijing: .*cn-hangzhou, cn-shanghai/,
    ],
    [['--destination', 'cn-hangzhou=kst-sh1'], /^error: kst-sh1 is in cn-shanghai, not in cn-hangzhou/],
    [['--destination', 'cn-shanghai=kst-hzz1:software'], /^error: kst-hzz1 is in cn-hangzhou, not in cn-shanghai/],
    [['--destination', 'cn-hangzhou=kst-hzz1:soft'], /not a region and the id of a KMS instance/],
    [['--destination', 'kst-1'], /^error: --destination kst-1 names no region/],
    [['--destination', 'cn-hangzhou'], /not a region and the id of a KMS instance/],
  ])('refuses %j in one line', async (argv, line) => {
    const { status, stdout, stderr } = await plan(...argv)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    expect(stderr).toMatch(line)
  })

  it.each([
    [{ CMK_WINDOW_HOURS: '0' }, 'CMK_WINDOW_HOURS is "0"; it takes a whole number of hours from 1 to 24'],
    [{ CMK_FREEZES: '2026-12-24,xmas' }, '"xmas" is neither'],
    [{ CMK_DESTINATION: 'cn-hangzhou=kst-1,cn-hangzhou=kst-2' }, 'names a region twice'],
    [{ CMK_DESTINATION: 'kst-1' }, '"kst-1" is none'],
    [{ CMK_DESTINATION: 'cn-hangzhou=kst-1:soft' }, '"cn-hangzhou=kst-1:soft" is none'],
  ])('refuses %j', async (env, line) => {
    const { status, stderr } = await runCli(['plan'], { cwd, clock, env })
    expect(status).toBe(2)
    expect(stderr).toContain(line)
  })

  it('says that there is nothing to plan, and shows hostile names harmless', async () => {
    const folder = await seededStore({ rows: [hostileRow()] })
    const { status, stdout, stderr } = await runCli(['plan'], { cwd: folder, clock })
    expect(status).toBe(0)
    expect(stderr).toMatch(/No key is ready/)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
    expect(stdout).not.toMatch(/[\x00-\x09\x0b-\x1f]/)
  })
})
