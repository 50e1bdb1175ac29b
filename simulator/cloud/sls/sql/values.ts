import type { DuckDBType, DuckDBValue } from '@duckdb/node-api'
import { parameterInvalid } from '../refusals.ts'

/** Value kinds of DuckDB, by the names of its types. */
type TypeName = 'DOUBLE' | 'FLOAT' | 'TIMESTAMP' | 'BLOB' | 'LIST' | 'MAP' | 'STRUCT' | 'OTHER'

/** A value as it goes over the wire, where everything is a text: NULL is `null`, doubles are as Java writes them, lists and maps are JSON. */
export function wireText(value: DuckDBValue, type: DuckDBType): string {
  if (value === null) return 'null'
  const name = typeName(type)
  if (name === 'DOUBLE' || name === 'FLOAT') return javaDouble(Number(value))
  if (name === 'TIMESTAMP')
    return `${String(value).replace(/(\.\d{3})\d*$/, '$1')}${/\.\d/.test(String(value)) ? '' : '.000'}`
  if (name === 'BLOB') throw parameterInvalid('The simulated Log Service shows no varbinary: wrap it in to_hex().')
  if (name === 'LIST' || name === 'MAP' || name === 'STRUCT') return JSON.stringify(plain(value))
  return String(value)
}

/** What a column is called in `columnTypes`. */
export function wireType(type: DuckDBType): string {
  const name = typeName(type)
  const text = String(type).toLowerCase()
  if (name === 'LIST') return 'array'
  if (name === 'STRUCT') return 'row'
  if (name === 'MAP') return 'map'
  return text === 'hugeint' || text === 'integer' ? 'bigint' : text
}

function typeName(type: DuckDBType): TypeName {
  const text = String(type)
  if (text.endsWith('[]')) return 'LIST'
  const [first = ''] = text.split(/[( ]/)
  return ['DOUBLE', 'FLOAT', 'TIMESTAMP', 'BLOB', 'MAP', 'STRUCT'].includes(first) ? (first as TypeName) : 'OTHER'
}

/** `Double.toString` of Java: `1.6E9`, `0.001`, `1.0E-4`, `NaN`. */
function javaDouble(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity'
  const size = Math.abs(value)
  if (size === 0 || (size >= 1e-3 && size < 1e7)) return Number.isInteger(value) ? `${value}.0` : String(value)
  const [digits = '', exponent = ''] = value.toExponential().split('e')
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`
}

interface Many {
  readonly items?: readonly DuckDBValue[]
  readonly entries?: unknown
}

function plain(value: DuckDBValue): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')
    return value
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  const { items, entries } = value as Many
  if (items) return items.map(plain)
  if (Array.isArray(entries)) {
    return Object.fromEntries(
      entries.map((each: { key: DuckDBValue; value: DuckDBValue }) => [String(each.key), plain(each.value)]),
    )
  }
  if (entries && typeof entries === 'object') return Object.values(entries as Record<string, DuckDBValue>).map(plain)
  return String(value)
}
