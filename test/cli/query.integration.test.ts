import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../support/cli/run-cli.ts'
import { seededStore, temporaryFolder } from '../support/cli/seeded-store.ts'
import { asJson, blockedRow, HOSTILE, hostileRow, NOW, row, unknownRow } from '../support/rows.ts'

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
    [['--region', 'cn-shanghai', '--verdict', 'blocked'], 'No keys match all of these filters'],
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

  it.each(['json', 'jsonl', 'csv', 'table'])('shows first what needs somebody, as %s', async (format) => {
    const verdicts = [
      'migrated',
      'ready',
      'not-required',
      'action-required',
      'unknown',
      'support-required',
      'blocked',
    ] as const
    const rows = verdicts.flatMap((verdict, index) => [
      row({ keyId: `key-${index}b`, verdict, aliases: [`alias/a-${verdict}`] }),
      row({ keyId: `key-${index}a`, verdict, aliases: [] }),
      row({ keyId: `key-${index}c`, verdict, region: 'ap-southeast-1', aliases: ['alias/z'] }),
    ])
    const { stdout } = await runCli(['query', '--format', format], { cwd: await seededStore({ rows }) })
    const order = [6, 5, 4, 3, 1, 2, 0].flatMap((index) => [`key-${index}c`, `key-${index}b`, `key-${index}a`])
    expect(stdout.match(/(?<![/\w])key-\d[abc](?=["\s])/g)).toEqual(order)
  })

  it('shows no more rows than --limit, those that need somebody, and says how many more there are', async () => {
    const { status, stdout, stderr } = await runCli(['query', '--limit', '1', '--format', 'json'], { cwd })
    const shown = JSON.parse(stdout) as { keyId: string }[]
    expect([status, shown.map(({ keyId }) => keyId)]).toEqual([0, [blockedRow().keyId]])
    expect(stderr).toMatch(/3 more of 4 rows are not shown/)
    const all = await runCli(['query', '--limit', '4', '--format', 'csv'], { cwd })
    expect([all.stderr, all.stdout.trimEnd().split('\r\n')]).toEqual(['', expect.objectContaining({ length: 5 })])
    const sorted = await runCli(['query', '--limit', '1', '--sort', '-keyId', '--format', 'json'], { cwd })
    expect(JSON.parse(sorted.stdout)[0].keyId).toBe('key-sha1')
  })

  it.each(['0', '-1', '1.5', 'ten', ''])('refuses --limit %j', async (limit) => {
    const { status, stderr } = await runCli(['query', `--limit=${limit}`], { cwd })
    expect([status, stderr]).toEqual([2, expect.stringContaining('a number of rows, 1 or more')])
  })

  it.each([0, -5, 1, 10, Number.NaN])(
    'takes a terminal of %d columns for one that does not know its width',
    async (columns) => {
      const wide = await runCli(['query', '--no-color'], { cwd })
      const { stdout } = await runCli(['query', '--no-color'], { cwd, columns })
      expect(stdout).toBe(wide.stdout)
      expect(stdout).not.toContain('…')
    },
  )

  it('says on stderr which columns the terminal has no room for, and how to see them', async () => {
    const { stdout, stderr } = await runCli(['query', '--no-color'], { cwd, columns: 72 })
    expect(stdout).not.toContain('CHECKED')
    expect(stderr).toMatch(
      /warning: Left out in 72 columns: .*CHECKED; see them with --format json, or in a wider terminal\./,
    )
    expect((await runCli(['query', '--no-color'], { cwd })).stderr).not.toContain('Left out')
  })

  it('takes the width of COLUMNS where that is less than the terminal has, or nobody else knows', async () => {
    const at = async (COLUMNS: string, columns?: number) =>
      (await runCli(['query', '--no-color'], { cwd, env: { COLUMNS }, ...(columns === undefined ? {} : { columns }) }))
        .stdout
    const narrow = (await runCli(['query', '--no-color'], { cwd, columns: 72 })).stdout
    expect(await at('72')).toBe(narrow)
    expect(await at('72', 300)).toBe(narrow)
    expect(await at('300', 72)).toBe(narrow)
    for (const none of ['0', '', 'wide', '-80']) expect(await at(none)).toBe(await at('400'))
  })

  it('tells in JSON what decided: nothing of ready, and staleness of what was not checked', async () => {
    const decided = async (clock: () => number) => {
      const { stdout } = await runCli(['query', '--format', 'jsonl'], { cwd, clock })
      const rows = stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { keyId: string; decidedBy: string[] })
      return Object.fromEntries(rows.map(({ keyId, decidedBy }) => [keyId, decidedBy]))
    }
    expect(await decided(() => NOW)).toMatchObject({
      [row().keyId]: [],
      [blockedRow().keyId]: ['blocked-operation'],
      [unknownRow().keyId]: ['evidence-incomplete'],
    })
    for (const rules of Object.values(await decided(() => NOW + 3 * DAYS))) expect(rules).toEqual(['stale'])
  })

  it('gives spreadsheets nothing to round: digits that are a text end in a tab', async () => {
    const tags = [{ key: 'cost', value: '1' }]
    const own = await seededStore({ rows: [row({ accountId: '1234567890123456', aliases: ['alias/1'], tags })] })
    const argv = ['query', '--columns', 'accountId,rules,aliases,tags,calls,checkedAt', '--format', 'csv']
    const { stdout } = await runCli(argv, { cwd: own })
    expect(stdout.split('\r\n')[1]).toBe('"1234567890123456\t","2023-09\t","alias/1","cost=1",0,"2026-11-22T18:15:00Z"')
    expect((await runCli(['query', '--help'])).stdout).toMatch(/byte order mark[\s\S]*end in a tab/)
  })

  it('stops with 130 where it is stopped', async () => {
    const signal = AbortSignal.abort(new Error('SIGINT'))
    const { status, stdout } = await runCli(['query'], { cwd, signal })
    expect([status, stdout]).toEqual([130, ''])
    const killed = await runCli(['explain', row().keyId], { cwd, signal: AbortSignal.abort(new Error('SIGTERM')) })
    expect(killed.status).toBe(143)
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
