import type { ReadinessRow } from '../../../shared/domain/readiness.ts'
import type { UsageRow } from '../../../shared/domain/usage.ts'
import type { Store } from '../../../shared/store/store.ts'
import { all, change, decision, readinessRow, usageRow } from './rows.ts'

export const SCOPE = '1000000000000001:cn-hangzhou'
const SHANGHAI = 'cn-shanghai'
const DAY = '2026-11-20'

/** One use of a method, on the rows of `fill`. */
export interface Use {
  readonly name: string
  readonly run: (store: Store) => Promise<unknown>
}

/** A few rows in every table. */
export async function fill(store: Store): Promise<void> {
  const keyIds = ['a', 'b', 'c']
  await store.readiness.put([
    ...keyIds.map((keyId) => readinessRow({ keyId })),
    readinessRow({ keyId: 'd', region: SHANGHAI }),
  ])
  await store.usage.replaceDays(SCOPE, ['2026-11-19'], [usage('a', { day: '2026-11-19' })])
  await store.usage.replaceDays(
    SCOPE,
    [DAY],
    [usage('a'), usage('b'), usage('c', { operation: 'ReEncrypt' }), usage('d', { operation: 'ReEncrypt' })],
  )
  await store.history.put([...keyIds.map((keyId) => change({ keyId })), change({ changedAt: '2025-01-01T00:00:00Z' })])
  await store.progress.put(SCOPE, [
    { name: 'run', value: 'before' },
    { name: 'run/2', value: 'before' },
  ])
  await store.progress.put(SCOPE, [{ name: 'coverage', value: 'before' }], 2)
  await store.progress.put('1000000000000001:cn-beijing', [{ name: 'run', value: 'elsewhere' }])
  await store.marks.swap(SCOPE, 'digest', 'before', 0)
  await store.decisions.add(decision())
}

/** Every method of a store, each way of it that makes other calls. */
export const USES: readonly Use[] = [
  { name: 'readiness.put', run: ({ readiness }) => readiness.put([row('b', 'ready'), row('e', 'ready')]) },
  { name: 'readiness.get', run: ({ readiness }) => readiness.get(SCOPE, 'b') },
  { name: 'readiness.get of none', run: ({ readiness }) => readiness.get(SCOPE, 'none') },
  { name: 'readiness.list', run: ({ readiness }) => all(readiness.list()) },
  {
    name: 'readiness.list of a scope',
    run: ({ readiness }) => all(readiness.list(SCOPE, { scope: SCOPE, keyId: 'a' })),
  },
  { name: 'readiness.delete', run: ({ readiness }) => readiness.delete(SCOPE, 'b') },
  {
    name: 'usage.replaceDays',
    run: (store) => store.usage.replaceDays(SCOPE, [DAY], [usage('a', { calls: 9 }), usage('e')]),
  },
  {
    name: 'usage.replaceDays of an operation',
    run: (store) =>
      store.usage.replaceDays(SCOPE, [DAY], [usage('c', { operation: 'ReEncrypt', calls: 9 })], ['ReEncrypt']),
  },
  { name: 'usage.list', run: (store) => all(store.usage.list(SCOPE, '2026-11-19', DAY)) },
  { name: 'usage.prune', run: (store) => store.usage.prune(SCOPE, DAY) },
  {
    name: 'history.put',
    run: ({ history }) => history.put([change({ keyId: 'b', after: 'ready' }), change({ keyId: 'e' })]),
  },
  { name: 'history.list', run: ({ history }) => all(history.list({ scope: SCOPE })) },
  { name: 'history.delete', run: ({ history }) => history.delete(change({ keyId: 'b' })) },
  { name: 'history.prune', run: ({ history }) => history.prune(SCOPE, '2026-01-01T00:00:00Z') },
  {
    name: 'progress.put',
    run: ({ progress }) =>
      progress.put(SCOPE, [
        { name: 'run', value: 'after' },
        { name: 'new', value: 'after' },
      ]),
  },
  {
    name: 'progress.put under its fence',
    run: ({ progress }) => progress.put(SCOPE, [{ name: 'coverage', value: 'after' }], 2),
  },
  {
    name: 'progress.put under a fence that is over',
    run: ({ progress }) =>
      progress.put(
        SCOPE,
        [
          { name: 'coverage', value: 'after' },
          { name: 'run', value: 'after' },
        ],
        1,
      ),
  },
  { name: 'progress.get', run: ({ progress }) => progress.get(SCOPE, 'run') },
  { name: 'progress.list', run: ({ progress }) => all(progress.list(SCOPE, 'run')) },
  { name: 'progress.briefs', run: ({ progress }) => all(progress.briefs(SCOPE, 'run')) },
  { name: 'progress.scopesWith', run: ({ progress }) => progress.scopesWith('run') },
  { name: 'progress.swap of a new entry', run: ({ progress }) => progress.swap(SCOPE, 'lease', 'after', 0) },
  { name: 'progress.swap', run: ({ progress }) => progress.swap(SCOPE, 'run', 'after', 1) },
  { name: 'progress.swap that comes late', run: ({ progress }) => progress.swap(SCOPE, 'run', 'after', 7) },
  { name: 'progress.swap of an entry that is there', run: ({ progress }) => progress.swap(SCOPE, 'run', 'after', 0) },
  { name: 'progress.delete', run: ({ progress }) => progress.delete(SCOPE, 'run') },
  { name: 'marks.get', run: ({ marks }) => marks.get(SCOPE, 'digest') },
  { name: 'marks.list', run: ({ marks }) => all(marks.list(SCOPE, '')) },
  { name: 'marks.swap', run: ({ marks }) => marks.swap(SCOPE, 'digest', 'after', 1) },
  { name: 'marks.delete', run: ({ marks }) => marks.delete(SCOPE, 'digest') },
  { name: 'decisions.add', run: ({ decisions }) => decisions.add(decision({ number: 2 })) },
  { name: 'decisions.list', run: ({ decisions }) => all(decisions.list()) },
]

function row(keyId: string, verdict: ReadinessRow['verdict']): ReadinessRow {
  return readinessRow({ keyId, verdict })
}

function usage(keyId: string, fields: Partial<UsageRow> = {}): UsageRow {
  return usageRow({ keyId, series: `series-${keyId}`, ...fields })
}
