import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../shared/domain/language.ts'
import type { CallerSummary, ReadinessRow } from '../../shared/domain/readiness.ts'
import { needsFigure } from '../../shared/report/charts/needs.ts'
import { evidenceHtml } from '../../shared/report/details.ts'
import { renderExplain } from '../../shared/views/explain.ts'
import { call } from '../support/domain/call.ts'
import { NOW, row } from '../support/rows.ts'

const HOSTILE = '</text></svg><script>alert(1)</script>" onload="x {b} \u202e'
const CONTEXT = { language: 'en', timezone: 'Asia/Shanghai' } as const
const DISK = { service: 'ecs', kind: 'disk', id: 'd-1', use: 'In_use', attachedTo: 'i-1' } as const

function callers(count: number, name = 'role/app'): CallerSummary[] {
  return Array.from({ length: count }, (_, n) => ({
    ...{ principal: `${name}-${n}`, client: 'java', network: 'vpc', operations: ['Decrypt'], calls: 3, failures: 0 },
    lastSeenAt: '2026-11-20T00:00:00Z',
  }))
}

function needed(parts: Partial<ReadinessRow> = {}): ReadinessRow {
  const usage = { ...row().usage, callers: callers(50), moreCallers: 7 }
  return row({ usage, resources: [DISK], moreResources: 0, secrets: ['prod/db'], ...parts })
}

const explained = (parts: Partial<ReadinessRow>, language: (typeof LANGUAGES)[number] = 'en') =>
  renderExplain(row(parts), { history: [], now: NOW, language, timezone: 'UTC', colour: false })

describe('the picture of what needs a key', () => {
  it('shows the first of many callers and how many more, and the table has all that the row lists', () => {
    const [picture = '', table = ''] = String(needsFigure(needed(), 'needs', CONTEXT)).split('<details')
    expect(picture).toContain('role/app-7')
    expect(picture).not.toContain('role/app-8')
    expect(picture).toContain('49 more')
    for (const text of ['role/app-49', '7 more', 'ECS disk d-1 (attached to i-1)', 'prod/db'])
      expect(table).toContain(text)
    expect(picture).toContain('57 callers, 1 cloud resource and 1 secret need the key')
  })

  it('is drawn for a wide page and for a phone, without style or script of its own', () => {
    const text = String(needsFigure(needed(), 'needs', CONTEXT))
    expect(text.match(/<svg /g)).toHaveLength(2)
    expect(text).not.toMatch(/<style|<script| style=/)
    expect(text).toContain('id="needs-wide-title"')
  })

  it('lets no name out of its text', () => {
    const resources = [{ ...DISK, id: HOSTILE, attachedTo: HOSTILE }]
    const usage = { ...row().usage, callers: callers(1, HOSTILE) }
    const text = String(
      needsFigure(needed({ aliases: [HOSTILE], resources, secrets: [HOSTILE], usage }), 'needs', CONTEXT),
    )
    expect(text).not.toContain('<script')
    expect(text).not.toContain('\u202e')
    expect(text.match(/<text /g)).toHaveLength(2 * 7)
    expect(text.match(/<\/svg>/g)).toHaveLength(2)
  })

  it('is only a table in a report of many keys, and nothing where nothing needs the key', () => {
    expect(String(needsFigure(needed(), undefined, CONTEXT))).not.toContain('<svg')
    expect(String(needsFigure(row(), 'needs', CONTEXT))).toBe('')
  })

  it.each(LANGUAGES)('stands in the details of a key, beside its resources, in %s', (language) => {
    const html = String(evidenceHtml(needed(), { ...CONTEXT, language }, 'hours'))
    expect(html).toContain('needs-hours-wide')
    expect(html).toContain('d-1')
    expect(html).toContain('CMK_RESOURCES')
  })
})

describe('the explanation of a key', () => {
  it('lists its resources, and what was not read', () => {
    const resourceReads = [
      { service: 'ecs', unread: null },
      { service: 'oss', unread: call('ListBuckets', 'AccessDenied') },
    ] as const
    const text = explained({ resources: [DISK], moreResources: 3, resourceReads })
    expect(text).toContain('ECS disk d-1 (attached to i-1)')
    expect(text).toContain('and 3 more')
    expect(text).toContain('OSS: not read in the last run (ListBuckets: AccessDenied)')
    expect(text).toContain('Not asked: RDS (CMK_RESOURCES)')
  })

  it('of a row of before says that nothing was asked', () => {
    expect(explained({})).toContain('Not asked: RDS, ECS, OSS (CMK_RESOURCES)')
    expect(explained({}, 'zh')).toContain('未查询：RDS、ECS、OSS（CMK_RESOURCES）')
  })

  it('says the scenario, and that a quiet key is needed', () => {
    const quiet = {
      rule: 'no-use-seen',
      effect: 'note',
      message: '',
      action: '',
      source: '',
      events: [],
      data: {},
    } as const
    const parts = { resources: [DISK], findings: [quiet] }
    expect(explained(parts)).toContain('Scenario 1: only cloud services use the key.')
    expect(explained(parts)).toContain('Quiet but needed: 1 cloud resource or secret needs the key.')
    expect(explained(parts, 'zh')).toContain('场景一')
    expect(explained(parts, 'zh')).toContain('无调用但仍被依赖')
  })
})
