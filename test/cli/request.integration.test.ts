import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { openStore } from '../../shared/store/open-store.ts'
import type { RequestAsJson } from '../../shared/views/request-json.ts'
import { runCli } from '../support/cli/run-cli.ts'
import { seededStore } from '../support/cli/seeded-store.ts'
import { NOW } from '../support/domain/plan-rows.ts'
import { batchDecision, requestRows } from '../support/domain/request-rows.ts'
import { expectInertCsv } from '../support/text/inert.ts'

const env = { CMK_DESTINATION: 'cn-hangzhou=kst-hzz1' }

describe('request', () => {
  let cwd = ''
  beforeAll(async () => {
    cwd = await seededStore({ rows: requestRows() })
  })
  const request = (...argv: string[]) => runCli(['request', ...argv], { cwd, clock: () => NOW, env })
  const json = async (...argv: string[]) =>
    JSON.parse((await request('--format', 'json', ...argv)).stdout) as RequestAsJson

  it('writes each batch with its check, its text and its steps, and what is for technical support', async () => {
    const { status, stdout, stderr } = await request()
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    for (const text of [
      'Migration Diagnostic Tool',
      'Migrate 2 CMKs in cn-hangzhou to a KMS instance',
      'Destination KMS instance: kst-hzz1',
      'Migration window: Tuesday 2026-11-24 00:00 – 02:00 Asia/Shanghai',
      'Destination KMS instance: MISSING',
      'key-disk · Aliyun_AES_256 · protection level HSM',
      'com.aliyun.kms:kms-transfer-client',
      'ignore_changes = [dkms_instance_id',
      'Events: EVENT-9',
    ])
      expect(stdout).toContain(text)
    const chinese = (await request('--lang', 'zh')).stdout
    expect(chinese).toContain('申请将 cn-hangzhou 的 2 个用户主密钥迁移到 KMS 实例')
    expect(chinese).toContain('用户主密钥迁移判断工具')
    expect(chinese).not.toMatch(/Migration window|MISSING/)
  })

  it('has the same as JSON and as CSV, and one batch alone', async () => {
    const { batches, support } = await json()
    expect(batches.map(({ missing }) => missing)).toEqual([[], ['window', 'destination']])
    expect(support[0]?.keys).toMatchObject([{ keyId: 'key-web', decidedBy: ['unsupported-language'] }])
    const csv = (await request('--format', 'csv')).stdout
    expectInertCsv(csv)
    expect(csv.trimEnd().split('\r\n')).toHaveLength(1 + 2 + 1 + 1 + 1)
    const id = batches[1]?.id ?? ''
    expect(await json('--batch', id)).toMatchObject({ batches: [{ id }], support: [] })
    expect((await json('--region', 'cn-shanghai')).batches.map((each) => each.id)).toEqual([id])
  })

  it('refuses a batch that there is not in one line', async () => {
    const { status, stdout, stderr } = await request('--batch', 'batch-nowhere')
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/^.*There is no batch batch-nowhere .* batch-[0-9a-f]{12}, .*\n$/)
  })

  it('shows a batch that has moved when it is asked for, and has what was agreed', async () => {
    const store = await openStore({ kind: 'sqlite', file: join(cwd, 'cmk-readiness.db') }, { mode: 'decide' })
    const window = { from: '2026-11-21T18:00:00Z', to: '2026-11-21T20:00:00Z' }
    await store.decisions.add(batchDecision({ state: 'moved', window }))
    await store.close()
    expect((await json()).batches.map(({ id }) => id)).not.toContain('batch-0123456789ab')
    const { stdout } = await request('--batch', 'batch-0123456789ab')
    expect(stdout).toContain('moved · Ticket TKT-12')
    expect(stdout).toContain('Sunday 2026-11-22 02:00 – 04:00 Asia/Shanghai')
  })
})
