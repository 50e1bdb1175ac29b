import type { BatchWriteRowParams } from 'tablestore'
import type { TablestoreClient } from './client.ts'
import { tooLarge } from './failure.ts'
import { type Fault, faultOf } from './fault.ts'
import type { Table } from './layout.ts'
import type { KeyValues } from './row-codec.ts'

/** Rows of one BatchWriteRow. */
const MAX_ROWS = 200
/** Bytes of one write: the request's own (5 MB) and its rows' (4 MB) are held by one number below both. */
export const MAX_BYTES = 3_900_000

/** An answer that says nothing of a row. */
const UNTOLD: Fault = { kind: 'again', code: 'MissingRowResult' }

type BatchRow = BatchWriteRowParams['tables'][number]['rows'][number]

/** One row to write, under which key, and about how many bytes it takes. */
export interface RowChange {
  readonly row: BatchRow
  readonly key: KeyValues
  readonly bytes: number
}

/**
 * Writes rows of one table, each of another primary key, in requests within the vendor's limits. A row that is refused for now, or whose
 * end is not known, is written again: every change can be made twice. Returns the rows whose condition did not hold. A row that is too
 * large for the vendor fails the rest only when that is written.
 */
export async function writeRows(
  client: TablestoreClient,
  table: Table,
  changes: readonly RowChange[],
): Promise<readonly BatchRow[]> {
  const refused: BatchRow[] = []
  const fitting = changes.filter(({ bytes }) => bytes <= MAX_BYTES)
  for (const batch of batches(fitting)) refused.push(...(await writeBatch(client, table, batch)))
  const large = changes.find(({ bytes }) => bytes > MAX_BYTES)
  if (large) throw tooLarge(client.where, table, large.key, large.bytes)
  return refused
}

async function writeBatch(client: TablestoreClient, table: Table, batch: readonly BatchRow[]): Promise<BatchRow[]> {
  const refused: BatchRow[] = []
  let rows = [...batch]
  let giveUpAt = performance.now() + client.timing.patience
  for (let failures = 1; ; failures += 1) {
    const sent = rows
    const { tables } = await client.call('BatchWriteRow', (sdk) =>
      sdk.batchWriteRow({ tables: [{ tableName: table.name, rows: sent }] }),
    )
    const again: BatchRow[] = []
    let last = UNTOLD
    for (const [at, row] of sent.entries()) {
      const result = tables[at]
      if (result?.isOk) continue
      const fault = result ? faultOf(result.errorCode ?? '', result.errorMessage ?? '') : UNTOLD
      if (fault.kind === 'condition') refused.push(row)
      else if (fault.kind !== 'again') throw client.failure(fault, 'BatchWriteRow')
      else {
        again.push(row)
        last = fault
      }
    }
    if (again.length === 0) return refused
    // Patience is with a store that does nothing: one that writes a part each time is only slow.
    if (again.length < rows.length) giveUpAt = performance.now() + client.timing.patience
    if (performance.now() >= giveUpAt) throw client.failure(last, 'BatchWriteRow')
    rows = again
    await client.pause(failures)
  }
}

function* batches(changes: readonly RowChange[]): Generator<BatchRow[]> {
  let batch: BatchRow[] = []
  let bytes = 0
  for (const change of changes) {
    if (batch.length === MAX_ROWS || bytes + change.bytes > MAX_BYTES) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(change.row)
    bytes += change.bytes
  }
  if (batch.length > 0) yield batch
}
