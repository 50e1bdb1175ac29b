import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newestChanges } from '../../../functions/history/newest-changes.ts'
import { verdictEntry } from '../../../shared/domain/history-entries/entry.ts'
import { NewestEntries } from '../../../shared/domain/history-entries/newest-entries.ts'
import type { Change } from '../../../shared/domain/readiness.ts'
import { scopeId } from '../../../shared/domain/scope.ts'
import { ChangeCounter } from '../../../shared/domain/trend.ts'
import type { HistoryTable } from '../../../shared/store/store.ts'
import { change } from '../../support/store/rows.ts'

const COUNTED = '2026-11-05T00:00:00Z'

const changes = fc.uniqueArray(
  fc.record({
    day: fc.integer({ min: 1, max: 20 }),
    region: fc.integer({ min: 0, max: 4 }),
    key: fc.integer({ min: 0, max: 9 }),
  }),
  { selector: ({ day, region, key }) => `${day} ${region} ${key}`, maxLength: 120 },
)

describe('the newest changes', () => {
  it('are those of the whole history, page by page', async () => {
    await fc.assert(
      fc.asyncProperty(changes, fc.integer({ min: 1, max: 25 }), async (places, limit) => {
        const all = places.map(({ day, region, key }) =>
          change({
            region: `cn-${region}`,
            keyId: `key-${key}`,
            changedAt: `2026-11-${String(day).padStart(2, '0')}T00:00:00Z`,
          }),
        )
        let after: Parameters<typeof pageOf>[2]
        for (let page = 0; page < 4; page += 1) {
          const part = { limit, ...(after && { after }), isWithin: () => true }
          const found = await newestChanges({ history: historyOf(all) }, { counted: COUNTED, since: '' }, part)
          const expected = pageOf(all, limit, after)
          if (found) expect(pageOf(found, limit, after)).toEqual(expected)
          // Behind a place what is counted at its moment may be before it, so that the whole history is read sooner than it must be.
          else if (!after)
            expect(
              pageOf(
                all.filter(({ changedAt }) => changedAt >= COUNTED),
                limit,
                after,
              ).next,
            ).toBeUndefined()
          after = expected.next
          if (!after) break
        }
      }),
      { numRuns: 200 },
    )
  })

  it('are read of no more scopes than it takes', async () => {
    const all = Array.from({ length: 500 }, (_, at) =>
      change({ region: `cn-${1_000 + at}`, changedAt: '2026-11-20T00:00:00Z' }),
    )
    const read: (string | undefined)[] = []
    const history = historyOf(all, (scope) => read.push(scope))
    const part = { limit: 10, isWithin: () => true }
    expect(await newestChanges({ history }, { counted: COUNTED, since: '' }, part)).toHaveLength(11)
    expect(read).toHaveLength(11)
  })
})

function pageOf(all: readonly Change[], limit: number, after?: ReturnType<NewestEntries['page']>['next']) {
  const newest = new NewestEntries(limit, after)
  for (const each of all) newest.add(verdictEntry(each))
  return newest.page()
}

/** The history in memory, as both stores tell it. */
function historyOf(all: readonly Change[], onRead: (scope: string | undefined) => void = () => {}): HistoryTable {
  const unused = () => {
    throw new Error('whoever looks for the newest changes only reads')
  }
  return {
    ...{ put: unused, counts: unused, delete: unused, prune: unused },
    async *list({ scope, since = '' } = {}) {
      onRead(scope)
      yield* all.filter((each) => scopeId(each) === scope && each.changedAt >= since)
    },
    async *countsByScope(since) {
      for (const scope of new Set(all.map(scopeId))) {
        const counter = new ChangeCounter()
        for (const each of all) if (scopeId(each) === scope && each.changedAt >= since) counter.add(each)
        yield { scope, counts: counter.counts }
      }
    },
  }
}
