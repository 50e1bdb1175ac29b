import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { HOUR, iso } from '../../shared/domain/time.ts'
import { type SimulatedCloud, startCloud } from '../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { account, key, region, world } from '../../simulator/cloud/world.ts'
import { signOfLife } from '../../simulator/cloud/world-events.ts'
import { compileProgram, START } from '../support/cli/program.ts'
import { seededStore, temporaryFolder } from '../support/cli/seeded-store.ts'
import { startMailServer } from '../support/receivers.ts'
import { row } from '../support/rows.ts'

/** The program as `npm run cli` starts it, in a process of its own, with nothing in its environment but what is given. */
function start(
  argv: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [START, ...argv], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  return child
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  const [code] = await once(child, 'close')
  return code as number | null
}

beforeAll(compileProgram)

describe('the process', () => {
  it('exits with the status, the output on stdout and the errors on stderr', async () => {
    const cwd = await seededStore({ rows: [row()] })
    const shown = start(['query', '--format', 'json'], cwd)
    const bad = start(['query', '--verdict', 'redy'], cwd)
    const missing = start(['digest'], await temporaryFolder())
    const [rows, errors, hint, ...codes] = await Promise.all([
      text(shown.stdout),
      text(bad.stderr),
      text(missing.stderr),
      exitOf(shown),
      exitOf(bad),
      exitOf(missing),
    ])
    expect(JSON.parse(rows)).toHaveLength(1)
    expect(errors).toContain('redy')
    expect(hint).toContain('audit')
    expect(codes).toEqual([0, 2, 1])
  })

  it('sends mail to a server that NODE_EXTRA_CA_CERTS vouches for, and to no other', async () => {
    const { ca, mails, port } = await startMailServer()
    const cwd = await seededStore({ rows: [row()] })
    await writeFile(join(cwd, 'ca.pem'), ca)
    const env = { CMK_CHANNELS: `smtp://localhost:${port}#from=bot@corp.example&to=team@corp.example` }
    const argv = ['digest', '--channel', 'smtp']
    const stranger = start(argv, cwd, env)
    expect(await text(stranger.stdout)).toContain('The certificate of the server is not trusted')
    const trusted = start(argv, cwd, { ...env, NODE_EXTRA_CA_CERTS: join(cwd, 'ca.pem') })
    expect(await text(trusted.stdout)).toMatch(/^smtp: digest of [\d-]+ sent\n$/)
    expect(mails).toHaveLength(1)
  })

  it('ends quietly when nobody reads its output any more', async () => {
    const many = Array.from({ length: 3_000 }, (_, index) => row({ keyId: `key-${index}` }))
    const child = start(['query', '--format', 'jsonl'], await seededStore({ rows: many }))
    const errors = text(child.stderr)
    child.stdout.once('data', () => child.stdout.destroy())
    expect(await exitOf(child)).toBe(0)
    expect(await errors).toBe('')
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('simulate prints its environment and stops on %s', async (signal) => {
    const child = start(['simulate'], await temporaryFolder())
    const errors = text(child.stderr)
    let printed = ''
    for await (const piece of child.stdout) {
      printed += String(piece)
      if (printed.includes('CMK_STORE')) break
    }
    child.kill(signal)
    expect(await exitOf(child)).toBe(0)
    expect(await errors).toBe('')
    expect(printed).toMatch(/^export ALIBABA_CLOUD_ACCESS_KEY_ID='LTAI/)
    for (const line of printed.trimEnd().split('\n')) expect(line).toMatch(/^export [A-Z_]+='[^']*'$/)
  })

  it('serve prints its address and stops on SIGTERM', async () => {
    const child = start(['serve', '--port', '0'], await temporaryFolder(), {
      CMK_API_TOKEN: 'a-token-of-twenty-six-chars',
    })
    const errors = text(child.stderr)
    const [printed] = await once(child.stdout, 'data')
    expect(String(printed)).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\n$/)
    child.kill('SIGTERM')
    expect(await exitOf(child)).toBe(0)
    expect(await errors).toBe('')
  })

  describe('audit', () => {
    let cloud: SimulatedCloud
    beforeAll(async () => {
      const events = [signOfLife(iso(Date.now() - HOUR))]
      const regions = { 'cn-hangzhou': region({ keys: [key({ keyId: 'key-fine' })], events }) }
      cloud = await startCloud(world({ accounts: [account({ regions })] }), { quotas: NO_QUOTAS })
    })
    afterAll(() => cloud.close())
    const settings = () => ({
      ...cloud.environment(),
      CMK_REGIONS: 'cn-hangzhou',
      CMK_OBSERVATION_DAYS: '2',
      CMK_TRAIL_QPS: '500',
    })

    it.each([
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const)('stops on %s with status %d and one line, and goes on the next time', async (signal, status) => {
      const cwd = await temporaryFolder()
      const stopped = start(['audit'], cwd, settings())
      const [out, errors] = [text(stopped.stdout), text(stopped.stderr)]
      cloud.killAfter(5, () => stopped.kill(signal))
      expect(await exitOf(stopped)).toBe(status)
      expect([await out, await errors]).toEqual(['', expect.stringMatching(/^(audit: .*\n)+Stopped\. .*\n$/)])
      const again = start(['audit', '--format', 'json'], cwd, settings())
      const rows = text(again.stdout)
      expect(await exitOf(again)).toBe(0)
      expect(JSON.parse(await rows)).toHaveLength(1)
    })
  })
})
