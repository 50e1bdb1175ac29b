import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { makeDigest } from '../../shared/digest/digest.ts'
import type { Digest } from '../../shared/digest/model.ts'
import type { Change, ReadinessRow } from '../../shared/domain/readiness.ts'
import { renderJson } from '../../shared/views/digest-json.ts'
import { renderMarkdown, renderTerminal } from '../../shared/views/digest-text.ts'
import { blockedRow, change, diagnostic, finding, LAST_RUN, NOW, row, unknownRow } from '../support/rows.ts'

const options = { language: 'en', timezone: 'Asia/Shanghai' } as const
const rotation = finding({
  rule: 'rotation-enabled',
  effect: 'action-required',
  data: { automaticRotation: 'Enabled' },
})
const rotating = { ...row().facts, automaticRotation: 'Enabled', nextRotationAt: '2026-12-03T16:30:00Z' }
const deletion = finding({ rule: 'pending-deletion', effect: 'action-required' })
const support = finding({ rule: 'unsupported-language', effect: 'support-required' })

function sample(rows?: readonly ReadinessRow[], changes?: readonly Change[]): Promise<Digest> {
  return makeDigest({
    rows: rows ?? [
      row(),
      row({ keyId: 'key-other-ready', region: 'cn-shanghai' }),
      blockedRow(),
      unknownRow(),
      row({ keyId: 'key-rotates', verdict: 'action-required', findings: [rotation], facts: rotating }),
      row({ keyId: 'key-deleted', verdict: 'action-required', findings: [deletion] }),
      row({ keyId: 'key-node', verdict: 'support-required', findings: [support] }),
      row({ keyId: 'key-moved', verdict: 'migrated' }),
    ],
    changes: changes ?? [
      change(),
      change({ keyId: blockedRow().keyId, before: 'ready', after: 'blocked', why: ['blocked-operation'] }),
      change({ keyId: 'key-moved', before: 'ready', after: 'migrated' }),
      change({ keyId: 'key-gone', before: 'blocked', after: null, why: ['no longer listed'] }),
    ],
    diagnostics: [diagnostic()],
    lastRun: LAST_RUN,
    now: NOW,
    timezone: 'Asia/Shanghai',
    rules: '2023-09',
  })
}

const terminal = async (digest: Digest, width?: number, colour = false) =>
  renderTerminal(digest, { ...options, colour, ...(width === undefined ? {} : { width }) })

/** The lines under a heading, up to the next empty line. */
function under(text: string, heading: string): string {
  const lines = text.split('\n')
  const start = lines.indexOf(heading)
  expect(start, `there is a heading ${heading}`).toBeGreaterThanOrEqual(0)
  return lines.slice(start + 1, lines.indexOf('', start)).join('\n')
}

describe('the digest in a terminal', () => {
  it('tells what can be done today first, then what changed, what keeps the rest, and how good the evidence is', async () => {
    const headings = (await terminal(await sample())).split('\n\n').map((block) => block.split('\n')[0])
    expect(headings.slice(1)).toEqual([
      'Their next rotation will block them (1)',
      'Ready now (2)',
      'Other action required (1)',
      'No longer ready (1)',
      'Newly ready (1)',
      'Migrated (1)',
      'Gone (1)',
      'Blocked (1)',
      'Support required (1)',
      'Unknown (1)',
      'Progress',
      'By account and region',
      'Freshness',
      'Gaps in the evidence',
      'What could not be read',
    ])
  })

  it('names every ready key', async () => {
    const ready = under(await terminal(await sample()), 'Ready now (2)')
    expect(ready).toContain(row().keyId)
    expect(ready).toContain('key-other-ready')
  })

  it('gives the deciding evidence in a line, with the event to look up', async () => {
    const blocked = under(await terminal(await sample()), 'Blocked (1)').split('\n')
    expect(blocked[1]).toBe('      ReEncrypt by app-pay, Java, VPC, 3 calls, last 21 Nov · event EVENT-1')
  })

  it('says on the first screen what changed and how many keys need attention', async () => {
    const lead = (await terminal(await sample())).split('\n').slice(1, 3)
    expect(lead).toEqual(['Changed: 1 no longer ready, 1 newly ready, 1 migrated, 1 gone', '5 keys need attention'])
  })

  it('says what would make an unknown key known, and what step an owner can take', async () => {
    const text = await terminal(await sample())
    expect(under(text, 'Unknown (1)')).toMatch(/To find out: \S/)
    expect(under(text, 'Other action required (1)')).toMatch(/To do: \S/)
  })

  it('shows dates in the configured zone, which it names once', async () => {
    const text = await terminal(await sample())
    expect(under(text, 'Freshness')).toMatch(/: 2026-11-23 02:15$/)
    expect(text).toContain('events up to 2026-11-23 02:15 · times in Asia/Shanghai\n')
    expect(text.match(/Asia|UTC/g)).toHaveLength(1)
  })

  it('shows a refused region in the lead and with what to do', async () => {
    const text = await terminal(await sample())
    expect(text.split('\n\n')[0]).toContain('1 account or region could not be judged')
    expect(under(`${text}\n`, 'What could not be read')).toMatch(
      /cn-beijing: ListKeys denied.*\n.*REQUEST-1.*\n.*Grant kms:ListKeys/,
    )
  })

  it('tells keys with the same reason together', async () => {
    const text = await terminal(await sample([unknownRow({ keyId: 'key-a' }), unknownRow({ keyId: 'key-b' })], []))
    expect(text.match(/Events were not read completely/g)).toHaveLength(1)
    expect(under(text, 'Unknown (2)')).toMatch(/key-a.*\n.*key-b/)
  })

  it('tells keys that changed for the same reason together', async () => {
    const keyIds = ['key-a', 'key-b']
    const rows = keyIds.map((keyId) => blockedRow({ keyId }))
    const changes = keyIds.map((keyId) => change({ keyId, before: 'ready', after: 'blocked' }))
    const lines = under(await terminal(await sample(rows, changes)), 'No longer ready (2)').split('\n')
    expect(lines.map((line) => /key-[ab]|ReEncrypt|Left the migration plan/.exec(line)?.[0])).toEqual([
      'ReEncrypt',
      'ReEncrypt',
      'Left the migration plan',
      'key-a',
      'key-b',
    ])
  })

  it('is short where nothing changed', async () => {
    expect(await terminal(await sample([row()], []))).toContain('\nNothing changed.\n')
  })

  it('does not list the ready keys twice on the first night', async () => {
    const rows = [row({ keyId: 'key-a' }), row({ keyId: 'key-b' })]
    const changes = rows.map(({ keyId }) => change({ keyId, before: null, after: 'ready' }))
    expect((await terminal(await sample(rows, changes))).match(/key-a/g)).toHaveLength(1)
  })

  it('never says unused', async () => {
    const noUse = finding({ rule: 'no-use-seen', effect: 'note' })
    expect(await terminal(await sample([row({ findings: [noUse] })]))).not.toMatch(/unused/i)
  })

  it.each([60, 80, 120])('fits %d columns', async (width) => {
    for (const line of (await terminal(await sample(), width)).split('\n'))
      expect(stringWidth(line)).toBeLessThanOrEqual(width)
  })

  it('has colours only when asked, one a verdict', async () => {
    const digest = await sample()
    expect(await terminal(digest)).not.toContain('\u001b')
    const colourful = await terminal(digest, undefined, true)
    expect(colourful).toContain('\u001b[31mblocked\u001b[39m')
    expect(colourful).toContain('\u001b[32mready\u001b[39m')
  })

  it('speaks Chinese', async () => {
    const text = renderTerminal(await sample(), { language: 'zh', timezone: 'Asia/Shanghai', colour: false })
    expect(text).toContain('ListKeys 被拒绝 Forbidden.NoPermission')
    expect(under(text, '当前可迁移 (2)')).toContain(row().keyId)
    expect(under(text, '不可迁移 (1)')).toContain(
      'app-pay 调用 ReEncrypt，Java，VPC，3 次，最近 11月21日 · 事件 EVENT-1',
    )
  })
})

describe('the digest as Markdown', () => {
  it('has the sections of the terminal as headings, and keys as code', async () => {
    const digest = await sample()
    const text = renderMarkdown(digest, options)
    expect(text).toMatch(/^# CMK migration readiness · 2026-11-23\n/)
    expect(text.match(/^## .+$/gm)).toHaveLength(15)
    expect(text).toContain(`  - \`alias/app\` \`${row().keyId}\` · \`cn-hangzhou\``)
    expect(text).toMatch(/^ {2}- ReEncrypt by app-pay/m)
  })
})

describe('the digest as JSON', () => {
  it('is the digest', async () => {
    const digest = await sample()
    expect(JSON.parse(renderJson(digest))).toEqual(digest)
  })
})
