import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { startCloud } from '../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { account, key, region, world } from '../../simulator/cloud/world.ts'
import { runCli } from '../support/cli/run-cli.ts'
import { temporaryFolder } from '../support/cli/seeded-store.ts'

it('the ranges that rows were judged by are told by audit, doctor, digest and report, wherever these run', async () => {
  const regions = { 'cn-hangzhou': region({ keys: [key({ keyId: 'k' })] }) }
  const cloud = await startCloud(world({ accounts: [account({ regions })] }), { quotas: NO_QUOTAS })
  onTestFinished(() => cloud.close())
  const cwd = await temporaryFolder()
  const env = { ...cloud.environment(), CMK_REGIONS: 'cn-hangzhou', CMK_KMS_QPS: '1000', CMK_TRAIL_QPS: '1000' }
  const ranged = { ...env, CMK_OWN_CIDRS: '198.51.100.7/24,47.96.0.0/15, 47.100.1.1,' }
  const run = (argv: string[], variables: Record<string, string> = env) =>
    runCli(argv, { env: variables, cwd, clock: Date.now })

  const audit = await run(['audit', '--format', 'json'], ranged)
  expect(JSON.parse(audit.stdout)).toHaveLength(1)
  expect(audit.stderr).toContain('CMK_OWN_CIDRS: 198.51.100.7/24 is taken as 198.51.100.0/24.')
  expect(audit.stderr).toContain('CMK_OWN_CIDRS: 47.96.0.0/15 is wide')

  const doctor = await run(['doctor'], ranged)
  expect(doctor.stdout).toContain('own public ranges 198.51.100.0/24, 47.96.0.0/15, 47.100.1.1/32')
  expect(doctor.stdout).toMatch(/warning +configuration +CMK_OWN_CIDRS: 47.96.0.0\/15 is wide/)

  // The environment of who reads has none, and that is not what judged.
  const digest = await run(['digest', '--dry-run'])
  expect(digest.stdout).toContain('198.51.100.0/24, 47.96.0.0/15, 47.100.1.1/32')
  const chinese = await run(['digest', '--dry-run', '--lang', 'zh'])
  expect(chinese.stdout).toMatch(/自有公网地址段.*198\.51\.100\.0\/24/)
  await run(['report', '--out', 'report.html'])
  expect(await readFile(join(cwd, 'report.html'), 'utf8')).toContain('198.51.100.0/24, 47.96.0.0/15')

  await run(['audit'])
  expect((await run(['digest', '--dry-run'], ranged)).stdout).not.toContain('198.51.100.0/24')

  const refused = await run(['audit'], { ...env, CMK_OWN_CIDRS: '0.0.0.0/0' })
  expect([refused.status, refused.stderr.trim().split('\n').length]).toEqual([2, 1])
  expect(refused.stderr).toContain('0.0.0.0/0 is wider than /12')
}, 60_000)
