import type { ReadinessRow } from '../../../shared/domain/readiness.ts'
import type { Selection } from '../../../shared/domain/selection.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import type { Log } from '../../../shared/log/log.ts'
import { formatRows } from '../../../shared/rows/formats.ts'
import type { Store } from '../../../shared/store/store.ts'
import { toApiError } from './answer.ts'
import { selectedRows } from './selected-rows.ts'

/** What all rows are streamed as; the path ends with it. */
export const STREAMS = ['csv', 'jsonl'] as const
export type StreamFormat = (typeof STREAMS)[number]

const CONTENT_TYPE: Readonly<Record<StreamFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/jsonl; charset=utf-8',
}

/** Rows are sent in pieces of so many characters: a piece a row would cost more in handing over than in making. */
const PIECE = 65_536

/**
 * Every row that the selection picks, as they are shown at `now`, as a stream that reads no further than whoever takes it. What fails before
 * the first row is thrown; after that the stream breaks off, and the log says why.
 */
export async function rowStream(
  { readiness }: Pick<Store, 'readiness'>,
  selection: Selection,
  format: StreamFormat,
  { now, log }: { readonly now: Instant; readonly log: Log },
): Promise<Response> {
  const rows = selectedRows(readiness, selection, now)
  const first = await rows.next()
  const pieces = formatRows(begunWith(first, rows), format, { now, colour: false })
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { text, ended } = await gather(pieces)
          if (text !== '') controller.enqueue(encoder.encode(text))
          if (ended) controller.close()
        } catch (error) {
          controller.error(toApiError(error, log))
        }
      },
      async cancel() {
        await pieces.return(undefined)
        // A generator that was never asked for anything closes nothing.
        await rows.return(undefined)
      },
    },
    { highWaterMark: 0 },
  )
  return new Response(body, {
    headers: {
      'Content-Type': CONTENT_TYPE[format],
      'Content-Disposition': `attachment; filename="readiness.${format}"`,
    },
  })
}

async function* begunWith(
  first: IteratorResult<ReadinessRow, unknown>,
  rest: AsyncIterable<ReadinessRow>,
): AsyncGenerator<ReadinessRow> {
  if (first.done) return
  yield first.value
  yield* rest
}

/** The next pieces as one text. */
async function gather(pieces: AsyncIterator<string>): Promise<{ readonly text: string; readonly ended: boolean }> {
  let text = ''
  while (text.length < PIECE) {
    const { done, value } = await pieces.next()
    if (done) return { text, ended: true }
    text += value
  }
  return { text, ended: false }
}
