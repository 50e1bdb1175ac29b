import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { writeFileAtomic } from '../../shared/files/write-file-atomic.ts'
import { openStore } from '../../shared/store/open-store.ts'
import { message } from '../support/channels/messages.ts'
import { channelAt, sendTo, Waiting } from '../support/channels/open.ts'
import { runCli } from '../support/cli/run-cli.ts'
import { seededStore } from '../support/cli/seeded-store.ts'
import { NOW, row } from '../support/rows.ts'

let cwd = ''
const at = (name: string) => join(cwd, name)
const listed = () => readdirSync(cwd).sort()
beforeEach(async () => {
  cwd = await seededStore({ rows: [row({ keyId: 'key-of-the-report' })] })
})

/** Everything that writes a file, told by the line that says why it did not. */
const writers: Readonly<Record<string, (file: string) => Promise<string>>> = {
  'report --out': async (file) => {
    const { status, stdout, stderr } = await runCli(['report', '--out', file], { cwd })
    expect([status, stdout]).toEqual(stderr === '' ? [0, `${file}\n`] : [1, ''])
    return stderr
  },
  'audit --report': async (file) => {
    // It is told before anything is called, so that no cloud is needed for what must not be written.
    const { stderr } = await runCli(['audit', '--report', file], {
      cwd,
      env: {
        ALIBABA_CLOUD_ACCESS_KEY_ID: 'x',
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'x',
        CMK_ENDPOINTS: '{"sts":"http://127.0.0.1:1"}',
      },
    })
    return stderr.includes('Cannot write') ? stderr : ''
  },
  'save:': async (file) => {
    const time = new Waiting(NOW)
    const error = await sendTo(await channelAt(`save:${join(cwd, file)}`, time.services), await message(), time)
    return error instanceof Error ? `${error.message}\n` : ''
  },
}

describe.each(Object.entries(writers))('%s', (name, write) => {
  const writes = name !== 'audit --report'

  it('writes through a link, and keeps the link and the mode of what it leads to', async () => {
    if (!writes) return
    mkdirSync(at('shared'))
    writeFileSync(at('shared/real.html'), 'before')
    chmodSync(at('shared/real.html'), 0o640)
    symlinkSync('shared', at('folder'))
    symlinkSync('../shared/real.html', at('shared/second.html'))
    symlinkSync('folder/second.html', at('link.html'))
    expect(await write('link.html')).toBe('')
    expect(lstatSync(at('link.html')).isSymbolicLink()).toBe(true)
    expect(lstatSync(at('shared/second.html')).isSymbolicLink()).toBe(true)
    expect(readFileSync(at('shared/real.html'), 'utf8')).toMatch(/^<!doctype html>/)
    expect(statSync(at('shared/real.html')).mode & 0o7777).toBe(0o640)
    expect(readdirSync(at('shared')).sort()).toEqual(['real.html', 'second.html'])
  })

  it('makes what a link leads to that is not there yet', async () => {
    if (!writes) return
    symlinkSync('later.html', at('link.html'))
    expect(await write('link.html')).toBe('')
    expect(lstatSync(at('link.html')).isSymbolicLink()).toBe(true)
    expect(lstatSync(at('later.html')).isFile()).toBe(true)
  })

  it('writes a file that has two names under both', async () => {
    if (!writes) return
    writeFileSync(at('one.html'), 'before')
    linkSync(at('one.html'), at('two.html'))
    expect(await write('one.html')).toBe('')
    expect(readFileSync(at('two.html'), 'utf8')).toMatch(/^<!doctype html>/)
  })

  const refused: readonly [string, () => void, RegExp][] = [
    ['a device', () => symlinkSync('/dev/null', at('it.html')), /it is a device/],
    ['a full device', () => symlinkSync('/dev/full', at('it.html')), /it is a device/],
    ['its own output', () => symlinkSync('/dev/stdout', at('it.html')), /it is a (stream of a process|device)/],
    ['a named pipe', () => execFileSync('mkfifo', [at('it.html')]), /it is a named pipe/],
    ['a folder', () => mkdirSync(at('it.html')), /it is a folder/],
    ['a link to a folder', () => symlinkSync('.', at('it.html')), /it is a folder/],
    ['a link to itself', () => symlinkSync('it.html', at('it.html')), /its links lead in a circle/i],
    [
      'a circle of links',
      () => {
        symlinkSync('there.html', at('it.html'))
        symlinkSync('it.html', at('there.html'))
      },
      /its links lead in a circle/i,
    ],
    ['a link into a folder that is not there', () => symlinkSync('gone/x.html', at('it.html')), /ENOENT/],
  ]
  it.each(refused)('refuses %s in one line, and leaves it as it is', async (_what, prepare, why) => {
    prepare()
    const before = [listed(), lstatSync(at('it.html')).mode]
    const told = await write('it.html')
    expect(told).toMatch(why)
    expect(told.split('\n')).toHaveLength(2)
    expect([listed(), lstatSync(at('it.html')).mode]).toEqual(before)
  })

  it('refuses a socket', async () => {
    const server = createServer().listen(at('it.html'))
    onTestFinished(() => void server.close())
    await new Promise((resolve) => server.once('listening', resolve))
    expect(await write('it.html')).toMatch(/it is a socket/)
  })

  it('refuses a path through a file, and a name that is too long', async () => {
    writeFileSync(at('taken'), '')
    expect(await write('taken/it.html')).toMatch(/ENOTDIR/)
    expect(await write(`${'x'.repeat(300)}.html`)).toMatch(/its name is too long/i)
  })
})

it('refuses a folder in which none can be made, and ends', async () => {
  const { status, stderr } = await runCli(['report', '--out', '/proc/none/it.html'], { cwd })
  expect(status).toBe(1)
  expect(stderr).toMatch(/^error: Cannot write \/proc\/none\/it\.html: .*\n$/)
})

describe('devices by their own names', () => {
  it.each(['/dev/null', '/dev/full', '/dev/tty', '/dev/stdout', '/dev/fd/1', '/proc/self/fd/1'])(
    'report --out %s is refused, and the device stays one',
    async (device) => {
      const before = lstatSync('/dev/null').isCharacterDevice()
      const { status, stdout, stderr } = await runCli(['report', '--out', device], { cwd })
      expect([status, stdout]).toEqual([1, ''])
      expect(stderr).toMatch(/^error: Cannot write \/.*- for standard output\.\n$/)
      expect(lstatSync('/dev/null').isCharacterDevice()).toBe(before)
    },
  )

  it.each(['/dev/null', '/dev/full', '/proc/self/fd/0'])('CMK_STORE=sqlite:%s is refused', async (device) => {
    for (const argv of [['query'], ['audit'], ['digest'], ['doctor', '--format', 'json']]) {
      const { status, stdout, stderr } = await runCli(argv, {
        cwd,
        env: {
          CMK_STORE: `sqlite:${device}`,
          CMK_ENDPOINTS: '{"sts":"http://127.0.0.1:1"}',
          ALIBABA_CLOUD_ACCESS_KEY_ID: 'x',
          ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'x',
        },
      })
      expect(status).toBe(1)
      expect(stdout + stderr).toContain('is not a file')
    }
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true)
  })

  it.each(['', 'out/', '.'])('report --out %j names no file', async (out) => {
    const { status, stderr } = await runCli(['report', '--out', out], { cwd })
    expect(status).toBe(1)
    expect(stderr).toMatch(/^error: Cannot write .*folder.*\n$/)
  })
})

describe('standard output', () => {
  it('gets the report with --out -, and nothing else', async () => {
    const { status, stdout, stderr } = await runCli(['report', '--out', '-'], { cwd })
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^<!doctype html>[\s\S]*key-of-the-report[\s\S]*<\/html>\n$/)
    expect(listed()).not.toContain('-')
  })

  it('is not shared by --report - and --format', async () => {
    const { status, stdout, stderr } = await runCli(['audit', '--report', '-', '--format', 'json'], { cwd })
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^error: --report - and --format .*\n$/)
  })

  it('is no file to save to', async () => {
    const { status, stderr } = await runCli(['digest', '--channel', 'save'], { cwd, env: { CMK_CHANNELS: 'save:-' } })
    expect(status).toBe(2)
    expect(stderr).toMatch(/standard output is `terminal`/)
  })
})

describe('a file that is written', () => {
  it('stays as it was, with nothing beside it, when it could not be made whole', async () => {
    writeFileSync(at('kept.html'), 'before')
    const broken = (function* () {
      yield 'half'
      throw new Error('no more')
    })()
    await expect(writeFileAtomic(at('kept.html'), broken)).rejects.toThrow('no more')
    await expect(writeFileAtomic(at('kept.html'), [])).resolves.toBeUndefined()
    expect(readFileSync(at('kept.html'), 'utf8')).toBe('')
    expect(listed().filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('is one of two whole ones when two write it at once', async () => {
    const text = (letter: string) => Array.from({ length: 200 }, () => letter.repeat(500))
    await Promise.all([writeFileAtomic(at('both'), text('a')), writeFileAtomic(at('both'), text('b'))])
    expect(readFileSync(at('both'), 'utf8')).toMatch(/^(a{100000}|b{100000})$/)
    expect(listed().filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('of the store may be a link, to what is there and to what is not yet', async () => {
    symlinkSync('cmk-readiness.db', at('link.db'))
    const { status, stdout } = await runCli(['query', '--format', 'jsonl'], {
      cwd,
      env: { CMK_STORE: 'sqlite:link.db' },
    })
    expect([status, stdout.trim().split('\n')]).toEqual([0, [expect.stringContaining('key-of-the-report')]])
    symlinkSync('folder/new.db', at('new.db'))
    const env = {
      CMK_STORE: 'sqlite:new.db',
      CMK_REGIONS: 'cn-hangzhou',
      CMK_ENDPOINTS: '{"sts":"http://127.0.0.1:1"}',
      ALIBABA_CLOUD_ACCESS_KEY_ID: 'x',
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'x',
    }
    const unmounted = await runCli(['audit'], { cwd, env })
    expect([unmounted.status, unmounted.stderr]).toEqual([
      1,
      expect.stringMatching(/^error: .*a folder that is not there/),
    ])
    mkdirSync(at('folder'))
    await openStore({ kind: 'sqlite', file: at('new.db') }, { mode: 'write' }).then((store) => store.close())
    expect(readdirSync(at('folder'))).toContain('new.db')
    expect(lstatSync(at('new.db')).isSymbolicLink()).toBe(true)
    symlinkSync('around.db', at('round.db'))
    symlinkSync('round.db', at('around.db'))
    const round = await runCli(['query'], { cwd, env: { CMK_STORE: 'sqlite:round.db' } })
    expect([round.status, round.stderr]).toEqual([1, expect.stringMatching(/^error: .*ELOOP.*\n$/)])
  })
})
