import { readFile } from 'node:fs/promises'
import Libsql from 'libsql'
import { describe, expect, it } from 'vitest'
import { readinessCells } from '../../shared/store/records/readiness.ts'
import { READINESS } from '../../shared/store/tablestore/layout.ts'
import { encodeRow } from '../../shared/store/tablestore/row-codec.ts'
import { readinessRow } from '../support/store/rows.ts'
import { scratchStore } from '../support/store/scratch-store.ts'

const page = await readFile(new URL('../../docs/tables-and-sql.md', import.meta.url), 'utf8')
const [mapping = '', queries = ''] = [...page.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, sql]) => sql)

/** What SQL has for each kind of value in Tablestore. */
function typeOf(value: unknown): string {
  if (typeof value === 'boolean') return 'BOOL'
  return typeof value === 'string' ? 'MEDIUMTEXT' : 'BIGINT'
}

describe("the documents' SQL", () => {
  const mapped = new Map(
    [...mapping.matchAll(/(\w+) (VARCHAR\(1024\)|MEDIUMTEXT|BIGINT|BOOL)/g)].map(([, name, type]) => [name, type]),
  )
  const written = encodeRow(READINESS, readinessCells(readinessRow())).attributes

  it('maps columns that are written, with the types that they have', () => {
    const types = new Map(written.map(({ name, value }) => [name, typeOf(value)]))
    for (const [name, type] of mapped) {
      const isKey = READINESS.key.includes(name ?? '')
      expect([name, type]).toEqual([name, isKey ? 'VARCHAR(1024)' : types.get(name ?? '')])
    }
    expect(mapping).toContain(`PRIMARY KEY (${READINESS.key.join(', ')})`)
  })

  it('maps every plain column', () => {
    const isJson = (value: unknown) => typeof value === 'string' && /^[[{]/.test(value)
    const plain = written.filter(({ name, value }) => !isJson(value) && name !== 'more_callers').map(({ name }) => name)
    expect([...mapped.keys()]).toEqual(expect.arrayContaining(plain))
  })

  it('runs on the embedded store as it stands', async () => {
    const scratch = await scratchStore()
    try {
      await scratch.store.readiness.put([readinessRow({ verdict: 'ready' }), readinessRow({ keyId: 'key-2' })])
      const client = new Libsql(scratch.file)
      const statements = queries.split(';').filter((statement) => /SELECT/.test(statement))
      const counts = []
      for (const statement of statements) counts.push(client.prepare(statement).all([]).length)
      client.close()
      expect(counts).toEqual([1, 2, 0, 1, 2, 2])
    } finally {
      await scratch.dispose()
    }
  })
})
