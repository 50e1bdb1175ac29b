import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  comparePlaces,
  decisionEntries,
  type HistoryEntry,
  keysOfEntry,
  placeOf,
  verdictEntry,
} from '../../../shared/domain/history-entries/entry.ts'
import { NewestEntries } from '../../../shared/domain/history-entries/newest-entries.ts'
import { change, decision } from '../../support/store/rows.ts'

const owner = (name: string) => ({ kind: 'owner', keyId: 'key-1', owner: name }) as const

describe('decisions as entries', () => {
  it('know what held before them, and of what was withdrawn its keys', () => {
    const decisions = [
      decision({ number: 3, value: null }),
      decision({ number: 1, value: owner('orders') }),
      decision({ number: 2, value: owner('payments') }),
      decision({ region: 'cn-shanghai', number: 1, value: owner('others') }),
    ]
    const told = decisionEntries(decisions).map(({ before, value, keyIds, region }) => [region, before, value, keyIds])
    expect(told).toEqual([
      ['cn-hangzhou', null, owner('orders'), ['key-1']],
      ['cn-shanghai', null, owner('others'), ['key-1']],
      ['cn-hangzhou', owner('orders'), owner('payments'), ['key-1']],
      ['cn-hangzhou', owner('payments'), null, ['key-1']],
    ])
  })

  it.each([
    [{ kind: 'keys-statement', principal: 'role/a', keyIds: ['k1', 'k2'] } as const, ['k1', 'k2']],
    [{ kind: 'client-statement', principal: 'role/a', client: 'java' } as const, []],
    [{ kind: 'waiver', keyId: 'k1', rule: 'multiple-versions' } as const, ['k1']],
    [{ kind: 'unknown', named: 'a-newer-kind', keyIds: ['k1', 'k2'] } as const, ['k1', 'k2']],
    [null, []],
  ])('name the keys of %o', (value, keyIds) => {
    const [entry] = decisionEntries([decision({ value })])
    expect(entry).toMatchObject({ kind: 'decision', keyIds })
  })
})

it('an entry is about the key that was judged, or those that a decision names', () => {
  expect(keysOfEntry(verdictEntry(change({ keyId: 'k1' })))).toEqual(['k1'])
  const value = { kind: 'keys-statement', principal: 'role/a', keyIds: ['k2', 'k3'] } as const
  expect(decisionEntries([decision({ value })]).map(keysOfEntry)).toEqual([['k2', 'k3']])
})

/** A history with many entries of one moment. */
const histories = fc
  .uniqueArray(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 9 }), fc.boolean()), {
    selector: (each) => each.join(),
    maxLength: 60,
  })
  .map((all) =>
    all.map(([hour, name, isVerdict]): HistoryEntry => {
      const at = `2026-11-20T0${hour}:00:00Z`
      if (isVerdict) return verdictEntry(change({ keyId: `key-${name}`, changedAt: at }))
      const [entry] = decisionEntries([decision({ subject: `owner/key-${name}`, number: hour + 1, at })])
      return entry as HistoryEntry
    }),
  )

describe('a history in parts', () => {
  it('has every entry once, newest first, whatever the order in which they came', () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 1, max: 7 }), (entries, size) => {
        const read: HistoryEntry[] = []
        for (let after: ReturnType<NewestEntries['page']>['next'] | undefined, more = true; more; ) {
          const newest = new NewestEntries(size, after)
          for (const entry of entries) newest.add(entry)
          const page = newest.page()
          expect(page.entries.length).toBeLessThanOrEqual(size)
          read.push(...page.entries)
          after = page.next
          more = after !== undefined
        }
        const ordered = [...entries].sort((a, b) => comparePlaces(placeOf(a), placeOf(b)))
        expect(read).toEqual(ordered)
        expect(read.map(({ at }) => at)).toEqual([...read.map(({ at }) => at)].sort().reverse())
      }),
    )
  })

  it('tells of no further part where there is none', () => {
    const newest = new NewestEntries(1)
    newest.add(verdictEntry(change()))
    expect(newest.page().next).toBeUndefined()
    expect(new NewestEntries(1).page()).toEqual({ entries: [] })
  })
})
