import { beforeEach, describe, expect, it } from 'vitest'
import { runCli } from '../support/cli/run-cli.ts'
import { seededStore, temporaryFolder } from '../support/cli/seeded-store.ts'
import { decision, readinessRow } from '../support/store/rows.ts'

const NOW = Date.parse('2026-11-29T04:00:00Z')
const KEY = 'key-one'
const ONE = readinessRow({ keyId: KEY, aliases: ['alias/orders'], checkedAt: '2026-11-29T00:00:00Z' })
const TWO = readinessRow({
  ...{ keyId: 'key-two', aliases: ['alias/files'], findings: [], verdict: 'ready' },
  checkedAt: '2026-11-29T00:00:00Z',
})
const ELSEWHERE = readinessRow({ keyId: 'key-three', aliases: ['alias/files'], region: 'cn-shanghai' })
const WHO = ['--why', 'asked the team', '--by', 'Li Na']

let cwd = ''
beforeEach(async () => {
  cwd = await seededStore({ rows: [ONE, TWO, ELSEWHERE] })
})
const cli = (...argv: string[]) => runCli(argv, { cwd, clock: () => NOW })
const listed = async (...argv: string[]) =>
  JSON.parse((await cli('state', '--format', 'json', ...argv)).stdout) as { subject: string; number: number }[]

describe('state', () => {
  it('says what is decided, by whom and why', async () => {
    const { status, stdout } = await cli('state', 'owner', 'alias/orders', 'payments', ...WHO)
    expect([status, stdout]).toEqual([0, 'owner/key-one: payments (Li Na)\n'])
    expect(await listed()).toMatchObject([
      {
        ...{ subject: 'owner/key-one', number: 1, by: 'Li Na', why: 'asked the team', at: '2026-11-29T04:00:00Z' },
        ...{ until: null, region: 'cn-hangzhou', value: { kind: 'owner', keyId: KEY, owner: 'payments' } },
      },
    ])
    expect((await cli('state')).stdout).toMatch(/^SUBJECT .*\nowner\/key-one +alias\/orders +payments +Li Na/)
    expect((await cli('state', '--format', 'csv')).stdout).toMatch(/,"aliases"\r?\n.*,"alias\/orders"\r?\n$/)
    expect((await cli('history')).stdout).toMatch(/ owner\/key-one +alias\/orders +-/)
  })

  it('is what rows show, and changes no verdict', async () => {
    await cli('state', 'owner', KEY, 'payments', ...WHO)
    await cli('state', 'waive', KEY, 'multiple-versions', '--until', '2026-12-31', ...WHO)
    const [row] = JSON.parse((await cli('query', '--key', KEY, '--format', 'json')).stdout)
    expect(row).toMatchObject({
      ...{ verdict: 'blocked', owner: 'payments' },
      waivers: [{ rule: 'multiple-versions', by: 'Li Na', until: '2026-12-31T16:00:00Z' }],
    })
    const owned = await cli('query', '--where', 'owner=payments', '--format', 'jsonl')
    expect(owned.stdout.trim().split('\n')).toHaveLength(1)
  })

  it('keeps what came before, and what holds no more', async () => {
    await cli('state', 'owner', KEY, 'orders', ...WHO)
    await cli('state', 'owner', KEY, 'payments', ...WHO)
    expect(await listed()).toMatchObject([{ number: 2 }])
    const { stdout } = await cli('state', 'withdraw', 'owner/key-one', ...WHO)
    expect(stdout).toContain('owner/key-one: withdrawn')
    expect(await listed()).toEqual([])
    expect((await listed('--all')).map(({ number }) => number)).toEqual([1, 2, 3])
    expect((await cli('state', 'withdraw', 'owner/key-one', ...WHO)).status).toBe(1)
  })

  it('takes statements about callers', async () => {
    const until = ['--until', '2027-01-31']
    expect((await cli('state', 'keys', 'role/batch', 'alias/orders,key-two', ...until, ...WHO)).status).toBe(0)
    const place = ['--region', 'cn-hangzhou', '--account', ONE.accountId]
    expect((await cli('state', 'client', 'role/batch', 'java', ...until, ...WHO, ...place)).status).toBe(0)
    expect((await listed()).map(({ subject }) => subject)).toEqual([
      'client-statement/role/batch',
      'keys-statement/role/batch',
    ])
  })

  it('warns where a statement is about a caller of whom no key shows a call, and names the nearest', async () => {
    const until = ['--until', '2027-01-31', ...WHO]
    const doubtful = await cli('state', 'keys', 'role/ordres', KEY, ...until)
    expect(doubtful.status).toBe(0)
    expect(doubtful.stderr).toMatch(/warning: No call of role\/ordres .*; the nearest is role\/orders\./)
    expect((await cli('state', 'keys', 'role/orders', KEY, ...until)).stderr).not.toContain('warning')
  })

  it.each<[string, string[], number, RegExp]>([
    ['a caller without its kind', ['keys', 'orders', KEY, '--until', '2026-12-31'], 2, /role\/<name>/],
    ['a cloud service', ['keys', 'service/ecs', KEY, '--until', '2026-12-31'], 2, /cloud service/],
    ['a key that is not there', ['owner', 'alias/ordrs', 'x'], 1, /No key|nothing that is called alias\/ordrs/],
    ['a key of two regions', ['owner', 'alias/files', 'x'], 2, /cn-hangzhou of \d+, cn-shanghai of \d+: give --region/],
    ['a rule that did not fire', ['waive', KEY, 'key-disabled', '--until', '2026-12-31'], 1, /multiple-versions/],
    ['a rule that is none', ['waive', KEY, 'no-rule', '--until', '2026-12-31'], 2, /not one of/],
    ['no end', ['waive', KEY, 'multiple-versions'], 2, /needs an end.*2027-02-27/],
    ['an end that is past', ['waive', KEY, 'multiple-versions', '--until', '2026-11-28'], 2, /past.*2026-11-29/],
    ['an end that is no day', ['waive', KEY, 'multiple-versions', '--until', '2026-02-30'], 2, /no such day/],
    ['an end too far away', ['waive', KEY, 'multiple-versions', '--until', '2029-01-01'], 2, /at the latest/],
    ['a statement on a key that is not there', ['keys', 'role/a', 'key-x', '--until', '2026-12-31'], 1, /key-x/],
    [
      'a batch that is not planned',
      ['batch', 'b-9', 'planned', '--region', 'cn-hangzhou'],
      1,
      /nothing that is called b-9|no batch b-9/,
    ],
    ['a subject under which nothing holds', ['withdraw', 'owner/key-two'], 1, /owner\/key-two/],
  ])('refuses %s with one line, and writes nothing', async (_, argv, status, line) => {
    const told = await cli('state', ...argv, ...WHO)
    expect(told.stderr).toMatch(line)
    expect(told.stderr.trim().split('\n')).toHaveLength(1)
    expect([told.status, told.stdout]).toEqual([status, ''])
    expect(await listed('--all')).toEqual([])
  })

  it('takes a batch of the plan from state to state, with the keys that it had', async () => {
    const [batch] = JSON.parse((await cli('plan', '--format', 'json')).stdout).batches
    expect(batch.keys).toEqual(['key-two'])
    const move = (...argv: string[]) => cli('state', 'batch', batch.id, ...argv, ...WHO)
    expect((await move('requested')).stderr).toContain('has a ticket: give its number')
    expect((await move('requested', '--ticket', 'TKT-12')).stdout).toMatch(/^batch\/.*: requested TKT-12 /)
    expect((await move('window-agreed')).stderr).toContain('give from and to')
    const past = '2026-11-01T01:00:00+08:00/2026-11-01T03:00:00+08:00'
    const refused = await move('window-agreed', '--window', past)
    expect(refused).toMatchObject({ status: 2, stdout: '' })
    expect(refused.stderr).toMatch(/which is past: .*\n$/)
    const window = '2026-12-06T01:00:00+08:00/2026-12-06T03:00:00+08:00'
    expect((await move('window-agreed', '--window', window)).status).toBe(0)
    expect((await move('moved')).status).toBe(0)
    expect(await listed()).toMatchObject([
      { number: 3, value: { kind: 'batch', state: 'moved', ticket: 'TKT-12', keyIds: ['key-two'] } },
    ])
  })

  it('shows what a newer version decided, and decides nothing by it or after it', async () => {
    const subject = 'owner/key-one'
    const value = { kind: 'trans\u001b[2Jfer', keyId: KEY, owner: 'x' }
    const parts = { accountId: ONE.accountId, region: ONE.region, subject, until: '2026-12-01T00:00:00Z' }
    const decisions = [decision(parts), decision({ ...parts, number: 2, value: value as never })]
    cwd = await seededStore({ rows: [ONE], decisions })
    const unknown = { subject, value: { kind: 'unknown', named: value.kind, keyIds: [KEY] } }
    expect(await listed()).toMatchObject([unknown])
    for (const argv of [['state'], ['history'], ['history', '--key', KEY], ['digest']]) {
      const { status, stdout } = await cli(...argv)
      expect([argv[0], status]).toEqual([argv[0], 0])
      expect(stdout).toMatch(/unknown \(kind "trans.*fer"\)/)
      expect(stdout).not.toContain('\u001b')
    }
    const [row] = JSON.parse((await cli('query', '--key', KEY, '--format', 'json')).stdout)
    expect(row.owner).toBe('orders')
    const refused = await cli('state', 'owner', KEY, 'payments', ...WHO)
    expect([refused.status, refused.stdout]).toEqual([1, ''])
    expect(refused.stderr).toMatch(/Li Na.*newer version.*withdraw it first.*\n$/)
    expect((await cli('state', 'withdraw', subject, ...WHO)).status).toBe(0)
    expect((await cli('state', 'owner', KEY, 'payments', ...WHO)).status).toBe(0)
  })

  it('needs a reason, and a table', async () => {
    expect((await cli('state', 'owner', KEY, 'x')).stderr).toContain('--why')
    const empty = await runCli(['state', 'owner', KEY, 'x', ...WHO], { cwd: await temporaryFolder(), clock: () => NOW })
    expect([empty.status, empty.stderr]).toEqual([1, expect.stringContaining('Run audit first')])
  })

  it('loses nothing of what two decide at once', async () => {
    const names = Array.from({ length: 6 }, (_, at) => `team-${at}`)
    const told = await Promise.all(names.map((name) => cli('state', 'owner', KEY, name, ...WHO)))
    const done = told.filter(({ status }) => status === 0).length
    const kept = await listed('--all')
    expect(kept.map(({ number }) => number)).toEqual(Array.from({ length: done }, (_, at) => at + 1))
    expect(done).toBeGreaterThan(1)
  })
})
