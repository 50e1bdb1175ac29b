import { expect, it } from 'vitest'
import { makeDigest } from '../../shared/digest/digest.ts'
import { scopesHtml } from '../../shared/report/scopes.ts'
import { LAST_RUN, NOW, row } from '../support/rows.ts'

const SCOPES = 30

it('a table with room for few accounts and regions lists those first that were not checked, and how many it leaves out', async () => {
  const old = 'region-27'
  const rows = Array.from({ length: SCOPES }, (_, at) => {
    const region = `region-${at}`
    return row({ region, ...(region === old && { checkedAt: '2026-01-01T00:00:00Z' }) })
  })
  const settings = { lastRun: LAST_RUN, now: NOW, timezone: 'UTC', rules: '2023-09' } as const
  const digest = await makeDigest({ rows, changes: [], diagnostics: [], ...settings })
  const regions = (most?: number) => {
    const html = String(scopesHtml(digest, { language: 'en', timezone: 'UTC' }, most))
    return { html, found: [...html.matchAll(/<th scope="row">(region-\d+)<\/th>/g)].map(([, region]) => region) }
  }
  expect(regions().found).toHaveLength(SCOPES)
  expect(regions().html).not.toContain('not listed here')
  expect(regions(5).found).toHaveLength(5)
  expect(regions(5).found[0]).toBe(old)
  expect(regions(5).html).toContain('25 more accounts and regions are not listed here')
  expect(String(scopesHtml(digest, { language: 'zh', timezone: 'UTC' }, 5))).toContain('另有 25 个账号和地域')
})
