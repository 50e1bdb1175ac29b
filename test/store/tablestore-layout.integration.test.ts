import { expect, test } from 'vitest'
import { StoreDamagedError, StoreLayoutError, StoreMissingError } from '../../shared/store/errors.ts'
import type { KeyType } from '../../simulator/cloud/tablestore/instance.ts'
import { failure, openedTablestore } from '../support/store/tablestore-failure.ts'
import { fill, USES } from '../support/store/tablestore-methods.ts'

const READING = /\.(get|list|versions|scopesWith)\b/

test('reading and marking where no audit was: every method says so, and no table is made but that of the marks', async () => {
  const { open, cloud } = await openedTablestore()
  const tables = cloud.world.accounts[0]?.tablestore[0]?.tables
  tables?.clear()
  for (const mode of ['read', 'mark'] as const) {
    const store = await open(mode)
    // In an instance of an older version nothing was decided, and that is no error.
    const tells = USES.filter(({ name }) => name !== 'decisions.list')
    const asked = tells.filter(({ name }) => (mode === 'mark' ? !name.startsWith('marks.') : READING.test(name)))
    for (const { name, run } of asked) {
      const error = await failure(run(store))
      expect(error, name).toBeInstanceOf(StoreMissingError)
      expect(error.message).toMatch(/Run audit first, or check CMK_STORE/)
    }
  }
  expect([...(tables?.keys() ?? [])]).toEqual(['marks'])
})

const layouts: [string, { name: string; type: KeyType }[]][] = [
  ['other names', [{ name: 'id', type: 'STRING' }]],
  [
    'other types',
    [
      { name: 'scope', type: 'STRING' },
      { name: 'name', type: 'INTEGER' },
    ],
  ],
]
for (const [what, primaryKey] of layouts) {
  test(`a table with a key of ${what} is left alone, and no other is made`, async () => {
    const { open, cloud } = await openedTablestore()
    const tables = cloud.world.accounts[0]?.tablestore[0]?.tables
    const progress = tables?.get('progress')
    if (!tables || !progress) throw new Error('the store has made its tables')
    tables.clear()
    tables.set('progress', { ...progress, primaryKey })
    const error = await failure(open('write'))
    expect(error).toBeInstanceOf(StoreLayoutError)
    expect(error.message).toMatch(/table progress .*scope, name.*left as it is.*instance of its own/)
    expect([...tables.keys()]).toEqual(['progress'])
  })
}

test('a row that this program never writes is damage, wherever it is met', async () => {
  const { store, cloud } = await openedTablestore()
  await fill(store)
  for (const name of ['readiness', 'usage', 'history', 'progress', 'marks', 'decisions']) {
    for (const row of cloud.table(name).rows()) {
      const { value: _, verdict: __, verdict_after: ___, caller: ____, ...rest } = row
      cloud.table(name).put({ ...rest, value: 5n, findings_gz0: Buffer.from('no gzip') })
    }
  }
  const meets = ({ name }: { readonly name: string }) => /\.(get|list|replaceDays|prune)\b(?! of none)/.test(name)
  for (const { name, run } of USES.filter(meets)) {
    expect(await failure(run(store)), name).toBeInstanceOf(StoreDamagedError)
  }
})
