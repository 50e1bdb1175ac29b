import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { asJson, blockedRow, HOSTILE, hostileRow, NOW, row, unknownRow } from '../notify/rows.ts'
import { runCli } from './run-cli.ts'
import { seededStore, temporaryFolder } from './seeded-store.ts'

const DAYS = 24 * 3_600_000
const elsewhere = row({
  keyId: 'key-sha1',
  region: 'cn-shanghai',
  accountId: '2222222222222222',
  aliases: ['alias/app'],
  tags: [{ key: 'Owner', value: 'Payments' }],
})

describe('query', () => {
  let cwd = ''
  beforeAll(async () => {
    cwd = await seededStore({ rows: [row(), blockedRow(), unknownRow(), elsewhere] })
  })

  async function ids(...argv: string[]): Promise<{ ids: string[]; stderr: string; status: number }> {
    const { status, stdout, stderr } = await runCli(['query', '--format', 'json', ...argv], { cwd })
    const rows = JSON.parse(stdout) as { keyId: string }[]
    return { ids: rows.map(({ keyId }) => keyId).sort(), stderr, status }
  }

  it('prints the rows of the contract as one JSON array', async () => {
    const { status, stdout, stderr } = await runCli(['query', '--format', 'json'], { cwd })
    expect(status).toBe(0)
    expect(stderr).toBe('')
    const rows = JSON.parse(stdout) as unknown[]
    expect(rows).toHaveLength(4)
    expect(rows).toContainEqual(asJson(blockedRow()))
  })

  it('prints one row a line as jsonl', async () => {
    const { stdout } = await runCli(['query', '--format', 'jsonl'], { cwd })
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown)
    expect(rows).toHaveLength(4)
    expect(rows).toContainEqual(asJson(unknownRow()))
  })

  it('prints a line a row and one of names as csv', async () => {
    const { stdout } = await runCli(['query', '--format', 'csv'], { cwd })
    const lines = stdout.trimEnd().split('\r\n')
    expect(lines).toHaveLength(5)
    expect(lines[0]).toContain('verdict')
  })

  it('prints a table that fits the terminal', async () => {
    const { stdout } = await runCli(['query', '--no-color'], { cwd, columns: 72 })
    const lines = stdout.trimEnd().split('\n')
    expect(lines).toHaveLength(5)
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(72)
    expect(stdout).toContain(blockedRow().keyId)
  })

  it.each([
    [
      ['--verdict', 'ready,blocked'],
      [blockedRow().keyId, row().keyId, 'key-sha1'],
    ],
    [
      ['--verdict', 'ready', '--verdict', 'unknown'],
      [row().keyId, unknownRow().keyId, 'key-sha1'],
    ],
    [['--region', 'cn-shanghai'], ['key-sha1']],
    [['--account', '1234567890123456', '--verdict', 'ready'], [row().keyId]],
    [['--key', 'alias/pay'], [blockedRow().keyId]],
    [
      ['--key', `${row().arn},key-sha1`],
      [row().keyId, 'key-sha1'],
    ],
    [['--where', 'calls>10', '--where', 'callers~role/'], [blockedRow().keyId]],
    [['--where', 'observedComplete=false', '--region', 'cn-hangzhou'], [unknownRow().keyId]],
  ])('%j picks rows', async (argv, expected) => {
    const { ids: found, stderr } = await ids(...argv)
    expect(found).toEqual([...expected].sort())
    expect(stderr).toBe('')
  })

  it('picks the key of an id, and not another with an alias of that name', async () => {
    const impostor = row({ keyId: 'key-impostor', aliases: [`alias/${row().keyId}`] })
    const own = await seededStore({ rows: [impostor, row()] })
    const { stdout } = await runCli(['query', '--key', row().keyId, '--columns', 'keyId', '--format', 'csv'], {
      cwd: own,
    })
    expect(stdout.trim().split('\r\n').slice(1)).toEqual([`"${row().keyId}"`])
  })

  it.each([
    [['--region', 'eu-west-1'], 'eu-west-1'],
    [['--account', '99'], '99'],
    [['--key', 'alias/nobody'], 'alias/nobody'],
    [['--region', 'cn-shanghai', '--verdict', 'blocked'], 'all of what was asked'],
    [['--where', 'calls>1000'], 'calls>1000'],
  ])('%j finds nothing, and stderr says why', async (argv, telling) => {
    const { ids: found, stderr, status } = await ids(...argv)
    expect(found).toEqual([])
    expect(status).toBe(0)
    expect(stderr).toContain(telling)
  })

  it('prints the columns that were asked for, in their order, as table and csv', async () => {
    const argv = ['query', '--columns', 'keyId,calls', '--columns', 'versions', '--sort', '-calls']
    const csv = await runCli([...argv, '--format', 'csv'], { cwd })
    const [head, first] = csv.stdout.split('\r\n')
    expect([head, first]).toEqual(['"keyId","calls","versions"', `"${blockedRow().keyId}",40,1`])
    const { stdout } = await runCli(argv, { cwd })
    const lines = stdout.trimEnd().split('\n')
    expect(lines[0]).toMatch(/^keyId +calls +versions$/)
    expect(lines[1]).toMatch(/^key-hzz000000000blocked1 +40 +1$/)
    expect(stdout).toMatch(/unknown1 +0 +-\n/)
  })

  it('knows the owner as a condition, a column and an order', async () => {
    expect((await ids('--where', 'owner=payments')).ids).toEqual(['key-sha1'])
    expect((await ids('--where', 'owner=')).ids).toHaveLength(3)
    const none = await ids('--where', 'owner=nobody')
    expect([none.ids, none.stderr]).toEqual([[], expect.stringContaining('owner=nobody')])
    const { stdout } = await runCli(['query', '--columns', 'keyId,owner', '--sort', 'owner'], { cwd })
    expect(stdout.split('\n').slice(0, 3)).toEqual([
      expect.stringMatching(/^keyId +owner$/),
      expect.stringMatching(/^key-sha1 +Payments$/),
      expect.stringMatching(/ -$/),
    ])
  })

  it('sorts in every format', async () => {
    const { stdout } = await runCli(['query', '--sort', 'versions', '--format', 'json'], { cwd })
    const rows = JSON.parse(stdout) as { keyId: string }[]
    expect(rows.at(-1)?.keyId).toBe(unknownRow().keyId)
  })

  it.each([
    ['verdict=bloked', 'one of blocked, '],
    ['aliases=~pay', 'write aliases~pay.'],
  ])('refuses --where %s, which no row can be', async (where, telling) => {
    const { status, stdout, stderr } = await runCli(['query', '--where', where], { cwd })
    expect([status, stdout, stderr]).toEqual([2, '', expect.stringContaining(telling)])
  })

  it('has no columns where a row is printed whole', async () => {
    const { status, stderr } = await runCli(['query', '--columns', 'keyId', '--format', 'jsonl'], { cwd })
    expect([status, stderr]).toEqual([2, expect.stringMatching(/--columns goes with --format table or csv/)])
  })

  it('shows what was not checked for 48 hours as unknown, and filters by that', async () => {
    const clock = () => NOW + 3 * DAYS
    const ready = await runCli(['query', '--verdict', 'ready', '--format', 'json'], { cwd, clock })
    expect(JSON.parse(ready.stdout)).toEqual([])
    const { stdout } = await runCli(['query', '--verdict', 'unknown', '--format', 'json'], { cwd, clock })
    const rows = JSON.parse(stdout) as { verdict: string; staleVerdict: string; findings: { rule: string }[] }[]
    expect(rows).toHaveLength(4)
    for (const { verdict, findings } of rows) expect([verdict, findings[0]?.rule]).toEqual(['unknown', 'stale'])
  })

  it('reads the store that CMK_STORE names', async () => {
    const env = { CMK_STORE: `sqlite:${join(cwd, 'cmk-readiness.db')}` }
    const { stdout } = await runCli(['query', '--format', 'jsonl', '--verdict', 'blocked'], { env })
    expect(stdout.trimEnd().split('\n')).toHaveLength(1)
  })

  it('lets no name from the cloud act on the terminal', async () => {
    const hostile = await seededStore({ rows: [hostileRow()] })
    const { stdout } = await runCli(['query', '--no-color'], { cwd: hostile, columns: 400 })
    for (const acting of ['\u001b', '\u009b', '\u0007', '\u202e']) expect(stdout).not.toContain(acting)
    const json = await runCli(['query', '--format', 'json'], { cwd: hostile })
    expect(JSON.parse(json.stdout)[0].aliases).toContain(HOSTILE.escape)
  })
})

describe('query without a table', () => {
  it('tells what to run, with status 1, and makes no store', async () => {
    const cwd = await temporaryFolder()
    for (const argv of [['query'], ['explain', 'alias/app'], ['digest'], ['report']]) {
      const { status, stdout, stderr } = await runCli(argv, { cwd })
      expect({ argv, status, stdout }).toEqual({ argv, status: 1, stdout: '' })
      expect(stderr).toMatch(/audit/)
      expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    }
  })

  it('tells a bad configuration, with status 2, naming the variable', async () => {
    const { status, stderr } = await runCli(['query'], { env: { CMK_RULES: '2019-01' } })
    expect(status).toBe(2)
    expect(stderr).toContain('CMK_RULES')
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  it('tells that a table is empty', async () => {
    const { status, stdout, stderr } = await runCli(['query', '--format', 'json'], { cwd: await seededStore({}) })
    expect([status, stdout]).toEqual([0, '[]\n'])
    expect(stderr).toContain('audit')
  })
})
