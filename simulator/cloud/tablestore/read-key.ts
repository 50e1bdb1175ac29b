import { checkForm } from './check-row.ts'
import { invalid } from './refusals.ts'
import { readRow } from './wire/read-row.ts'
import type { WireRow } from './wire/row.ts'

/** A row that names a key and nothing else, as reads do. */
export function readKey(bytes: Uint8Array): WireRow {
  const row = readRow(bytes)
  checkForm(row)
  if (row.attributes.length > 0) throw invalid('Attribute column cannot be given while reading data.')
  if (row.deleteMarker) throw invalid('Delete marker cannot be given.')
  return row
}
