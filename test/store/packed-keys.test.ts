import { expect, test } from 'vitest'
import type { KeySummary } from '../../shared/domain/readiness.ts'
import { isReadable, KeyUnpacker, type PackedKeys, packKeys } from '../../shared/store/summaries/packed-keys.ts'

const SCOPE = { accountId: '1000000000000001', region: 'cn-hangzhou' }

test('summaries come out of a pack as they went in, after a way through JSON', () => {
  const moved = { left: 2, failing: 1, closesAt: null, rotationOff: true }
  const gaps = [{ from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' }]
  const all = [
    summary({ keyId: 'plain' }),
    summary({ keyId: 'like the first', verdict: 'blocked' }),
    summary({ keyId: 'moved', verdict: 'migrated', afterMove: moved }),
    summary({ keyId: 'unused', usage: { calls: 0, lastUsedAt: null, callers: [] }, aliases: [], tags: [] }),
    summary({ keyId: 'with gaps', observed: { complete: false, gaps } }),
  ]
  const unpacker = new KeyUnpacker()
  expect(unpacker.unpack(throughJson(packKeys(SCOPE, all)))).toEqual(all)
  expect(unpacker.unpack(throughJson(packKeys(SCOPE, [])))).toEqual([])
})

test('what a thousand keys have in common takes hardly more room than what ten have', () => {
  const sizeOf = (keys: number) => {
    const all = Array.from({ length: keys }, (_, at) => summary({ keyId: `key-${at}` }))
    return JSON.stringify(packKeys(SCOPE, all)).length / keys
  }
  expect(sizeOf(1_000)).toBeLessThan(100)
  expect(sizeOf(1_000)).toBeLessThan(sizeOf(10))
})

test('what the keys of several scopes have in common is there once', () => {
  const unpacker = new KeyUnpacker()
  const [here] = unpacker.unpack(throughJson(packKeys(SCOPE, [summary({})]))) ?? []
  const elsewhere = { ...SCOPE, region: 'cn-beijing' }
  const others = [summary({ ...elsewhere, keyId: 'key-2', tags: [] }), summary({ ...elsewhere, keyId: 'key-3' })]
  const there = unpacker.unpack(throughJson(packKeys(elsewhere, others)))
  expect(there).toEqual(others)
  expect(there?.[1]?.tags).toBe(here?.tags)
})

test('a pack of another form is none', () => {
  const later = { ...packKeys(SCOPE, [summary({})]), form: 1 } as unknown as PackedKeys
  expect(isReadable(later)).toBe(false)
  expect(new KeyUnpacker().unpack(later)).toBeUndefined()
})

function summary(fields: Partial<KeySummary>): KeySummary {
  return {
    ...SCOPE,
    keyId: 'key-1',
    aliases: ['alias/a'],
    verdict: 'ready',
    rules: '2023-09',
    usage: { calls: 7, lastUsedAt: '2026-11-20T00:00:00Z', callers: [{ principal: 'role/orders' }] },
    observed: { complete: true, gaps: [] },
    checkedAt: '2026-11-23T02:15:00Z',
    changedAt: '2026-11-20T02:15:00Z',
    tags: [{ key: 'owner', value: 'orders' }],
    ...fields,
  }
}

function throughJson(packed: PackedKeys): PackedKeys {
  return JSON.parse(JSON.stringify(packed))
}
