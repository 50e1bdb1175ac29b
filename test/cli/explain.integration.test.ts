import { beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../support/cli/run-cli.ts'
import { seededStore } from '../support/cli/seeded-store.ts'
import { blockedRow, change, finding, hostileRow, row, unknownRow } from '../support/rows.ts'
import { SOURCE } from '../support/text/inert.ts'

const UUID = '08c33a6f-4e0a-4a1b-a3fa-7ddfa1d4fb73'
const arnOf = (region: string, keyId: string) => `acs:kms:${region}:1234567890123456:key/${keyId}`

describe('explain', () => {
  let cwd = ''
  beforeAll(async () => {
    const old = row({ keyId: UUID, arn: arnOf('cn-hangzhou', UUID), aliases: ['alias/ledger'] })
    const twin = row({
      keyId: 'key-sh2',
      region: 'cn-shanghai',
      arn: arnOf('cn-shanghai', 'key-sh2'),
      aliases: ['alias/pay'],
    })
    const next = row({ keyId: 'key-next', arn: arnOf('cn-hangzhou', 'key-next'), aliases: ['alias/ledger-next'] })
    const impostor = row({
      keyId: 'key-impostor',
      arn: arnOf('cn-hangzhou', 'key-impostor'),
      aliases: [`alias/${UUID}`, 'alias/key-gone'],
    })
    const changes = [
      change({ keyId: blockedRow().keyId, before: 'ready', after: 'blocked', why: ['blocked-operation'] }),
      change({ keyId: 'key-gone', before: 'ready', after: null, why: ['DescribeKey: the key no longer exists'] }),
    ]
    const open = unknownRow({ keyId: 'key-open' })
    cwd = await seededStore({ rows: [impostor, row(), next, blockedRow(), old, twin, open, hostileRow()], changes })
  })

  it.each([
    ['an id', blockedRow().keyId, blockedRow().keyId],
    ['an id in capitals', UUID.toUpperCase(), UUID],
    ['an ARN', blockedRow().arn, blockedRow().keyId],
    ['an id that is also an alias of another', UUID, UUID],
    ['an ARN whose id is also an alias of another', arnOf('cn-hangzhou', UUID), UUID],
    ['an alias that is also the id of another', `alias/${UUID}`, 'key-impostor'],
    ['an alias', 'alias/ledger', UUID],
    ['an alias without its prefix', 'ledger', UUID],
    ["an alias's ARN", 'acs:kms:cn-shanghai:1234567890123456:alias/pay', 'key-sh2'],
  ])('finds a key by %s', async (_, reference, keyId) => {
    const { status, stdout, stderr } = await runCli(['explain', reference, '--format', 'json'], { cwd })
    expect([status, stderr]).toEqual([0, ''])
    expect(JSON.parse(stdout).keyId).toBe(keyId)
  })

  it('tells as JSON what became of every rule', async () => {
    const { stdout } = await runCli(['explain', 'key-open', '--format', 'json'], { cwd })
    const { ruleStates, rules } = JSON.parse(stdout)
    expect(rules).toBe('2023-09')
    expect(ruleStates).toContainEqual({ rule: 'evidence-incomplete', state: 'fired', why: [] })
    expect(ruleStates).toContainEqual({ rule: 'external-material', state: 'did-not-fire', why: [] })
    const why = ['versions was not read (ListKeyVersions: Forbidden.NoPermission)']
    expect(ruleStates).toContainEqual({ rule: 'multiple-versions', state: 'not-judged', why })
  })

  it('tells verdict, rule, event ids, caller, what to do and history', async () => {
    const { stdout } = await runCli(['explain', blockedRow().keyId], { cwd })
    for (const part of [
      'blocked',
      'blocked-operation',
      'EVENT-1',
      'role/app-pay',
      'multiple-versions',
      'ready → blocked',
    ])
      expect(stdout).toContain(part)
  })

  it('is a page for a ticket as Markdown, history and all, in both languages', async () => {
    const argv = ['explain', blockedRow().keyId, '--format', 'markdown']
    const { status, stdout, stderr } = await runCli(argv, { cwd, columns: 60 })
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^# key-hzz000000000blocked1 alias\/pay\n/)
    for (const part of ['**blocked**', '## Decided by', '`EVENT-1`', '`role/app-pay`', 'ready → blocked', '`[#'])
      expect(stdout).toContain(part)
    expect(stdout).not.toContain('\u001b')
    expect((await runCli([...argv, '--lang', 'zh'], { cwd })).stdout).toContain('## 判定依据')
  })

  it('lets no name from the cloud act in a ticket', async () => {
    const { stdout } = await runCli(['explain', hostileRow().keyId, '--format', 'markdown'], { cwd })
    for (const acting of ['\u001b', '\u009b', '\u202e']) expect(stdout).not.toContain(acting)
    // Neither in a code span nor escaped: what would be markup.
    const active = stdout
      .replaceAll(/\\./g, '')
      .replaceAll(/`[^`\n]*`/g, '')
      .replaceAll(SOURCE, '')
    expect(active).not.toMatch(/[<>[\]`]|:\/\//)
  })

  it('leads to the pages of the vendor in a ticket, and nowhere else', async () => {
    const argv = ['explain', blockedRow().keyId, '--format', 'markdown']
    const { stdout } = await runCli(argv, { cwd })
    expect(stdout).toMatch(/\[Source\]\(https:\/\/www\.alibabacloud\.com\/[^)\s]+\)/)
    const strange = row({
      keyId: 'key-strange',
      verdict: 'blocked',
      findings: [
        finding({ source: 'https://x.example/a)[b](https://evil.example/`<img>' }),
        finding({ source: 'javascript:alert(1)' }),
        finding({ source: 'https://user:secret@x.example/' }),
      ],
    })
    const told = await runCli(['explain', 'key-strange', '--format', 'markdown'], {
      cwd: await seededStore({ rows: [strange] }),
    })
    expect(told.stdout).toContain('[Source](https://x.example/a%29%5Bb%5D%28https://evil.example/%60%3Cimg%3E)')
    expect(told.stdout.match(/\]\(/g)).toHaveLength(1)
  })

  it('is the same page as text and as table', async () => {
    const [text, table, plain] = await Promise.all(
      [['--format', 'text'], ['--format', 'table'], []].map((rest) =>
        runCli(['explain', 'alias/ledger', ...rest], { cwd }),
      ),
    )
    expect([table?.stdout, plain?.stdout]).toEqual([text?.stdout, text?.stdout])
    expect(text?.stdout).toContain('alias/ledger')
  })

  it('speaks Chinese', async () => {
    const { stdout } = await runCli(['explain', blockedRow().keyId, '--lang', 'zh'], { cwd })
    expect(stdout).toContain('结论')
  })

  it('lists the keys that share an alias', async () => {
    const { status, stdout, stderr } = await runCli(['explain', 'alias/pay'], { cwd })
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toContain(blockedRow().arn)
    expect(stderr).toContain(arnOf('cn-shanghai', 'key-sh2'))
  })

  it.each([
    ['alias/legder', 'alias/ledger'],
    ['LEDGER', 'alias/ledger'],
    ['ledge', 'alias/ledger'],
    [UUID.slice(0, -1), UUID],
  ])('suggests what is close to %s', async (reference, name) => {
    const { status, stdout, stderr } = await runCli(['explain', reference], { cwd })
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toContain(name)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  it('suggests the same name in other letters first', async () => {
    const { stderr } = await runCli(['explain', 'LEDGER'], { cwd })
    expect(stderr).toContain('Closest: alias/ledger, alias/ledger-next.')
  })

  it('suggests nothing where nothing is close', async () => {
    const { status, stderr } = await runCli(['explain', 'alias/zzzzzzzzzzzzzzzzzzzz'], { cwd })
    expect(status).toBe(1)
    expect(stderr).not.toContain('Closest')
  })

  it('tells that the key of an ARN no longer exists, whatever alias another has', async () => {
    const { status, stderr } = await runCli(['explain', arnOf('cn-hangzhou', 'key-gone')], { cwd })
    expect(status).toBe(1)
    expect(stderr).toContain('no longer exists')
  })
})
