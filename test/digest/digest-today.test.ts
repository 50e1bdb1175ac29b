import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeDigest } from '../../shared/digest/digest.ts'
import type { Digest } from '../../shared/digest/model.ts'
import type { Line } from '../../shared/document/document.ts'
import { toHtml } from '../../shared/document/html-page.ts'
import type { Language } from '../../shared/domain/language.ts'
import type { Change, Finding, ReadinessRow } from '../../shared/domain/readiness.ts'
import { DAY, iso } from '../../shared/domain/time.ts'
import type { Verdict } from '../../shared/domain/verdict.ts'
import { digestDocument } from '../../shared/views/digest.ts'
import { renderTerminal } from '../../shared/views/digest-text.ts'
import { message } from '../support/channels/messages.ts'
import { channelAt, Waiting } from '../support/channels/open.ts'
import { blockedRow, change, finding, LAST_RUN, NOW, row, unknownRow } from '../support/rows.ts'

const timezone = 'Asia/Shanghai'

function rotating(keyId: string, nextRotationAt: string | null, parts: Partial<ReadinessRow> = {}): ReadinessRow {
  const automaticRotation = parts.facts?.automaticRotation ?? 'Enabled'
  const data = { automaticRotation, ...(nextRotationAt === null ? {} : { nextRotationAt }) }
  return row({
    keyId,
    aliases: [],
    verdict: 'action-required',
    findings: [finding({ rule: 'rotation-enabled', effect: 'action-required', data })],
    ...parts,
    facts: { ...row().facts, ...parts.facts, automaticRotation, nextRotationAt },
  })
}

const suspended = { facts: { ...row().facts, keyState: 'Disabled', automaticRotation: 'Suspended' } }
const deletion = finding({ rule: 'pending-deletion', effect: 'action-required' })
const lost = change({ keyId: blockedRow().keyId, before: 'ready', after: 'blocked' })

function digestOf(rows: readonly ReadinessRow[], changes: readonly Change[] = [], zone = timezone): Promise<Digest> {
  return makeDigest({
    ...{ rows, changes, diagnostics: [], lastRun: LAST_RUN, now: NOW, timezone: zone, rules: '2023-09' },
  })
}

const sectionsOf = (digest: Digest, language: Language = 'en') =>
  digestDocument(digest, language, digest.timezone).sections
const titles = (digest: Digest) => sectionsOf(digest).map(({ title }) => title)
const textOf = (line: Line) =>
  line
    .map((span) =>
      typeof span === 'string'
        ? span
        : 'text' in span
          ? span.text
          : 'name' in span
            ? span.name
            : 'mention' in span
              ? span.mention
              : span.label,
    )
    .join('')
/** The lines of the first section, keys and what is said of them. */
const rotation = (digest: Digest, language: Language = 'en') => {
  const [first] = sectionsOf(digest, language)
  return first?.items.map(({ subjects, details }) => ({ heads: subjects.map(textOf), about: details.map(textOf) }))
}

describe('what can be done today', () => {
  it('comes first: rotations, ready keys, other steps of owners, what is no longer ready', async () => {
    const rows = [
      rotating('rotates', '2026-12-03T00:00:00Z'),
      row(),
      row({ keyId: 'deleted', verdict: 'action-required', findings: [deletion] }),
      blockedRow(),
      unknownRow(),
    ]
    expect(titles(await digestOf(rows, [lost, change()])).slice(0, 7)).toEqual([
      'Their next rotation will block them',
      'Ready now',
      'Other action required',
      'No longer ready',
      'Newly ready',
      'Blocked',
      'Unknown',
    ])
  })

  it('has no list of rotations where none is on, and a key with another step in both lists', async () => {
    const plain = row({ keyId: 'deleted', verdict: 'action-required', findings: [deletion] })
    expect(titles(await digestOf([plain])).slice(0, 2)).toEqual(['Ready now', 'Action required'])
    const both = rotating('both', '2026-12-03T00:00:00Z')
    const digest = await digestOf([{ ...both, findings: [...both.findings, deletion] }])
    expect(titles(digest).slice(0, 3)).toEqual(['Their next rotation will block them', 'Ready now', 'Action required'])
  })
})

describe('the next rotation', () => {
  it('stands before its key as a day of the reader, the soonest first, and last what has no date', async () => {
    const rows = [
      rotating('c', null),
      rotating('b', '2027-01-02T15:59:59Z'),
      rotating('d', 'soon'),
      rotating('a', '2026-12-02T16:00:00Z'),
    ]
    const digest = await digestOf(rows)
    expect(digest.rotating.map(({ keyId }) => keyId)).toEqual(['a', 'b', 'c', 'd'])
    expect(rotation(digest)).toEqual([
      {
        heads: ['2026-12-03 · a · cn-hangzhou', '2027-01-02 · b · cn-hangzhou'],
        about: [
          'From that day on the key cannot be migrated: the rotation makes a second key version.',
          'To do: Disable automatic rotation before that day.',
        ],
      },
      {
        heads: ['c · cn-hangzhou', 'd · cn-hangzhou'],
        about: [
          'Rotation is on and KMS reports no date: once it happens, the key has a second version and cannot be migrated.',
          'To do: Disable automatic rotation now.',
        ],
      },
    ])
    expect(rotation(await digestOf(rows, [], 'UTC'))?.[0]?.heads[0]).toBe('2026-12-02 · a · cn-hangzhou')
    expect(rotation(digest, 'zh')?.map(({ about }) => about)).toEqual([
      ['自该日起密钥无法迁移：轮转会产生第二个密钥版本。', '处理办法：请在该日之前关闭自动轮转。'],
      [
        '已开启自动轮转，但 KMS 未返回轮转时间：轮转会产生第二个密钥版本，此后密钥无法迁移。',
        '处理办法：请立即关闭自动轮转。',
      ],
    ])
  })

  it('that is overdue or suspended is said so, and so is another verdict than that of the rotation', async () => {
    const unknown = rotating('later', iso(NOW + DAY))
    const digest = await digestOf([
      rotating('due', '2026-11-20T00:00:00Z'),
      rotating('waits', iso(NOW + 2 * DAY), suspended),
      { ...unknown, verdict: 'unknown', findings: [...unknown.findings, ...unknownRow().findings] },
    ])
    expect(rotation(digest)).toEqual([
      {
        heads: [
          '2026-11-20 · due · cn-hangzhou · overdue, may happen at any moment',
          '2026-11-24 · later · cn-hangzhou · unknown',
          '2026-11-25 · waits · cn-hangzhou · suspended',
        ],
        about: [
          expect.stringMatching(/^From that day on/),
          'To do: Disable automatic rotation before that day. If rotation is suspended, disable it as soon as the key is enabled: it resumes then.',
        ],
      },
    ])
  })

  it('is no matter of keys that it does not block: several versions, imported material, keys that need not move', async () => {
    const on = { automaticRotation: 'Enabled', nextRotationAt: '2026-12-03T00:00:00Z' }
    const facts = (more: Partial<ReadinessRow['facts']>) => ({ facts: { ...row().facts, ...on, ...more } })
    const digest = await digestOf([
      row({ keyId: 'versions', verdict: 'blocked', ...facts({ versions: 2 }) }),
      row({ keyId: 'imported', verdict: 'blocked', ...facts({ origin: 'EXTERNAL' }) }),
      row({ keyId: 'moved', verdict: 'migrated', ...facts({ versions: null }) }),
      row({ keyId: 'service', verdict: 'not-required', ...facts({}) }),
      row({ keyId: 'stale service', verdict: 'not-required', checkedAt: '2026-11-01T00:00:00Z', ...facts({}) }),
      row({ keyId: 'off', ...facts({ automaticRotation: 'Disabled' }) }),
      row({ keyId: 'unread', verdict: 'unknown', ...facts({ versions: null }) }),
      row({ keyId: 'stale', checkedAt: '2026-11-01T00:00:00Z', verdict: 'action-required', ...facts({}) }),
    ])
    expect(digest.rotating.map(({ keyId }) => keyId)).toEqual(['stale', 'unread'])
  })
})

const VERDICTS: readonly Verdict[] = [
  ...(['blocked', 'support-required', 'unknown', 'action-required'] as const),
  ...(['ready', 'not-required', 'migrated'] as const),
]
const RULE_OF: Readonly<Partial<Record<Verdict, readonly string[]>>> = {
  blocked: ['blocked-operation', 'multiple-versions', 'external-material'],
  'support-required': ['unsupported-language', 'outside-alibaba-cloud'],
  unknown: ['evidence-incomplete', 'unknown-network', 'unattributed-use'],
  'action-required': ['rotation-enabled', 'pending-deletion'],
  'not-required': ['service-key', 'in-kms-instance'],
  migrated: ['in-kms-instance'],
}

/** A key with any verdict and what made it, and a change of it. */
const story = fc
  .record({
    verdict: fc.constantFrom(...VERDICTS),
    rule: fc.nat(2),
    calls: fc.integer({ min: 1, max: 3 }),
    owner: fc.constantFrom('', 'pay', 'ops'),
    on: fc.boolean(),
    next: fc.option(fc.integer({ min: -100, max: 400 })),
    stale: fc.boolean(),
    complete: fc.boolean(),
    before: fc.constantFrom<Verdict | null | undefined>(undefined, null, ...VERDICTS),
    isGone: fc.boolean(),
  })
  .map(({ verdict, rule, calls, owner, on, next, stale, complete, before, isGone }) => (at: number) => {
    const keyId = `key-${at}-end`
    const rules = RULE_OF[verdict] ?? []
    const data = { operations: ['ReEncrypt'], callers: ['role/a'], calls, lastAt: '2026-11-21T08:15:00Z' }
    const findings: Finding[] =
      rules.length === 0 ? [] : [finding({ rule: rules[rule % rules.length] ?? '', effect: verdict, data })]
    const key = row({
      keyId,
      verdict,
      findings,
      tags: owner === '' ? [] : [{ key: 'owner', value: owner }],
      observed: { ...row().observed, complete },
      facts: {
        ...row().facts,
        automaticRotation: on ? 'Enabled' : 'Disabled',
        nextRotationAt: on && next !== null ? iso(NOW + next * DAY) : null,
      },
      ...(stale ? { checkedAt: '2026-11-01T00:00:00Z' } : {}),
    })
    const after = isGone ? null : verdict
    const changes = before === undefined || before === after ? [] : [change({ keyId, before, after })]
    return { rows: isGone ? [] : [key], changes }
  })
const stories = fc.array(story, { minLength: 1, maxLength: 25 }).map((made) => {
  const all = made.map((make, at) => make(at))
  return { rows: all.flatMap(({ rows }) => rows), changes: all.flatMap(({ changes }) => changes) }
})

const TO_DO = { en: /^(To do|To find out): ./, zh: /^(处理办法|查明方法)：./ } as const

describe('every key', () => {
  it.each(['en', 'zh'] as const)(
    'shows its reason and what to do, or stands in a group that does, in %s',
    async (language) => {
      await fc.assert(
        fc.asyncProperty(stories, async ({ rows, changes }) => {
          for (const { items } of sectionsOf(await digestOf(rows, changes), language))
            for (const { subjects, details } of items) {
              const keys = subjects.map(textOf).filter((head) => /key-\d+-end/.test(head))
              if (keys.length === 0) continue
              const said = details.map(textOf)
              const todo = said.filter((line) => TO_DO[language].test(line))
              expect(todo.length, keys.join()).toBeGreaterThan(0)
              // The reason is said of all, or of each behind its name.
              if (said.length === todo.length) for (const key of keys) expect(key).toMatch(/[:：].+/)
            }
        }),
        { numRuns: 150 },
      )
    },
  )

  it('stands below what is said of several, in a terminal and in HTML', async () => {
    const digest = await digestOf([row({ keyId: 'key-1-end' }), row({ keyId: 'key-2-end' })])
    const lines = renderTerminal(digest, { language: 'en', timezone, colour: false }).split('\n')
    const at = lines.indexOf('Ready now (2)')
    expect(lines.slice(at + 1, at + 5)).toEqual([
      '  No rule prevents migration, and all evidence was read.',
      expect.stringMatching(/^ {2}To do: \S/),
      '      alias/app key-1-end · cn-hangzhou',
      '      alias/app key-2-end · cn-hangzhou',
    ])
    expect(toHtml(digestDocument(digest, 'en', timezone), 'en')).toMatch(
      /<li><div>No rule prevents.*?<\/div><div>To do: .*?<\/div><ul><li>.*?key-1-end.*?<\/li><li>.*?key-2-end.*?<\/li><\/ul><\/li>/s,
    )
  })

  it('is not said to be ready on complete evidence where only its rules let that pass', async () => {
    const incomplete = row({ rules: '2024-11', observed: { ...row().observed, complete: false } })
    const text = renderTerminal(await digestOf([incomplete]), { language: 'en', timezone, colour: false })
    expect(text).toContain('No rule prevents migration. Not all events were read, which its rule pack only notes')
    expect(text).not.toContain('all evidence was read.')
  })
})

describe('in the smallest message', () => {
  const rows = [
    ...Array.from({ length: 12 }, (_, at) => rotating(`rotates-${at}-end`, iso(NOW + (30 - at) * DAY))),
    ...Array.from({ length: 200 }, (_, at) => row({ keyId: `ready-${at}-end` })),
    ...Array.from({ length: 30 }, (_, at) =>
      row({ keyId: `deleted-${at}-end`, verdict: 'action-required', findings: [deletion] }),
    ),
    ...Array.from({ length: 300 }, (_, at) => blockedRow({ keyId: `blocked-${at}-end` })),
    ...Array.from({ length: 300 }, (_, at) => unknownRow({ keyId: `unknown-${at}-end` })),
  ]
  const changes = Array.from({ length: 20 }, (_, at) =>
    change({ keyId: `blocked-${at}-end`, before: 'ready', after: 'blocked' }),
  )
  const CHANNELS = [
    'wecom:0123456789abcdef',
    'dingtalk:0123456789abcdef',
    'feishu:0123456789abcdef',
    'slack:https://hooks.slack.com/services/T0/B0/0123456789',
  ]

  it.each(CHANNELS.flatMap((address) => (['en', 'zh'] as const).map((lang) => [address, lang] as const)))(
    'the lists of today keep whole keys and say how many more there are: %s in %s',
    async (address, lang) => {
      const channel = await channelAt(`${address}#lang=${lang}`, new Waiting(NOW).services)
      const body = await channel.body(await message({ rows, changes }))
      const shown = (name: string) => new Set(body.match(new RegExp(`${name}-\\d+-end`, 'g'))).size
      expect(shown('rotates')).toBeGreaterThanOrEqual(5)
      // The soonest is the last by name.
      expect(body.indexOf('rotates-11-end')).toBeLessThan(body.indexOf('rotates-10-end'))
      expect(body.indexOf('rotates-11-end')).toBeGreaterThan(0)
      expect(shown('ready')).toBeGreaterThanOrEqual(5)
      expect(shown('deleted')).toBeGreaterThanOrEqual(5)
      expect(shown('blocked')).toBeGreaterThanOrEqual(address.startsWith('wecom') ? 3 : 5)
      const more = (all: number, name: string) =>
        lang === 'en' ? `+${all - shown(name)} more` : `另有 ${all - shown(name)} 项`
      if (shown('rotates') < 12) expect(body).toContain(more(12, 'rotates'))
      if (shown('ready') < 200) expect(body).toContain(more(200, 'ready'))
    },
  )
})
