import { describe, expect, test } from 'vitest'
import { HOUR, iso } from '../../../shared/domain/time.ts'
import { accountScope, ScopeProgress } from '../../../shared/store/scope-progress.ts'
import { appOver, read, storeOf } from '../../support/functions/query/asked.ts'
import { putEvidence } from '../../support/functions/query/evidence-rows.ts'
import { blockedRow, NOW, row, unknownRow } from '../../support/rows.ts'

describe('GET /metrics', () => {
  test('tells keys by verdict, what is missing, and how old the last night is', async () => {
    const store = await storeOf([row(), blockedRow(), unknownRow(), row({ region: 'cn-shanghai' })])
    const progress = new ScopeProgress(store, accountScope('1234567890123456'))
    await progress.putRunPlan({ run: 'last', asOf: iso(NOW - HOUR), regions: ['cn-hangzhou'] })
    await progress.putDiagnostics('inventory', [])
    const { status, headers, text } = await read(appOver(store), '/metrics')
    expect([status, headers.get('Content-Type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
    const place = 'account="1234567890123456",region="cn-hangzhou"'
    const lines = text.split('\n')
    for (const line of [
      '# TYPE cmk_readiness_keys gauge',
      `cmk_readiness_keys{${place},verdict="ready"} 1`,
      `cmk_readiness_keys{${place},verdict="blocked"} 1`,
      `cmk_readiness_keys{${place},verdict="migrated"} 0`,
      'cmk_readiness_keys{account="1234567890123456",region="cn-shanghai",verdict="ready"} 1',
      `cmk_readiness_keys_with_gaps{${place}} 1`,
      'cmk_readiness_keys_with_gaps{account="1234567890123456",region="cn-shanghai"} 0',
      `cmk_readiness_stale_keys{${place}} 0`,
      `cmk_readiness_calls{${place}} ${[row(), blockedRow(), unknownRow()].reduce((sum, { usage }) => sum + usage.calls, 0)}`,
      `cmk_readiness_missing_days{${place}} 0`,
      'cmk_readiness_last_night_age_seconds 3600',
      'cmk_readiness_diagnostics 0',
    ])
      expect(lines).toContain(line)
    expect(lines.filter((line) => /^cmk_readiness_last_night\{.*1$/.test(line))).toHaveLength(1)
    for (const line of lines)
      expect(line).toMatch(/^(|# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z]+="[^"\\]*",?)+\})? [\d.]+)$/)
  })

  test('tells how much of the window was read, where there is one', async () => {
    const store = await storeOf([row()])
    await putEvidence(store)
    const { text } = await read(appOver(store), '/metrics')
    const ratios = [...text.matchAll(/^cmk_readiness_coverage_ratio\{.*region="([\w-]+)"\} (.*)$/gm)]
    expect(ratios.map(([, at, ratio]) => [at, Number(ratio).toFixed(2)])).toEqual([
      ['cn-hangzhou', '1.00'],
      ['cn-shanghai', '0.12'],
    ])
  })

  test('is for those who have the token', async () => {
    const { status } = await read(appOver(await storeOf()), '/metrics', { headers: { Authorization: '' } })
    expect(status).toBe(401)
  })
})

test('GET /healthz takes no token, and reads no table', async () => {
  const store = () => Promise.reject(new Error('was opened'))
  for (const env of [{}, { CMK_API_TOKEN: 'a-token-of-twenty-six-chars' }]) {
    const app = appOver(await storeOf(), { env, store })
    const { status, text } = await read(app, '/healthz', { headers: { Authorization: '' } })
    expect([status, text]).toEqual([200, '{"status":"ok"}'])
  }
})
