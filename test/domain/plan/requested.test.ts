import { describe, expect, it } from 'vitest'
import { textIn } from '../../../shared/domain/messages/text-in.ts'
import { makePlan } from '../../../shared/domain/plan/make-plan.ts'
import type { Batch } from '../../../shared/domain/plan/plan.ts'
import type { ReadinessRow } from '../../../shared/domain/readiness.ts'
import { DAY, iso } from '../../../shared/domain/time.ts'
import { planAsJson } from '../../../shared/rows/plan-as-json.ts'
import { decidedBatches, NOW, OPTIONS, readyRow, weekOf } from '../../support/domain/plan-rows.ts'
import { batchDecision } from '../../support/domain/request-rows.ts'

const ROWS = ['key-a', 'key-b', 'key-c'].map((keyId) => readyRow(keyId, { callers: ['role/one'], week: weekOf(3) }))
const WINDOW = { from: '2026-12-01T18:00:00Z', to: '2026-12-01T20:00:00Z' }
const REQUESTED = { batch: 'batch-one', keyIds: ['key-a', 'key-b'], secrets: [], destination: null }

function batchesOf(value: Parameters<typeof batchDecision>[0], rows: readonly ReadinessRow[] = ROWS): readonly Batch[] {
  return makePlan(rows, { ...OPTIONS, decided: decidedBatches(batchDecision(value)) }).batches
}

const keysOf = ({ keys }: Batch) => keys.map(({ keyId }) => keyId)
const why = (batch: Batch | undefined) => batch?.why.map((text) => textIn(text, 'en')).join(' ') ?? ''
const batchOne = (batches: readonly Batch[]) => batches.find(({ id }) => id === 'batch-one')

describe('a batch that was requested', () => {
  it('keeps its keys, its id and its ticket, and the plan has them in no other', () => {
    const batches = batchesOf(REQUESTED)
    expect(batchOne(batches)).toMatchObject({ state: 'requested', ticket: 'TKT-12', destination: 'kst-hzz1' })
    expect(batches.map(keysOf).sort()).toEqual([['key-a', 'key-b'], ['key-c']])
    expect(why(batchOne(batches))).toContain('It was requested (ticket TKT-12)')
  })

  it('is proposed a quiet window until one is agreed, and then has that', () => {
    expect(batchOne(batchesOf(REQUESTED))?.window?.from).not.toBe(WINDOW.from)
    const agreed = batchOne(batchesOf({ ...REQUESTED, state: 'window-agreed', window: WINDOW }))
    expect(agreed?.window).toEqual({
      ...WINDOW,
      weekday: 'Wednesday',
      ...{ expectedCalls: 1, weeksOfEvidence: 13 },
    })
    expect(why(agreed)).toContain('agreed with the vendor')
  })

  it('has its agreed window also where nobody knows how quiet it is', () => {
    const rows = [readyRow('key-a', { week: undefined })]
    const agreed = batchOne(batchesOf({ ...REQUESTED, state: 'window-agreed', window: WINDOW }, rows))
    expect(agreed?.window).toMatchObject({ weeksOfEvidence: 0 })
    expect(why(agreed)).not.toContain('No evidence')
  })

  it.each([['key-a'], ['key-spoilt']])('leaves its agreed window to no other batch of its instance: %s', (keyId) => {
    const window = batchesOf({ ...REQUESTED, state: 'planned' })[0]?.window
    if (!window) throw new Error('no window to agree on')
    const others = batchesOf({ ...REQUESTED, keyIds: [keyId], state: 'window-agreed', window }).filter(
      ({ id }) => id !== 'batch-one',
    )
    expect(others).toHaveLength(1)
    expect(Date.parse(others[0]?.window?.from ?? '')).toBeGreaterThanOrEqual(Date.parse(window.to))
  })

  it('that is recorded as moved is told of while its keys have not', () => {
    const past = { from: iso(NOW - DAY), to: iso(NOW - DAY / 2) }
    const batches = batchesOf({ ...REQUESTED, state: 'moved', window: past })
    expect(why(batchOne(batches))).toContain('still found these keys in the default KMS instance')
    expect(batchOne(batchesOf({ ...REQUESTED, state: 'moved' }, [{ ...readyRow('key-a'), verdict: 'migrated' }]))).toBe(
      undefined,
    )
  })

  it.each<[Parameters<typeof batchDecision>[0], RegExp | undefined]>([
    [REQUESTED, /batch-one, which was requested \(ticket TKT-12\): tell technical support not to move it/],
    [{ ...REQUESTED, state: 'verified' }, /batch-one, which is recorded as moved/],
    [{ ...REQUESTED, state: 'planned' }, undefined],
    [{ ...REQUESTED, keyIds: ['key-b'] }, undefined],
  ])('is told of with a key of it that is left', (value, line) => {
    const decided = decidedBatches(batchDecision(value))
    const rows = [{ ...readyRow('key-a'), verdict: 'blocked' } as const]
    const [left] = planAsJson(makePlan(rows, { ...OPTIONS, decided })).left
    expect(left?.requested?.batch).toBe(line && 'batch-one')
    if (line) expect(left?.why.join(' ')).toMatch(line)
  })

  it('is none while it is planned only', () => {
    expect(batchesOf({ ...REQUESTED, state: 'planned' }).map(keysOf)).toEqual([['key-a', 'key-b', 'key-c']])
  })

  it('keeps the secrets that do not fit with their key', () => {
    const secrets = Array.from({ length: 60 }, (_, at) => `secret-${String(at).padStart(2, '0')}`)
    const rows = [readyRow('key-a', { secrets })]
    const batches = batchesOf({ ...REQUESTED, keyIds: ['key-a'] }, rows)
    expect(batches.map(({ state, keys, secrets: names }) => [state, keys.length, names.length])).toEqual([
      ['requested', 1, 50],
      [null, 0, 10],
    ])
  })
})
