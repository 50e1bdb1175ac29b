import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { Output } from '../../cli/terminal/output.ts'
import { describeProgress, StatusLine } from '../../cli/terminal/status-line.ts'
import { terminalLog } from '../../cli/terminal/terminal-log.ts'
import type { ProgressReport } from '../../functions/run/services.ts'
import { paint } from '../../shared/text/verdict-style.ts'
import { stream } from '../support/cli/run-cli.ts'

const PROGRESS: ProgressReport = {
  stage: 'inventory',
  accountId: '1234567890123456',
  region: 'cn-hangzhou',
  done: 120,
  total: 400,
  unit: 'keys',
  callsPerSecond: 9.52,
  timeLeft: 65_000,
}

async function printed(
  columns: number | undefined,
  act: (line: StatusLine, tick: (ms: number) => void) => Promise<void> | void,
  quiet = false,
): Promise<string> {
  const stderr = stream(columns)
  let now = 0
  const line = new StatusLine(new Output(stderr, (each) => each), () => now, quiet)
  await act(line, (ms) => {
    now += ms
  })
  stderr.end()
  return text(stderr)
}

/** What is left on a terminal's last line. */
const lastLine = (output: string) => output.split(/\r|\n/).at(-1)?.replace('\u001b[2K', '')

describe('the status line', () => {
  it('tells stage, scope, progress, pace and time left', () => {
    expect(describeProgress(PROGRESS)).toBe(
      'inventory 1234567890123456 cn-hangzhou: 120/400 keys, 9.5 calls/s, 1 min 5 s left',
    )
  })

  it('is one line that is rewritten, fits the terminal and is gone at the end', async () => {
    const output = await printed(40, async (line, tick) => {
      line.show(PROGRESS)
      tick(200)
      line.show({ ...PROGRESS, done: 121 })
      tick(1)
      line.show({ ...PROGRESS, done: 122 })
      await line.clear()
    })
    expect(output).not.toContain('\n')
    for (const drawn of output.split('\r')) expect(drawn.replace('\u001b[2K', '').length).toBeLessThan(40)
    expect(output.match(/inventory/g)).toHaveLength(2)
    expect(lastLine(output)).toBe('')
  })

  it('stays below what is logged', async () => {
    const output = await printed(120, (line) => {
      line.show(PROGRESS)
      terminalLog(line, { quiet: false, verbose: false, colours: paint(false) }).warn('slow', { region: 'cn-hangzhou' })
    })
    expect(output).toContain('warning: slow (region cn-hangzhou)\n')
    expect(lastLine(output)).toBe(describeProgress(PROGRESS))
  })

  it('does not show where nobody looks, or with --quiet', async () => {
    const show = async (line: StatusLine) => {
      line.show(PROGRESS)
      await line.clear()
    }
    expect(await printed(undefined, show)).toBe('')
    expect(await printed(80, show, true)).toBe('')
  })
})

describe('the log', () => {
  const all = (options: { quiet: boolean; verbose: boolean }) =>
    printed(undefined, (line) => {
      const log = terminalLog(line, { ...options, colours: paint(false) })
      log.debug('d')
      log.info('i')
      log.warn('w', { none: undefined })
      log.error('e')
    })

  it('tells warnings and errors, less with --quiet, more with --verbose', async () => {
    expect(await all({ quiet: false, verbose: false })).toBe('warning: w\nerror: e\n')
    expect(await all({ quiet: true, verbose: false })).toBe('error: e\n')
    expect(await all({ quiet: false, verbose: true })).toBe('debug: d\ninfo: i\nwarning: w\nerror: e\n')
  })
})
