import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import type { KeySummary } from '../../../shared/domain/readiness.ts'
import { summarizeScopes } from '../../../shared/domain/scope-summary.ts'
import type { Store } from '../../../shared/store/store.ts'
import { type OpenStore, opened } from './opened.ts'
import { all, change, readinessRow } from './rows.ts'

const HANGZHOU = '1000000000000001:cn-hangzhou'
const SHANGHAI = '1000000000000001:cn-shanghai'
const SINCE = '2026-08-20T00:00:00Z'
const KEYS = `keys/${HANGZHOU}`
const CHANGES = `changes/${HANGZHOU}`
/** Where what is read of all scopes at once lies. */
const COMPANY = '*:*'

export function summariesContract(open: OpenStore): void {
  const current = opened(open)

  test('what is kept of a scope tells the same as its rows and changes', async () => {
    const { store } = current()
    await fill(store)
    const [summaries, counts] = [await told(store), await countsOf(store)]
    expect(summaries).toHaveLength(3)
    expect(counts).toHaveLength(2)
    await store.readiness.noteAll()
    expect(await told(store)).toEqual(summaries)
    expect(await countsOf(store)).toEqual(counts)
    await store.readiness.summarize(HANGZHOU, SINCE)
    await store.readiness.summarize(SHANGHAI, SINCE)
    expect(await told(store)).toEqual(summaries)
    expect(await countsOf(store)).toEqual(counts)
  })

  test('rows that are written behind what was kept are told, also by another opening and where nobody kept anything again', async () => {
    const { store, reopen } = current()
    await fill(store)
    await store.readiness.noteAll()
    for (const scope of [HANGZHOU, SHANGHAI]) await store.readiness.summarize(scope, SINCE)
    await store.readiness.put([
      readinessRow({ keyId: 'key-1', verdict: 'blocked' }),
      readinessRow({ keyId: 'key-new' }),
    ])
    await store.readiness.delete(HANGZHOU, 'key-2')
    await store.history.put([change({ keyId: 'key-new', before: null, after: 'ready' })])
    const expected = ['key-1 blocked', 'key-1 ready', 'key-new blocked']
    for (const each of [store, await reopen()]) {
      expect((await told(each)).map(({ keyId, verdict }) => `${keyId} ${verdict}`)).toEqual(expected)
      expect(await countsOf(each)).toContainEqual(expect.objectContaining({ before: null, after: 'ready', keys: 1 }))
    }
    await store.readiness.summarize(HANGZHOU, SINCE)
    expect((await told(store)).map(({ keyId, verdict }) => `${keyId} ${verdict}`)).toEqual(expected)
  })

  test('rows that are written while somebody sums up are told', async () => {
    const { store, reopen } = current()
    await fill(store)
    await store.readiness.noteAll()
    const other = await reopen()
    const late = readinessRow({ keyId: 'key-late' })
    await Promise.all([store.readiness.summarize(HANGZHOU, SINCE), other.readiness.put([late])])
    expect((await told(store)).map(({ keyId }) => keyId)).toContain('key-late')
    await other.readiness.summarize(HANGZHOU, SINCE)
    expect((await told(store)).map(({ keyId }) => keyId)).toContain('key-late')
  })

  test('what is kept sums scopes up as their rows do', async () => {
    const { store, reopen } = current()
    await fill(store)
    const expected = await summarizeScopes(store.readiness.listSummaries())
    expect(expected.map(({ region, checks }) => [region, checks[0]?.byVerdict])).toEqual([
      ['cn-hangzhou', { blocked: 1, migrated: 1 }],
      ['cn-shanghai', { ready: 1 }],
    ])
    expect(await store.readiness.scopeSummaries()).toEqual(expected)
    await store.readiness.noteAll()
    expect(await store.readiness.scopeSummaries()).toEqual(expected)
    for (const scope of [HANGZHOU, SHANGHAI]) await store.readiness.summarize(scope, SINCE)
    for (const each of [store, await reopen()]) expect(await each.readiness.scopeSummaries()).toEqual(expected)
    await store.readiness.put([readinessRow({ keyId: 'key-1', verdict: 'unknown' })])
    await store.readiness.delete(SHANGHAI, 'key-1')
    for (const kept of [[], [HANGZHOU, SHANGHAI]]) {
      for (const scope of kept) await store.readiness.summarize(scope, SINCE)
      const [hangzhou, ...others] = await store.readiness.scopeSummaries()
      expect(hangzhou?.checks[0]?.byVerdict).toEqual({ unknown: 1, migrated: 1 })
      expect(others).toEqual([])
    }
  })

  test('a scope is summed up anew where a program kept its rows that knows of no briefs, or was killed before it came to them', async () => {
    const { store } = current()
    await fill(store)
    await store.readiness.noteAll()
    await store.readiness.summarize(HANGZHOU, SINCE)
    const kept = (await store.progress.get(COMPANY, KEYS))?.value
    const verdicts = async () => (await store.readiness.scopeSummaries())[0]?.checks[0]?.byVerdict
    await store.readiness.put([readinessRow({ keyId: 'key-1', verdict: 'unknown' })])
    expect(await verdicts()).toEqual({ unknown: 1, migrated: 1 })
    await store.readiness.summarize(HANGZHOU, SINCE)
    // Such a program sums up what it has written itself.
    await store.progress.put(COMPANY, [{ name: KEYS, value: kept }])
    expect(await verdicts()).toEqual({ blocked: 1, migrated: 1 })
    await store.readiness.summarize(HANGZHOU, SINCE)
    expect(await verdicts()).toEqual({ unknown: 1, migrated: 1 })
  })

  test('changes are counted anew where a program wrote that knows of no briefs', async () => {
    const { store } = current()
    await fill(store)
    await store.readiness.noteAll()
    await store.readiness.summarize(HANGZHOU, SINCE)
    const kept = await store.progress.get(COMPANY, CHANGES)
    expect(kept?.brief).toMatchObject({ brief: { since: SINCE } })
    const added = expect.objectContaining({ before: null, after: 'ready', keys: 1 })
    await store.history.put([change({ keyId: 'key-new', before: null, after: 'ready' })])
    expect(await countsOf(store)).toContainEqual(added)
    await store.readiness.summarize(HANGZHOU, SINCE)
    expect(await countsOf(store)).toContainEqual(added)
    await store.progress.put(COMPANY, [{ name: CHANGES, value: kept?.value }])
    await store.readiness.summarize(HANGZHOU, SINCE)
    expect(await countsOf(store)).toContainEqual(added)
  })

  test('a brief that a newer version wrote in another form is not read', async () => {
    const { store } = current()
    await fill(store)
    await store.readiness.noteAll()
    await store.readiness.summarize(HANGZHOU, SINCE)
    const expected = await store.readiness.scopeSummaries()
    const { value, version = 0 } = (await store.progress.get(COMPANY, KEYS)) ?? {}
    await store.progress.swap(COMPANY, KEYS, value, version, { form: 99, brief: [] })
    expect(await store.readiness.scopeSummaries()).toEqual(expected)
  })

  test('rows that somebody writes on, after another has summed the scope up meanwhile, are told', async () => {
    const { store, reopen } = current()
    await fill(store)
    await store.readiness.noteAll()
    const other = await reopen()
    await other.readiness.summarize(HANGZHOU, SINCE)
    await store.readiness.put([readinessRow({ keyId: 'key-late' })])
    await store.history.put([change({ keyId: 'key-late', before: null, after: 'ready' })])
    expect((await told(store)).map(({ keyId }) => keyId)).toContain('key-late')
    expect(await countsOf(store)).toContainEqual(expect.objectContaining({ before: null, after: 'ready', keys: 1 }))
    await store.readiness.summarize(HANGZHOU, SINCE)
    expect((await told(store)).map(({ keyId }) => keyId)).toContain('key-late')
  })

  test('a scope that was written before there were summaries is not overlooked beside one that has one', async () => {
    const { store } = current()
    await fill(store)
    // As an older version left it: rows, and nothing beside them.
    for (const name of [`keys/${SHANGHAI}`, `changes/${SHANGHAI}`]) await store.progress.delete(COMPANY, name)
    await store.readiness.summarize(HANGZHOU, SINCE)
    const expected = await told(store)
    expect(expected).toHaveLength(3)
    await store.readiness.noteAll()
    expect(await told(store)).toEqual(expected)
    expect((await countsOf(store)).reduce((sum, { keys }) => sum + keys, 0)).toBe(3)
  })

  test('changes from before what was counted are counted from the history', async () => {
    const { store } = current()
    const old = change({ keyId: 'key-old', changedAt: '2026-08-01T00:00:00Z' })
    await store.history.put([old, change()])
    await store.readiness.noteAll()
    await store.readiness.summarize(HANGZHOU, SINCE)
    expect((await store.history.counts('2026-07-01T00:00:00Z')).map(({ changedAt }) => changedAt).sort()).toEqual([
      old.changedAt,
      change().changedAt,
    ])
    expect(await store.history.counts('2026-08-21T00:00:00Z')).toHaveLength(1)
  })

  test('what a newer version kept in another form is read from the rows', async () => {
    const { store } = current()
    await fill(store)
    await store.readiness.noteAll()
    const expected = await told(store)
    await store.progress.put(COMPANY, [{ name: `keys/${HANGZHOU}`, value: { form: 99, all: 'different' } }])
    expect(await told(store)).toEqual(expected)
  })

  test('a scope that is too large to be kept is read from its rows', async () => {
    const { store } = current()
    // Texts that no row has to pack.
    const rows = Array.from({ length: 15 }, (_, at) =>
      readinessRow({ keyId: `key-${at + 10}`, aliases: [randomBytes(190_000).toString('base64')] }),
    )
    await store.readiness.put(rows)
    await store.readiness.noteAll()
    await store.readiness.summarize(HANGZHOU, SINCE)
    expect((await told(store)).map(({ aliases }) => aliases)).toEqual(rows.map(({ aliases }) => aliases))
  })

  test('summaries of one scope are those of its rows', async () => {
    const { store } = current()
    await fill(store)
    expect((await store.readiness.summariesOf(SHANGHAI)).map(({ region }) => region)).toEqual(['cn-shanghai'])
    expect(await store.readiness.summariesOf('1000000000000009:cn-hangzhou')).toEqual([])
  })
}

async function fill(store: Store): Promise<void> {
  await store.readiness.put([
    readinessRow({ keyId: 'key-1' }),
    readinessRow({ keyId: 'key-2', verdict: 'migrated' }),
    readinessRow({ keyId: 'key-1', region: 'cn-shanghai', verdict: 'ready' }),
  ])
  await store.history.put([
    change({ keyId: 'key-1' }),
    change({ keyId: 'key-2' }),
    change({ keyId: 'key-1', region: 'cn-shanghai', changedAt: '2026-11-19T00:00:00Z' }),
  ])
}

async function told(store: Store): Promise<readonly KeySummary[]> {
  const nameOf = ({ keyId, verdict, region }: KeySummary) => `${keyId} ${verdict} ${region}`
  return (await all(store.readiness.listSummaries())).flat().sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
}

async function countsOf(store: Store) {
  return [...(await store.history.counts(SINCE))].sort((a, b) => (a.changedAt < b.changedAt ? -1 : 1))
}
