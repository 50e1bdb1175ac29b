import { describe, expect, it } from 'vitest'
import { makeDigest } from '../../shared/digest/digest.ts'
import { HOUR } from '../../shared/domain/time.ts'
import { headline, severityOf } from '../../shared/views/headline.ts'
import { blockedRow, change, diagnostic, LAST_RUN, NOW, row } from '../support/rows.ts'

function digest(parts: Partial<Parameters<typeof makeDigest>[0]> = {}) {
  const common = { changes: [], diagnostics: [], lastRun: LAST_RUN, now: NOW, timezone: 'Asia/Shanghai' }
  return makeDigest({ rows: [row(), blockedRow()], ...common, rules: '2023-09', ...parts })
}

const lost = change({ keyId: blockedRow().keyId, before: 'ready', after: 'blocked' })

describe('a day in one line', () => {
  it('says what changed, the worst first, in either language', async () => {
    const day = await digest({ changes: [change(), lost] })
    expect(headline(day, 'en')).toBe('CMK migration readiness · 2026-11-23 · No longer ready: 1 · Newly ready: 1')
    expect(headline(day, 'zh')).toBe('CMK 迁移就绪情况 · 2026-11-23 · 不再可迁移：1 · 新增可迁移：1')
  })

  it('says that nothing changed', async () => {
    expect(headline(await digest(), 'en')).toBe('CMK migration readiness · 2026-11-23 · Nothing changed')
    expect(headline(await digest(), 'zh')).toBe('CMK 迁移就绪情况 · 2026-11-23 · 没有变化')
  })

  it('says first that it stands on no last night', async () => {
    const missed = await digest({ now: NOW + 30 * HOUR })
    expect(headline(missed, 'en')).toContain(' · the audit of last night did not run · ')
    const never = await digest({ rows: [], lastRun: { asOf: null, judged: 0, unfinished: [] } })
    expect(headline(never, 'zh')).toContain('尚未审计任何内容')
  })
})

describe('how a day went', () => {
  it('is bad when a key is no longer ready, whatever else was good', async () => {
    expect(severityOf(await digest({ changes: [change(), lost] }))).toBe('bad')
  })

  it('is unsure where a region refused or the night is missing, good where keys became ready, and quiet otherwise', async () => {
    const changes = [change()]
    expect(severityOf(await digest({ changes, diagnostics: [diagnostic({ fatal: true })] }))).toBe('unsure')
    expect(severityOf(await digest({ changes, now: NOW + 30 * HOUR }))).toBe('unsure')
    expect(severityOf(await digest({ changes }))).toBe('good')
    expect(severityOf(await digest())).toBe('quiet')
  })
})
