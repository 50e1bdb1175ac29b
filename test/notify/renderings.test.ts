import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import type { Change, ReadinessRow } from '../../shared/domain/readiness.ts'
import { type Digest, makeDigest } from '../../shared/notify/digest.ts'
import { renderJson } from '../../shared/notify/render-json.ts'
import { renderMarkdown } from '../../shared/notify/render-markdown.ts'
import { renderTerminal } from '../../shared/notify/render-terminal.ts'
import { blockedRow, change, diagnostic, finding, LAST_RUN, NOW, row, unknownRow } from './rows.ts'

const options = { language: 'en', timezone: 'Asia/Shanghai' } as const
const rotation = finding({
  rule: 'rotation-enabled',
  effect: 'action-required',
  data: { automaticRotation: 'Enabled' },
})
const support = finding({ rule: 'unsupported-language', effect: 'support-required' })

function sample(rows?: readonly ReadinessRow[], changes?: readonly Change[]): Promise<Digest> {
  return makeDigest({
    rows: rows ?? [
      row(),
      row({ keyId: 'key-other-ready', region: 'cn-shanghai' }),
      blockedRow(),
      unknownRow(),
      row({ keyId: 'key-rotates', verdict: 'action-required', findings: [rotation] }),
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
  it('tells changes first, then each verdict, then how good the evidence is', async () => {
    const headings = (await terminal(await sample())).split('\n\n').map((block) => block.split('\n')[0])
    expect(headings.slice(1)).toEqual([
      'Newly ready (1)',
      'No longer ready (1)',
      'Migrated (1)',
      'Gone (1)',
      'Ready now (2)',
      'Blocked (1)',
      'Support required (1)',
      'Action required (1)',
      'Unknown (1)',
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

  it('gives the deciding evidence: operation, caller, client, network, calls, last', async () => {
    const blocked = under(await terminal(await sample()), 'Blocked (1)')
    for (const part of ['ReEncrypt', 'role/app-pay', 'java', 'vpc', '3 calls', '2026-11-21'])
      expect(blocked).toContain(part)
    expect(blocked).not.toContain('user/reader')
  })

  it('says what would make an unknown key known, and what step an owner can take', async () => {
    const text = await terminal(await sample())
    expect(under(text, 'Unknown (1)')).toMatch(/To know it: \S/)
    expect(under(text, 'Action required (1)')).toMatch(/To do: \S/)
  })

  it('shows dates in the configured zone and in UTC', async () => {
    expect(under(await terminal(await sample()), 'Freshness')).toContain(
      '2026-11-23 02:15 Asia/Shanghai (2026-11-22 18:15 UTC)',
    )
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
    expect(text.match(/evidence-incomplete:/g)).toHaveLength(1)
    expect(under(text, 'Unknown (2)')).toMatch(/key-a.*\n.*key-b/)
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
    expect(under(text, '当前可迁移 (2)')).toContain(row().keyId)
    expect(under(text, '不可迁移 (1)')).toMatch(/业务应用.*role\/app-pay/)
  })
})

describe('the digest as Markdown', () => {
  it('has the sections of the terminal as headings, and keys as code', async () => {
    const digest = await sample()
    const text = renderMarkdown(digest, options)
    expect(text).toMatch(/^# CMK migration readiness · 2026-11-23\n/)
    expect(text.match(/^## .+$/gm)).toHaveLength(13)
    expect(text).toContain(`- \`${row().keyId}\` \`alias/app\` · \`cn-hangzhou\``)
    expect(text).toMatch(/^ {2}- blocked-operation: .*ReEncrypt/m)
  })
})

describe('the digest as JSON', () => {
  it('is the digest', async () => {
    const digest = await sample()
    expect(JSON.parse(renderJson(digest))).toEqual(digest)
  })
})
