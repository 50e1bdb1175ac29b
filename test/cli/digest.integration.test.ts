import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../support/cli/run-cli.ts'
import { seededStore } from '../support/cli/seeded-store.ts'
import { blockedRow, change, diagnostic, NOW, row } from '../support/rows.ts'

let cwd = ''
beforeAll(async () => {
  cwd = await seededStore({
    rows: [row(), blockedRow()],
    changes: [
      change(),
      change({ keyId: blockedRow().keyId, before: 'ready', after: 'unknown', changedAt: '2026-03-01T00:00:00Z' }),
    ],
    diagnostics: [diagnostic()],
  })
})

describe('digest', () => {
  it('tells changes of the day, what is ready, blocked and refused', async () => {
    const { status, stdout, stderr } = await runCli(['digest'], { cwd })
    expect([status, stderr]).toEqual([0, ''])
    for (const part of [row().keyId, blockedRow().keyId, 'ReEncrypt', 'cn-beijing', 'Grant kms:ListKeys.'])
      expect(stdout).toContain(part)
  })

  it('is data as json', async () => {
    const { stdout } = await runCli(['digest', '--format', 'json', '--dry-run'], { cwd })
    const digest = JSON.parse(stdout)
    expect(digest.totals.keys).toBe(2)
    expect(digest.changes.newlyReady).toHaveLength(1)
    expect(digest.changes.noLongerReady).toEqual([])
    expect(digest.diagnostics).toHaveLength(1)
  })

  it('is Markdown, and Chinese', async () => {
    const { stdout } = await runCli(['digest', '--format', 'markdown', '--lang', 'zh', '--channel', 'terminal'], {
      cwd,
    })
    expect(stdout).toMatch(/^# CMK 迁移就绪情况/)
  })

  it('has no colours where they are not wanted', async () => {
    const coloured = await runCli(['digest'], { cwd, columns: 100 })
    expect(coloured.stdout).toContain('\u001b[')
    const plain = { cwd, columns: 100, env: { NO_COLOR: '1' } }
    expect((await runCli(['digest'], plain)).stdout).not.toContain('\u001b[')
    expect((await runCli(['digest', '--no-color'], { cwd, columns: 100 })).stdout).not.toContain('\u001b[')
    expect((await runCli(['digest'], { cwd })).stdout).not.toContain('\u001b[')
  })

  it('leaves out what a run refused before the last one', async () => {
    const stale = diagnostic({ asOf: '2026-11-20T18:15:00Z', stage: 'usage' })
    const account = diagnostic({ accountId: stale.accountId })
    const old = await seededStore({ rows: [row()], diagnostics: [stale, account], lastRun: account.asOf })
    const { stdout } = await runCli(['digest', '--format', 'json'], { cwd: old })
    expect(JSON.parse(stdout).diagnostics).toEqual([account])
  })
})

describe('report', () => {
  it('writes one HTML file and prints its name', async () => {
    const { status, stdout } = await runCli(['report'], { cwd, clock: () => NOW })
    expect([status, stdout]).toEqual([0, 'out/report.html\n'])
    const html = await readFile(join(cwd, 'out/report.html'), 'utf8')
    expect(html).toContain(blockedRow().keyId)
    expect(html.trimEnd()).toMatch(/<\/html>$/)
  })

  it('of a large table holds the keys that need somebody, and says how many it leaves out', async () => {
    const ready = Array.from({ length: 2_000 }, (_, at) => row({ keyId: `key-${String(at).padStart(5, '0')}` }))
    const large = await seededStore({ rows: [...ready, blockedRow({ keyId: 'key-zzz-last' })] })
    const { status, stderr } = await runCli(['report'], { cwd: large, clock: () => NOW })
    expect(status).toBe(0)
    expect(stderr).toMatch(/^warning: The report holds the 2,000 keys .* leaves out 1\..* serve\n$/)
    const html = await readFile(join(large, 'out/report.html'), 'utf8')
    expect(html.match(/<tbody data-verdict/g)).toHaveLength(2_000)
    expect(html).toContain('key-zzz-last')
    // The plan names every ready key all the same.
    const [plan = ''] = /<section aria-labelledby="plan">[\s\S]*?<\/section>/.exec(html) ?? []
    expect(plan).toContain('key-01999')
    expect(html.replace(plan, '')).not.toContain('key-01999')
    expect(html).toMatch(/<b>2,000<\/b> <span class="verdict v-ready">/)
    expect(html).toContain('<p class="alert">The report holds the 2,000 keys')
  }, 60_000)

  it('tells in one line that the file cannot be written', async () => {
    const { status, stderr } = await runCli(['report', '--out', join('cmk-readiness.db', 'report.html')], { cwd })
    expect(status).toBe(1)
    expect(stderr).toMatch(/^error: Cannot write .*report\.html: ENOTDIR\. .*\n$/)
  })
})
