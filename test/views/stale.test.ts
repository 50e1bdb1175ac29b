import { describe, expect, it } from 'vitest'
import { applyStaleness, STALE_AFTER } from '../../shared/domain/stale.ts'
import { findingText } from '../../shared/text/finding-text.ts'
import { blockedRow, row } from '../support/rows.ts'

const checked = Date.parse(row().checkedAt)

describe('a row as it is shown', () => {
  it('is what was stored while its check is not older than 48 hours', () => {
    expect(applyStaleness(row(), checked + STALE_AFTER)).toEqual(row())
  })

  it('reads as unknown after 48 hours, and says what it was', () => {
    const shown = applyStaleness(row(), checked + STALE_AFTER + 1)
    expect(shown).toMatchObject({ verdict: 'unknown', staleVerdict: 'ready' })
    expect(shown.findings[0]).toMatchObject({ rule: 'stale', effect: 'unknown' })
    expect(shown.findings[0]?.message).toContain(row().checkedAt)
  })

  it('keeps what was found before', () => {
    const shown = applyStaleness(blockedRow(), checked + 2 * STALE_AFTER)
    expect(shown.findings.slice(1)).toEqual(blockedRow().findings)
  })

  it('is made stale once', () => {
    const shown = applyStaleness(row(), checked + 2 * STALE_AFTER)
    expect(applyStaleness(shown, checked + 3 * STALE_AFTER)).toEqual(shown)
  })

  it('trusts no check whose time cannot be read', () => {
    expect(applyStaleness(row({ checkedAt: '' }), checked).verdict).toBe('unknown')
  })

  it('trusts no check that lies ahead, beyond what clocks differ', () => {
    expect(applyStaleness(row(), checked - 3_600_000)).toEqual(row())
    const shown = applyStaleness(row(), checked - 3_600_001)
    expect(shown).toMatchObject({ verdict: 'unknown', staleVerdict: 'ready' })
    expect(shown.findings[0]?.message).toMatch(/lies in the future/)
  })

  it('speaks Chinese', () => {
    const [finding] = applyStaleness(row(), checked + 2 * STALE_AFTER).findings
    expect(finding && findingText(finding, 'zh').message).toMatch(/48 小时.*ready/)
  })
})
