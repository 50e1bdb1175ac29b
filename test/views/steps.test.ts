import { describe, expect, it } from 'vitest'
import { makeDigest } from '../../shared/digest/digest.ts'
import { DAY, iso } from '../../shared/domain/time.ts'
import { renderMarkdown } from '../../shared/views/digest-text.ts'
import { explainAsMarkdown, renderExplain } from '../../shared/views/explain.ts'
import { callerNamed } from '../support/domain/plan-rows.ts'
import { HOSTILE, LAST_RUN, NOW, row } from '../support/rows.ts'
import { expectInertMarkdown } from '../support/text/inert.ts'

const timezone = 'Asia/Shanghai'
const facts = { ...row().facts, protectionLevel: 'HSM' as const }

describe('the steps of a key', () => {
  it('stand in its explanation, those before the move first, and each for somebody', () => {
    const usage = { ...row().usage, callers: [callerNamed('role/orders')] }
    const subject = row({ usage, facts, owner: 'payments', secrets: ['db'] })
    const text = renderExplain(subject, { history: [], now: NOW, language: 'en', timezone, colour: false })
    const before = text.indexOf('To do before the move')
    const after = text.indexOf('To do when the key has moved')
    expect(before).toBeGreaterThan(text.indexOf('Decided by'))
    expect(after).toBeGreaterThan(before)
    expect(text.slice(before, after)).toMatch(/becomes SOFTWARE[\s\S]*for payments/)
    expect(text.slice(after)).toMatch(/kms-transfer-client[\s\S]*for those who look after role\/orders/)
  })

  it('have no section where there is nothing to do', () => {
    const text = renderExplain(row(), { history: [], now: NOW, language: 'zh', timezone, colour: false })
    expect(text).not.toMatch(/迁移前要做的事|迁移后要做的事/)
  })

  it('stay inert as Markdown whatever callers and secrets are called', () => {
    const texts = Object.values(HOSTILE)
    const usage = { ...row().usage, callers: texts.map((name) => callerNamed(name)) }
    const subject = row({ usage, secrets: texts, owner: texts.join(' '), aliases: [] })
    expectInertMarkdown(explainAsMarkdown(subject, { history: [], now: NOW, language: 'en', timezone }))
  })

  it('are told in a few words behind the line of a key in the digest', async () => {
    const rotating = row({
      ...{ keyId: 'key-rotating', verdict: 'action-required', tags: [{ key: 'iac', value: 'terraform' }] },
      facts: { ...row().facts, automaticRotation: 'Enabled', nextRotationAt: iso(NOW + 3 * DAY) },
    })
    const rows = [row({ facts, secrets: ['db'] }), rotating]
    const rest = { changes: [], diagnostics: [], lastRun: LAST_RUN, now: NOW, timezone, rules: '2023-09' } as const
    const digest = await makeDigest({ rows, ...rest })
    const english = renderMarkdown(digest, { language: 'en', timezone })
    expect(english).toContain(' · HSM key: SOFTWARE in a software instance · its secrets move after it')
    expect(english).toMatch(/key-rotating.* · Terraform: ignore_changes first/)
    expect(renderMarkdown(digest, { language: 'zh', timezone })).toContain(
      ' · HSM 密钥，迁移到软件实例后变为 SOFTWARE · 所加密的凭据须在其后迁移',
    )
  })
})
