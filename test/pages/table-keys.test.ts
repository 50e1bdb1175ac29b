import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TableKeys } from '../../functions/query/pages/table-keys.ts'
import { viewOf } from '../../functions/query/pages/view.ts'
import type { KeySummary } from '../../shared/domain/readiness.ts'
import { scopeId } from '../../shared/domain/scope.ts'
import { summarizeScopes } from '../../shared/domain/scope-summary.ts'
import { HOUR, iso } from '../../shared/domain/time.ts'
import { VERDICTS } from '../../shared/domain/verdict.ts'
import { NOW, row } from '../support/rows.ts'

const key = fc.record({
  accountId: fc.constantFrom('1000000000000001', '1000000000000002'),
  region: fc.constantFrom('cn-hangzhou', 'cn-shanghai', 'cn-beijing'),
  verdict: fc.constantFrom(...VERDICTS),
  // Two days make a row stale.
  checkedAt: fc.constantFrom(1, 47, 49).map((hours) => iso(NOW - hours * HOUR)),
})
const query = fc.record(
  {
    verdict: fc.subarray([...VERDICTS]).map((verdicts) => verdicts.join()),
    account: fc.constantFrom('1000000000000001', '1000000000000009'),
    region: fc.constantFrom('cn-hangzhou', 'cn-shanghai'),
    dir: fc.constantFrom('asc', 'desc'),
    page: fc.integer({ min: 1, max: 4 }).map(String),
  },
  { requiredKeys: [] },
)

/** A table that its keys are read from in the order of their scopes. */
function tableOf(keys: readonly KeySummary[]) {
  const sorted = [...keys].sort((a, b) => (scopeId(a) < scopeId(b) ? -1 : 1))
  const scopes: (string | undefined)[] = []
  async function* listSummaries() {
    scopes.push(undefined)
    for (const each of sorted) yield [each]
  }
  const summariesOf = async (scope: string) => {
    scopes.push(scope)
    return sorted.filter((each) => scopeId(each) === scope)
  }
  return { listSummaries, summariesOf, scopes }
}

test('a page by what scopes are summed up in is that of an index of all keys', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(key, { maxLength: 160 }), query, async (fields, asked) => {
      const summaries = fields.map((each, at) => row({ ...each, keyId: `key-${at}` }))
      const keys = new TableKeys(tableOf(summaries), await summarizeScopes([summaries]), NOW)
      const view = viewOf(new URLSearchParams(asked))
      const counted = await keys.page(view)
      await keys.index()
      expect(await keys.page(view)).toEqual(counted)
    }),
    { numRuns: 200 },
  )
})

test('a page by verdict reads the scopes that its keys are of and no other', async () => {
  const accounts = Array.from({ length: 90 }, (_, at) => String(1_000_000_000_000_001 + at))
  const summaries = accounts.map((accountId, at) => row({ accountId, verdict: at % 2 === 0 ? 'ready' : 'blocked' }))
  const table = tableOf(summaries)
  const keys = new TableKeys(table, await summarizeScopes([summaries]), NOW)
  const page = await keys.page(viewOf(new URLSearchParams({ verdict: 'ready' })))
  expect(page).toMatchObject({ matching: 45, page: 1, pages: 1 })
  expect(table.scopes).toEqual(page.keys.map(({ scope }) => scope))
  await keys.page(viewOf(new URLSearchParams({ q: 'key' })))
  await keys.page(viewOf(new URLSearchParams({ sort: 'calls' })))
  expect(table.scopes.slice(45)).toEqual([undefined])
})
