import { describe, expect, it } from 'vitest'
import { CellReader } from '../../shared/store/records/cells.ts'
import { decisionCells, decisionOf } from '../../shared/store/records/decision.ts'
import { damaged } from '../../shared/store/sqlite/failure.ts'
import { decision } from '../support/store/rows.ts'

const reader = (cells: Readonly<Record<string, unknown>>) =>
  new CellReader(
    (column) => cells[column],
    (cause) => damaged('table.db', cause),
  )

describe('what a newer version wrote of a decision', () => {
  const read = (value: unknown) =>
    decisionOf(reader({ ...decisionCells(decision()), value: JSON.stringify(value) })).value
  const batch = { kind: 'batch', batch: 'b-1', state: 'requested', keyIds: ['key-1'], secrets: [], destination: null }

  it.each<[string, unknown, unknown]>([
    ['a kind', { kind: 'transfer', keyId: 'key-1' }, { kind: 'unknown', named: 'transfer', keyIds: ['key-1'] }],
    ['a state', { ...batch, state: 'paused' }, { kind: 'unknown', named: 'batch', keyIds: ['key-1'] }],
    [
      'a language',
      { kind: 'client-statement', principal: 'role/a', client: 'rust' },
      { kind: 'unknown', named: 'client-statement', keyIds: [] },
    ],
    [
      'a member that may narrow it',
      { kind: 'keys-statement', principal: 'role/a', keyIds: ['key-1'], except: ['Encrypt'] },
      { kind: 'unknown', named: 'keys-statement', keyIds: ['key-1'] },
    ],
    ['no object', 'text', { kind: 'unknown', named: '?', keyIds: [] }],
    ['a list', [1], { kind: 'unknown', named: '?', keyIds: [] }],
    ['odd members', { kind: 7, keyId: 7, keyIds: 'x' }, { kind: 'unknown', named: '?', keyIds: [] }],
  ])('is unknown by %s, with the kind and the keys that it names', (_, value, expected) => {
    expect(read(value)).toEqual(expected)
  })

  it('is what it was where this version knows all of it', () => {
    expect(read(batch)).toEqual(batch)
    expect(read(null)).toBeNull()
  })
})
