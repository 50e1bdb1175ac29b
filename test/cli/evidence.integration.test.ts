import { join } from 'node:path'
import stringWidth from 'string-width'
import { beforeAll, describe, expect, it } from 'vitest'
import { iso } from '../../shared/domain/time.ts'
import { openStore } from '../../shared/store/open-store.ts'
import { accountScope, ScopeProgress } from '../../shared/store/scope-progress.ts'
import { runCli } from '../support/cli/run-cli.ts'
import { seededStore, temporaryFolder } from '../support/cli/seeded-store.ts'
import { call } from '../support/domain/call.ts'
import { ACCOUNT, AS_OF, putEvidence } from '../support/functions/query/evidence-rows.ts'
import { diagnostic } from '../support/rows.ts'

describe('evidence', () => {
  let cwd = ''
  beforeAll(async () => {
    cwd = await seededStore({ rows: [] })
    const store = await openStore({ kind: 'sqlite', file: join(cwd, 'cmk-readiness.db') }, { mode: 'write' })
    await putEvidence(store)
    await store.close()
  })

  it('shows a line a scope, with a bar of its days, and says on stderr what the last run could not read', async () => {
    const { status, stdout, stderr } = await runCli(['evidence'], { cwd })
    expect(status).toBe(0)
    const [head, ...lines] = stdout.trimEnd().split('\n')
    expect(head).toMatch(/^REGION +DAYS +OLDEST TO NEWEST +READ FROM/)
    expect(lines).toHaveLength(3)
    expect(lines[0]).toMatch(/^cn-hangzhou +90 of 90 +█{30} +lookup: 79\.2, sls \(accurate\): 10\.8/)
    expect(lines[1]).toMatch(
      /^cn-shanghai +10\.8 of 90 +·{26}▒█{3} +lookup: 10\.8 +about 2\.0 h +this suite’s own calls are missing/,
    )
    expect(lines[2]).toMatch(/^eu-central-1 +no key needs it/)
    expect(stderr).toContain('warning: 1234567890123456 cn-shanghai: <b>80 days</b> of events are not read yet')
  })

  it('names accounts that the last audit could not enter, of which there is no line', async () => {
    const refused = await seededStore({ rows: [] })
    const store = await openStore({ kind: 'sqlite', file: join(refused, 'cmk-readiness.db') }, { mode: 'write' })
    await putEvidence(store)
    for (const accountId of ['2000000000000001', '2000000000000002']) {
      const denied = diagnostic({
        accountId,
        message: call('AssumeRole', 'NoPermission'),
        fatal: true,
        asOf: iso(AS_OF),
      })
      const { region: _, ...ofAccount } = denied
      await new ScopeProgress(store, accountScope(accountId)).putDiagnostics('inventory', [ofAccount])
    }
    await store.close()
    const { stdout, stderr } = await runCli(['evidence'], { cwd: refused })
    expect(stdout).not.toContain('2000000000000001')
    expect(stderr).toMatch(/could not judge 2000000000000001, 2000000000000002 \(AssumeRole: NoPermission\): /)
    const chosen = await runCli(['query', '--account', ACCOUNT], { cwd: refused })
    expect(chosen.stderr).toContain('could not judge 2000000000000001')
  })

  it.each([80, 100])('fits %d columns, and says what is left out', async (columns) => {
    const { stdout, stderr } = await runCli(['evidence', '--no-color'], { cwd, columns })
    for (const line of stdout.trimEnd().split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(columns)
    expect(stdout).toMatch(/own calls/)
    expect(stdout).toMatch(/^cn-shanghai +10\.8 of 90/m)
    if (!stdout.includes('READ FROM')) expect(stderr).toMatch(/Left out in \d+ columns: .*READ FROM/)
  })

  it('says what a source that is not proven yet means, and what will prove it', async () => {
    const unproven = await seededStore({ rows: [] })
    const store = await openStore({ kind: 'sqlite', file: join(unproven, 'cmk-readiness.db') }, { mode: 'write' })
    await putEvidence(store)
    const putProof = (region: string, state: 'reading' | { readonly why: 'no-event' }) =>
      new ScopeProgress(store, `${ACCOUNT}:${region}`).putSourceProof({ asOf: AS_OF, state, seen: [] }, 1)
    await putProof('cn-shanghai', 'reading')
    await putProof('cn-hangzhou', { why: 'no-event' })
    await store.close()
    const { stdout } = await runCli(['evidence'], { cwd: unproven })
    expect(stdout).toMatch(/^1234567890123456 cn-shanghai: “Not proven yet” means .* The next audit settles it: .*\.$/m)
    expect(stdout).toMatch(
      /^1234567890123456 cn-hangzhou: “No event at all” means .* The next audit settles it: .*\.$/m,
    )
    for (const format of ['json', 'jsonl', 'csv'])
      expect((await runCli(['evidence', '--format', format], { cwd: unproven })).stdout).not.toContain('settles it')
  })

  it('prints one array as json, and scopes that were chosen', async () => {
    const { stdout, stderr } = await runCli(['evidence', '--region', 'cn-shanghai', '--format', 'json'], { cwd })
    expect(JSON.parse(stdout)).toMatchObject([{ region: 'cn-shanghai', missingDays: 79.2 }])
    expect(stderr).toBe('')
    const csv = (await runCli(['evidence', '--format', 'csv'], { cwd })).stdout.split('\r\n')
    expect(csv).toHaveLength(5)
    const lines = (await runCli(['evidence', '--format', 'jsonl'], { cwd })).stdout.trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line).region)).toEqual(['cn-hangzhou', 'cn-shanghai', 'eu-central-1'])
  })

  it('says that nothing was read of a region that no audit came to', async () => {
    const { status, stdout, stderr } = await runCli(['evidence', '--region', 'cn-beijing', '--format', 'json'], { cwd })
    expect([status, stdout]).toEqual([0, '[]\n'])
    expect(stderr).toContain('No audit has read anything of these accounts and regions yet.')
  })

  it('needs a table', async () => {
    const { status, stderr } = await runCli(['evidence'], { cwd: await temporaryFolder() })
    expect(status).toBe(1)
    expect(stderr).toContain('Run audit first')
  })
})
