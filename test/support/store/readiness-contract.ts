import { expect, test } from 'vitest'
import type { KeySummary } from '../../../shared/domain/readiness.ts'
import { scopeId } from '../../../shared/domain/scope.ts'
import { VERDICTS } from '../../../shared/domain/verdict.ts'
import type { OpenStore } from './opened.ts'
import { opened } from './opened.ts'
import { all, HOSTILE, readinessRow, scantRow } from './rows.ts'

const HANGZHOU = '1000000000000001:cn-hangzhou'
const SHANGHAI = '1000000000000001:cn-shanghai'

export function readinessContract(open: OpenStore): void {
  const current = opened(open)

  test('a row comes out as it went in, also from another opening', async () => {
    const { store, reopen } = current()
    const row = readinessRow()
    await store.readiness.put([row])
    expect(await store.readiness.get(HANGZHOU, row.keyId)).toEqual(row)
    const other = await reopen()
    expect(await other.readiness.get(HANGZHOU, row.keyId)).toEqual(row)
    expect(await all(other.readiness.list())).toEqual([row])
  })

  test('several rows come in the order in which they are asked for, without those that are not there', async () => {
    const { store } = current()
    const rows = Array.from({ length: 40 }, (_, at) => readinessRow({ keyId: `key-${at}` }))
    await store.readiness.put(rows)
    const asked = [...rows].reverse().map(({ keyId }) => ({ scope: HANGZHOU, keyId }))
    const others = [
      { scope: HANGZHOU, keyId: 'none' },
      { scope: SHANGHAI, keyId: 'key-1' },
    ]
    expect(await store.readiness.getAll([...others, ...asked])).toEqual([...rows].reverse())
    expect(await store.readiness.getAll([])).toEqual([])
  })

  test('facts that could not be read stay null, and empty lists stay empty', async () => {
    const { store } = current()
    const { facts, usage, observed } = readinessRow()
    const row = readinessRow({
      facts: {
        keyState: null,
        keySpec: null,
        keyUsage: null,
        origin: null,
        automaticRotation: null,
        versions: null,
        kmsInstanceId: null,
        createdAt: null,
        nextRotationAt: null,
      },
      usage: { ...usage, lastUsedAt: null, callers: [], byOperation: {}, calls: 0 },
      observed: { ...observed, complete: true, gaps: [] },
      aliases: [],
      findings: [],
      tags: [],
      secrets: [],
      unread: [],
    })
    const instance = readinessRow({
      keyId: 'key-2',
      facts: { ...facts, kmsInstanceId: 'kst-1', versions: 0, protectionLevel: 'HSM' },
    })
    await store.readiness.put([row, instance])
    expect(await all(store.readiness.list())).toEqual([instance, row])
  })

  test('a row of before use was counted by hour of the week has no such profile, and one of after keeps it', async () => {
    const { store } = current()
    const { usage } = readinessRow()
    const week = Array.from({ length: 168 }, (_, hour) => (hour % 5 === 0 ? hour * 1_000 : 0))
    const rows = [
      readinessRow({ keyId: 'key-after', usage: { ...usage, week } }),
      readinessRow({ keyId: 'key-before', usage }),
    ]
    await store.readiness.put(rows)
    const read = await all(store.readiness.list())
    expect(read).toEqual(rows)
    expect(read[1]?.usage).not.toHaveProperty('week')
  })

  test('summaries are the rows without their proof, of every scope, however many', async () => {
    const { store } = current()
    const { afterMove } = readinessRow()
    const rows = Array.from({ length: 1_001 }, (_, at) =>
      scantRow({
        region: at % 2 === 0 ? 'cn-hangzhou' : 'cn-shanghai',
        keyId: `key-${at}`,
        aliases: at % 3 === 0 ? [] : [HOSTILE, 'alias/"],["'],
        tags: [{ key: HOSTILE, value: HOSTILE }],
        usage: { ...readinessRow().usage, calls: at, lastUsedAt: at % 5 === 0 ? null : '2026-11-20T00:00:00Z' },
        afterMove,
      }),
    )
    await store.readiness.put(rows)
    const byKey = (each: readonly KeySummary[]) => new Map(each.map((summary) => [summary.keyId, summary]))
    const expected = rows.map((row): KeySummary => {
      const { accountId, region, keyId, aliases, verdict, rules, checkedAt, changedAt, tags, usage, observed } = row
      const { calls, lastUsedAt } = usage
      const { complete, gaps } = observed
      const { left, failing, closesAt, rotationOff } = afterMove
      return {
        ...{ accountId, region, keyId, aliases, verdict, rules, checkedAt, changedAt, tags },
        usage: { calls, lastUsedAt, callers: usage.callers.map(({ principal }) => ({ principal })) },
        observed: { complete, gaps },
        afterMove: { left, failing, closesAt, rotationOff },
      }
    })
    const summaries = (await all(store.readiness.listSummaries())).flat()
    expect(summaries).toHaveLength(rows.length)
    expect(byKey(summaries)).toEqual(byKey(expected))
  })

  test('a version, where there is one, stays while nobody else writes', async () => {
    const { store, reopen } = current()
    await store.readiness.put([readinessRow()])
    const version = await store.readiness.version()
    expect(await store.readiness.version()).toBe(version)
    if (version === undefined) return
    await (await reopen()).readiness.put([readinessRow({ keyId: 'another' })])
    expect(await store.readiness.version()).not.toBe(version)
  })

  test('every verdict is kept', async () => {
    const { store } = current()
    const rows = VERDICTS.map((verdict, at) => readinessRow({ keyId: `key-${at}`, verdict, rules: '2024-11' }))
    await store.readiness.put(rows)
    expect(await all(store.readiness.list())).toEqual(rows)
  })

  test('hostile text is kept', async () => {
    const { store } = current()
    const row = readinessRow({
      keyId: `key '"; DROP TABLE readiness; -- 密钥 😀`,
      aliases: [HOSTILE],
      tags: [{ key: HOSTILE, value: '' }],
      secrets: [HOSTILE],
      findings: readinessRow().findings.map((finding) => ({
        ...finding,
        message: HOSTILE,
        data: { [HOSTILE]: [HOSTILE] },
      })),
      usage: { ...readinessRow().usage, byOperation: { [HOSTILE]: 1, ['__proto__']: 2 } },
    })
    await store.readiness.put([row])
    expect(await store.readiness.get(scopeId(row), row.keyId)).toEqual(row)
  })

  test('the owner is whom the tags name, whatever they are called', async () => {
    const { store } = current()
    const owners = [HOSTILE.trim(), '=HYPERLINK("http://evil.example")', '所'.repeat(10_000), null]
    const rows = owners.map((owner, at) =>
      readinessRow({ keyId: `key-${at}`, tags: owner === null ? [] : [{ key: 'Owner', value: ` ${owner} ` }] }),
    )
    await store.readiness.put(rows)
    const read = await all(store.readiness.list())
    expect(read).toEqual(rows)
    expect(read.map(({ owner }) => owner)).toEqual(owners)
  })

  test('a row that was checked later stays, others beside it are written', async () => {
    const { store } = current()
    const later = readinessRow({ keyId: 'key-1', verdict: 'blocked', checkedAt: '2026-11-24T00:00:00Z' })
    await store.readiness.put([later])
    const late = readinessRow({ keyId: 'key-1', verdict: 'ready', checkedAt: '2026-11-23T00:00:00Z' })
    const other = readinessRow({ keyId: 'key-2', checkedAt: '2026-11-23T00:00:00Z' })
    await store.readiness.put([late, other])
    expect(await all(store.readiness.list())).toEqual([later, other])
    const again = { ...later, verdict: 'ready' as const }
    await store.readiness.put([again])
    expect(await store.readiness.get(HANGZHOU, 'key-1')).toEqual(again)
  })

  test('a row may hold a megabyte of findings', async () => {
    const { store } = current()
    const row = readinessRow({
      findings: readinessRow().findings.map((finding) => ({ ...finding, message: '密'.repeat(350_000) })),
    })
    await store.readiness.put([row])
    expect(await store.readiness.get(HANGZHOU, row.keyId)).toEqual(row)
  })

  test('put replaces the row of the same key, and putting twice changes nothing', async () => {
    const { store } = current()
    const [before, after] = [readinessRow(), readinessRow({ verdict: 'ready', findings: [], aliases: [] })]
    await store.readiness.put([before])
    await store.readiness.put([after])
    await store.readiness.put([after])
    expect(await all(store.readiness.list())).toEqual([after])
  })

  test('the same key id in another region or account is another row', async () => {
    const { store } = current()
    const rows = [
      readinessRow(),
      readinessRow({ region: 'cn-shanghai' }),
      readinessRow({ accountId: '1000000000000002', verdict: 'ready' }),
    ]
    await store.readiness.put(rows)
    expect(await all(store.readiness.list())).toEqual(rows)
    expect(await all(store.readiness.list(SHANGHAI))).toEqual([rows[1]])
    expect(await all(store.readiness.list('1000000000000001'))).toEqual([])
  })

  test('rows are listed in the byte order of their keys, across many pages', async () => {
    const { store } = current()
    const ids = Array.from({ length: 1_002 }, (_, at) => `key-${(at * 7919) % 1_002}`)
    const special = ['Key', 'key', 'key\uff5e', 'key😀', 'ä']
    const rows = [...ids, ...special].map((keyId) => scantRow({ keyId }))
    await store.readiness.put(rows)
    const expected = [...ids, ...special].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    expect((await all(store.readiness.list())).map((row) => row.keyId)).toEqual(expected)
    expect((await all(store.readiness.list(HANGZHOU))).map((row) => row.keyId)).toEqual(expected)
  })

  test('a list goes on after any key, be it that of a row or not', async () => {
    const { store } = current()
    const ids = Array.from({ length: 601 }, (_, at) => `key-${String(at).padStart(4, '0')}`)
    const here = ids.map((keyId) => scantRow({ keyId }))
    const there = [scantRow({ keyId: 'key-0000', region: 'cn-shanghai' })]
    await store.readiness.put([...there, ...here])
    const after = (keyId: string, scope = HANGZHOU) => ({ scope, keyId })
    const everywhere = async (from: ReturnType<typeof after>) => all(store.readiness.list(undefined, from))
    const ofScope = async (keyId: string) => all(store.readiness.list(HANGZHOU, after(keyId)))
    expect(await everywhere(after('key-0099'))).toEqual([...here.slice(100), ...there])
    expect(await ofScope('key-0099')).toEqual(here.slice(100))
    expect(await ofScope('key-0099x')).toEqual(here.slice(100))
    expect(await ofScope('')).toEqual(here)
    expect(await ofScope('key-0600')).toEqual([])
    expect(await everywhere(after('key-0600'))).toEqual(there)
    expect(await everywhere(after('key-0600', '1000000000000001:cn-beijing'))).toEqual([...here, ...there])
    expect(await everywhere(after('key-0000', SHANGHAI))).toEqual([])
  })

  test('a list that is left early does not keep anyone from writing, and may be started again', async () => {
    const { store } = current()
    await store.readiness.put(Array.from({ length: 600 }, (_, at) => scantRow({ keyId: `key-${at}` })))
    for await (const row of store.readiness.list()) {
      await store.readiness.delete(HANGZHOU, row.keyId)
      break
    }
    expect(await all(store.readiness.list())).toHaveLength(599)
  })

  test('delete removes one row, and one that is not there is no matter', async () => {
    const { store } = current()
    await store.readiness.put([readinessRow({ keyId: 'key-1' }), readinessRow({ keyId: 'key-2' })])
    await store.readiness.delete(HANGZHOU, 'key-1')
    await store.readiness.delete(HANGZHOU, 'key-1')
    await store.readiness.delete(SHANGHAI, 'key-2')
    expect(await store.readiness.get(HANGZHOU, 'key-1')).toBeUndefined()
    expect((await all(store.readiness.list())).map((row) => row.keyId)).toEqual(['key-2'])
  })

  test('an empty store has no rows, and putting none is no matter', async () => {
    const { store } = current()
    await store.readiness.put([])
    expect(await all(store.readiness.list())).toEqual([])
    expect(await store.readiness.get(HANGZHOU, 'key-1')).toBeUndefined()
  })
}
