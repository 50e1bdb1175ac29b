import type { Bound, Value } from './value.ts'

const SIGN = 1n << 63n

/**
 * A primary key as text whose order under `<` is the order of Tablestore: column by column, integers by value, strings and binaries by
 * their bytes, the infinite bounds outside of all values.
 */
export function orderedKey(values: readonly (Value | Bound)[]): string {
  return values.map(part).join('')
}

function part(value: Value | Bound): string {
  switch (value.type) {
    case 'INF_MIN':
      return '\x00'
    case 'INF_MAX':
      return '\x02'
    case 'INTEGER':
      return `\x01${(value.value + SIGN).toString(16).padStart(16, '0')}`
    case 'STRING':
    case 'BINARY':
      // Zeros are escaped, so that the end of a value comes before all that it could go on with.
      return `\x01${Buffer.from(value.value).toString('latin1').replaceAll('\x00', '\x00\xff')}\x00\x01`
    default:
      throw new Error(`no primary key is of type ${value.type}`)
  }
}
