import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { runCli } from '../support/cli/run-cli.ts'

const COMMANDS = [
  'audit',
  'query',
  'explain',
  'compare',
  'plan',
  'request',
  'history',
  'digest',
  'report',
  'serve',
  'doctor',
  'simulate',
]

describe('help', () => {
  it('lists the commands of this version and no others', async () => {
    const { status, stdout, stderr } = await runCli(['--help'])
    expect(status).toBe(0)
    expect(stderr).toBe('')
    const listed = [...stdout.matchAll(/^ {2}([a-z]+) .*\S$/gm)].map(([, name]) => name)
    expect(listed).toEqual(expect.arrayContaining(COMMANDS))
    expect(listed).not.toContain('rollback')
    expect(stdout).toContain('Exit status:')
  })

  it.each(COMMANDS)('%s tells examples, exit statuses and the global options', async (command) => {
    const { status, stdout, stderr } = await runCli([command, '--help'])
    expect(status).toBe(0)
    expect(stderr).toBe('')
    expect(stdout).toContain(`npm run -s cli -- ${command}`)
    expect(stdout).toContain('Exit status:')
    expect(stdout).toContain('--verbose')
  })

  it('prints the version of package.json', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
    expect(await runCli(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' })
  })

  it('goes to stderr, with status 2, when no command is given', async () => {
    const { status, stdout, stderr } = await runCli([])
    expect(status).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain('Usage: cmk-readiness')
  })
})

describe('a bad argument', () => {
  it.each([
    [['rollback'], 'rollback'],
    [['history', '--since', 'soon'], 'no day'],
    [['plan', '--window', '0'], '1h to 24h'],
    [['request', '--lang', 'fr'], 'en, zh'],
    [['request', '--format', 'xml'], 'text, csv, json'],
    [['query', '--fromat', 'json'], '--format'],
    [['query', '--verdict', 'ready,redy'], 'redy'],
    [['query', '--verdict', ','], '--verdict'],
    [['query', '--region', 'Hangzhou!'], 'Hangzhou!'],
    [['query', '--account', 'acme'], 'acme'],
    [['query', '--format', 'xml'], 'table, json, jsonl, csv'],
    [['query', 'ready'], 'argument'],
    [['query', '--where', 'call>1'], 'did you mean calls?'],
    [['query', '--where', 'calls'], 'calls>100'],
    [['query', '--sort', 'verdct'], 'did you mean verdict?'],
    [['query', '--columns', 'keyId,nothing-like-it'], 'accountId, region'],
    [['explain'], 'key'],
    [['explain', 'alias/a', '--format', 'csv'], 'csv'],
    [['digest', '--lang', 'fr'], 'en, zh'],
    [['digest', '--channel', 'dingtalk:x'], 'terminal'],
    [['simulate', '--port', '99999'], '65535'],
    [['--nonsense'], '--nonsense'],
  ])('%j is one clear line and status 2', async (argv, telling) => {
    const { status, stdout, stderr } = await runCli(argv)
    expect(status).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain(telling)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  it('names the help that is of use', async () => {
    expect((await runCli(['-q', 'query', '--where', 'a'])).stderr).toMatch(/ See: npm run -s cli -- query --help\n$/)
    expect((await runCli(['qeury'])).stderr).toMatch(/ See: npm run -s cli -- --help\n$/)
  })
})
