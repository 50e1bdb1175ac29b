import { describe, expect, it } from 'vitest'
import { makeDigest } from '../../shared/digest/digest.ts'
import type { Digest } from '../../shared/digest/model.ts'
import { type Decision, type KnownValue, subjectOf } from '../../shared/domain/decisions/decision.ts'
import type { Language } from '../../shared/domain/language.ts'
import type { Change, ReadinessRow } from '../../shared/domain/readiness.ts'
import { DAY, iso } from '../../shared/domain/time.ts'
import { renderMarkdown, renderTerminal } from '../../shared/views/digest-text.ts'
import { headline, severityOf } from '../../shared/views/headline.ts'
import { blockedRow, change, diagnostic, finding, LAST_RUN, NOW, row } from '../support/rows.ts'

const WINDOW = { from: iso(NOW + 3 * DAY), to: iso(NOW + 3 * DAY + 7_200_000) }

interface Parts {
  readonly rows: readonly ReadinessRow[]
  readonly decisions?: readonly Decision[]
  readonly changes?: readonly Change[]
  readonly owner?: string
  readonly period?: 'day' | 'week'
}

function digestOf({ changes = [], period = 'week', ...parts }: Parts): Promise<Digest> {
  const diagnostics = [diagnostic({ region: 'cn-beijing' }), diagnostic({ region: 'cn-hangzhou' })]
  const common = { lastRun: LAST_RUN, now: NOW, timezone: 'Asia/Shanghai', rules: '2023-09' as const }
  return makeDigest({ diagnostics, changes, period, ...common, ...parts })
}

function decided(value: KnownValue, parts: Partial<Decision> = {}): Decision {
  return {
    ...{ accountId: '1234567890123456', region: 'cn-hangzhou', subject: subjectOf(value), number: 1, value },
    ...{ by: 'Li Na', at: iso(NOW - 20 * DAY), why: 'agreed', until: null },
    ...parts,
  }
}

function batch(parts: Partial<Extract<KnownValue, { kind: 'batch' }>>): KnownValue {
  const keyIds = ['key-a', 'key-b']
  return { kind: 'batch', batch: 'batch-1', state: 'requested', keyIds, secrets: [], destination: null, ...parts }
}

const owned = (owner: string) => ({ tags: [{ key: 'owner', value: owner }] })
const text = (digest: Digest, language: Language = 'en') =>
  renderTerminal(digest, { language, timezone: 'Asia/Shanghai', colour: false })

describe('a batch that was requested', () => {
  const rows = [row({ keyId: 'key-a', aliases: ['alias/a'] }), blockedRow({ keyId: 'key-b', ...owned('payments') })]
  const agreed = batch({ state: 'window-agreed', ticket: '8M23L', window: WINDOW })

  it('is stopped loudly where a key of it is not ready any more, with ticket and window', async () => {
    const digest = await digestOf({ rows, decisions: [decided(agreed)], period: 'day' })
    expect(digest.spoiledBatches).toMatchObject([
      {
        batch: 'batch-1',
        ticket: '8M23L',
        window: WINDOW,
        by: 'Li Na',
        keys: [{ keyId: 'key-b', verdict: 'blocked' }],
      },
    ])
    expect(severityOf(digest)).toBe('bad')
    expect(headline(digest, 'en')).toContain('STOP')
    const told = text(digest)
    expect(told).toContain('STOP: 1 key of 1 requested batch is not ready any more')
    expect(told).toContain(
      'batch batch-1 · ticket 8M23L · window agreed 2026-11-26 09:30 – 2026-11-26 11:30 · by Li Na',
    )
    expect(text(digest, 'zh')).toContain('批次 batch-1 · 工单 8M23L · 已约定窗口')
  })

  it.each([
    ['agreed', agreed, 'Be there in the window'],
    ['requested', batch({ ticket: '8M23L' }), 'Agree on a window with technical support'],
    ['only planned', batch({ state: 'planned' }), 'Name the key, a time window'],
  ] as const)('that is %s says what is to be done with its keys that are ready', async (state, value, todo) => {
    const ready = [row({ keyId: 'key-a', aliases: ['alias/a'] })]
    const told = text(await digestOf({ rows: ready, decisions: [decided(value)], period: 'day' }))
    const [, list = ''] = told.split('Ready now (1)')
    const [section = ''] = list.split('\n\n')
    expect(section).toContain(todo)
    expect(section.split('To do: ')).toHaveLength(2)
    if (state !== 'only planned') expect(section).toContain('batch batch-1 · ticket 8M23L')
  })

  it.each([
    ['moved', [decided(batch({ state: 'moved' }))]],
    ['only planned', [decided(batch({ state: 'planned' }))]],
    ['withdrawn', [decided(agreed), decided(agreed, { number: 2, value: null })]],
    ['of ready and migrated keys', [decided(batch({ keyIds: ['key-a', 'key-m'] }))]],
  ])('is left alone when it is %s', async (_, decisions) => {
    const all = [...rows, row({ keyId: 'key-m', verdict: 'migrated' })]
    for (const owner of [undefined, 'payments'])
      expect((await digestOf({ rows: all, decisions, ...(owner && { owner }) })).spoiledBatches).toEqual([])
  })

  it('is stopped for a key that is gone, and for one that was not checked lately', async () => {
    const stale = row({ keyId: 'key-a', checkedAt: iso(NOW - 3 * DAY) })
    const { spoiledBatches } = await digestOf({ rows: [stale], decisions: [decided(agreed)] })
    expect(spoiledBatches[0]?.keys).toMatchObject([
      { keyId: 'key-a', verdict: 'unknown' },
      { keyId: 'key-b', verdict: null },
    ])
  })
})

it('a key that is no longer ready is said to have left the plan', async () => {
  const rows = [blockedRow()]
  const changes = [change({ keyId: blockedRow().keyId, before: 'ready', after: 'blocked' })]
  expect(text(await digestOf({ rows, changes }))).toContain('Left the migration plan.')
  expect(text(await digestOf({ rows, changes }), 'zh')).toContain('已退出迁移计划。')
})

it('decisions are told that end within a week, or ended in the period', async () => {
  const waiver = { kind: 'waiver', rule: 'rotation-enabled' } as const
  const until = (days: number, keyId: string) => decided({ ...waiver, keyId }, { until: iso(NOW + days * DAY) })
  const statement = decided(
    { kind: 'client-statement', principal: 'role/orders', client: 'java' },
    { until: iso(NOW + DAY) },
  )
  const decisions = [until(6, 'k6'), until(8, 'k8'), until(-2, 'over'), until(-9, 'long'), statement]
  const rows = [row({ keyId: 'k6', aliases: ['alias/orders'] })]
  const { expiring, ...digest } = await digestOf({ rows, decisions })
  expect(expiring.map(({ subject, over }) => [subject, over])).toEqual([
    ['waiver/over/rotation-enabled', true],
    ['client-statement/role/orders', false],
    ['waiver/k6/rotation-enabled', false],
  ])
  const told = text({ ...digest, expiring })
  expect(told).toContain('Decisions that end (3)')
  expect(told).toMatch(/ended 2026-11-21 · waiver .* over/)
  expect(told).toMatch(/waiver .* · alias\/orders k6 · cn-hangzhou/)
  expect(told).toContain('ends 2026-11-24 · statement role/orders · java · cn-hangzhou · by Li Na')
  expect((await digestOf({ rows: [row()], decisions, period: 'day' })).expiring).toHaveLength(2)
})

describe('the list of the week', () => {
  const rotating = (keyId: string, nextRotationAt: string, owner: string) =>
    row({
      ...{ keyId, aliases: [`alias/${keyId}`], verdict: 'action-required', ...owned(owner) },
      facts: { ...row().facts, automaticRotation: 'Enabled', nextRotationAt },
      findings: [finding({ rule: 'rotation-enabled', effect: 'action-required' })],
    })
  const rows = [
    rotating('r-late', '2027-05-01T00:00:00Z', 'orders'),
    rotating('r-soon', '2026-12-01T00:00:00Z', 'orders'),
    rotating('r-pay', '2026-11-30T00:00:00Z', 'payments'),
    row({ keyId: 'key-php', verdict: 'support-required', findings: [finding({ effect: 'support-required' })] }),
    row({ keyId: 'key-a' }),
    blockedRow({ keyId: 'key-b' }),
  ]
  const decisions = [
    decided(batch({ ticket: 'T1' })),
    decided(batch({ batch: 'batch-2', keyIds: ['key-a'], state: 'window-agreed', window: WINDOW })),
    decided({ kind: 'owner', keyId: 'key-a', owner: 'Ann' }, { until: iso(NOW + 2 * DAY) }),
  ]

  it('says who has to do what by when, the most urgent first', async () => {
    const { tasks } = await digestOf({ rows, decisions })
    expect(tasks.map(({ kind, who, due, count }) => [kind, who, due?.slice(0, 10) ?? null, count])).toEqual([
      ['spoiled-batch', 'Li Na', null, 1],
      ['decision', 'Li Na', '2026-11-25', 0],
      ['window', 'Li Na', '2026-11-26', 1],
      ['rotation', 'payments', '2026-11-30', 1],
      ['rotation', 'orders', '2026-12-01', 2],
      // The other key of the batch must not be moved, which the first line says.
      ['window-missing', 'Li Na', null, 1],
      ['support', null, null, 1],
    ])
  })

  it('does not ask for a window, nor to be there, for what must not be moved', async () => {
    for (const value of [batch({ ticket: 'T1' }), batch({ state: 'window-agreed', window: WINDOW })]) {
      const decisions = [decided({ ...value, keyIds: ['key-b'] } as typeof value)]
      const { tasks } = await digestOf({ rows: [blockedRow({ keyId: 'key-b' })], decisions })
      expect(tasks.map(({ kind }) => kind)).toEqual(['spoiled-batch'])
    }
  })

  it.each([
    ['en', 'This week: who has to do what by when', 'payments · by 2026-11-30 · switch automatic rotation off'],
    ['zh', '本周待办：谁在何时之前做什么', 'payments · 2026-11-30 前 · 关闭自动轮转'],
  ] as const)('stands before everything else of a summary, in %s', async (language, title, line) => {
    const lines = text(await digestOf({ rows, decisions }), language).split('\n')
    expect(lines.slice(0, 3)).toEqual([expect.stringContaining('2026-11-23'), '', `${title} (7)`])
    expect(lines.some((each) => each.includes(line))).toBe(true)
    expect(text(await digestOf({ rows, decisions, period: 'day' }), language)).not.toContain(title)
  })

  it('names ten, and says how many more there are', async () => {
    const many = Array.from({ length: 14 }, (_, at) => rotating(`r-${at}`, '2026-12-01T00:00:00Z', `team-${at}`))
    const told = text(await digestOf({ rows: many }))
    const list = told.slice(0, told.indexOf('14 keys need'))
    expect(list.match(/switch automatic rotation off/g)).toHaveLength(10)
    expect(told).toContain('by when (14)')
    expect(told).toMatch(/\n {6}\+4 more\n/)
  })

  it('has what became of moved keys', async () => {
    const move = (left: number, failing: number, closesAt: string | null, rotationOff = false) => ({
      ...{ moved: { instance: 'kst-1', by: iso(NOW - DAY), after: null }, closesAt, complete: true },
      ...{ instanceLog: { state: 'not-asked' as const }, left, failing, silent: 0, callers: [], moreCallers: 0 },
      ...{ peak: null, rotationOff },
    })
    const moved = (keyId: string, ...parts: Parameters<typeof move>) =>
      row({ keyId, verdict: 'migrated', afterMove: move(...parts), ...owned('mobile') })
    const { tasks } = await digestOf({
      rows: [
        moved('m-1', 2, 1, '2026-12-20T00:00:00Z'),
        moved('m-2', 1, 0, '2026-12-10T00:00:00Z'),
        moved('m-3', 3, 0, null),
        moved('m-4', 0, 0, null, true),
      ],
    })
    expect(tasks.map(({ kind, due, count }) => [kind, due, count])).toEqual([
      ['failing', null, 1],
      ['old-entry', '2026-12-10T00:00:00Z', 2],
      ['rotation-on', null, 1],
    ])
  })
})

describe('a digest of one owner', () => {
  const rows = [
    row({ keyId: 'key-1', ...owned('Payments ') }),
    row({ keyId: 'key-2', owner: 'payments', ...owned('orders') }),
    row({ keyId: 'key-3', ...owned('orders') }),
    row({ keyId: 'key-4', region: 'cn-beijing' }),
  ]
  const changes = rows.map(({ keyId, region }) => change({ keyId, region, before: 'blocked', after: 'ready' }))

  it('has only his keys, and numbers of them', async () => {
    const digest = await digestOf({ rows, changes, owner: 'payments' })
    expect(digest.ready.map(({ keyId }) => keyId)).toEqual(['key-1', 'key-2'])
    expect(digest.changes.newlyReady.map(({ keyId }) => keyId)).toEqual(['key-1', 'key-2'])
    expect(digest.totals.keys).toBe(2)
    expect(digest.progress.left).toBe(2)
    expect(digest.diagnostics.map(({ region }) => region)).toEqual(['cn-hangzhou'])
    expect(text(digest)).toMatch(
      /^CMK migration readiness · payments · week to .*\n.*Only keys of the owner payments\n/,
    )
    expect(text(digest, 'zh')).toContain('仅包含以下负责人的密钥：payments')
  })

  it('says that there is none', async () => {
    const digest = await digestOf({ rows, changes, owner: 'nobody' })
    expect(digest.totals.keys).toBe(0)
    expect(digest.newestChange.told).toBe(null)
    expect(text(digest)).toContain('No key names this owner.')
  })

  it('stops a batch for his keys alone', async () => {
    const mixed = [
      blockedRow({ keyId: 'key-a', ...owned('payments') }),
      blockedRow({ keyId: 'key-b', ...owned('orders') }),
    ]
    const { spoiledBatches } = await digestOf({ rows: mixed, decisions: [decided(batch({}))], owner: 'orders' })
    expect(spoiledBatches.map(({ keys }) => keys.map(({ keyId }) => keyId))).toEqual([['key-b']])
  })
})

it('a forecast stands in a summary, with what it stands on', async () => {
  const rows = [row({ keyId: 'left' }), ...[1, 2, 3].map((at) => row({ keyId: `m-${at}`, verdict: 'migrated' }))]
  const moved = [1, 2, 3].flatMap((at) => [
    change({ keyId: `m-${at}`, before: null, after: 'ready', changedAt: iso(NOW - 30 * DAY) }),
    change({ keyId: `m-${at}`, before: 'ready', after: 'migrated', changedAt: iso(NOW - 8 * at * DAY) }),
  ])
  const digest = await digestOf({ rows, changes: moved })
  expect(digest.forecast.state).toBe('dated')
  expect(text(digest)).toMatch(
    /At the present pace the last key moves between 2026-\d\d-\d\d and \d{4}-\d\d-\d\d \(3 keys moved on 3 of the last 30 days\)/,
  )
  expect(text(digest, 'zh')).toMatch(
    /按目前进度，最后一个密钥将在 .* 至 .* 之间迁移完成（最近 30 天中有 3 天迁移了密钥，共 3 个）/,
  )
  expect(text(await digestOf({ rows, changes: moved, period: 'day' }))).not.toContain('present pace')
  expect(text(await digestOf({ rows: [row()] }))).toContain('No pace yet')
})

it('what people and tags say is escaped everywhere', async () => {
  const hostile = '<@U1> **x** [a](http://b) `c`'
  const rows = [blockedRow({ keyId: 'key-a', ...owned(hostile) })]
  const decisions = [
    decided(batch({ keyIds: ['key-a'], ticket: hostile, batch: hostile }), { by: hostile }),
    decided({ kind: 'client-statement', principal: hostile, client: 'java' }, { by: hostile, until: iso(NOW + DAY) }),
  ]
  const markdown = renderMarkdown(await digestOf({ rows, decisions, owner: hostile }), {
    language: 'en',
    timezone: 'Asia/Shanghai',
  })
  expect(markdown.replace(/`[^`\n]*`|\\[!-/:-@[-`{-~]/g, '')).not.toMatch(/[<[]|:\/\/|(?<!\n)\*\*x/)
})
