import { Readable } from 'node:stream'
import { createGunzip, gunzipSync } from 'node:zlib'
import { ArchiveError } from './archive.ts'
import { free } from './own-memory.ts'

/** Compressed bytes of a file that is inflated at once, and bytes of its text at most. */
const SMALL = 2 * 1024 * 1024
const SMALL_TEXT = 16 * 1024 * 1024
/** Bytes at the end of a gzip file that say how long its text is. */
const LENGTH = 4
/** Bytes that it is given room for at least. */
const LEAST_ROOM = 1024
/** Bytes that another one is inflated by: in smaller pieces a third of the time goes into handing them over. */
const PIECE = 512 * 1024

/** The text of a gzip file, in pieces, each there until the next one is asked for. The bytes are used up. Throws an `ArchiveError` where it is cut or damaged. */
export async function* inflated(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const pieces = bytes[Symbol.asyncIterator]()
  const first: Uint8Array[] = []
  let size = 0
  let isWhole = false
  try {
    while (!isWhole && size <= SMALL) {
      const piece = await pieces.next()
      if (piece.done) isWhole = true
      else {
        first.push(piece.value)
        size += piece.value.length
      }
    }
    // A stream through another thread costs as much as all the rest of a small file.
    const whole = isWhole && size > 0 ? joinedAtOnce(first) : undefined
    const text = whole && inflatedAtOnce(whole)
    if (text) {
      for (const used of [whole, ...first]) free(used)
      for (let at = 0; at < text.length; at += PIECE) yield text.subarray(at, at + PIECE)
      free(text)
    } else yield* inflatedByStream(joined(first, pieces))
  } catch (error) {
    throw inflateFault(error)
  } finally {
    await pieces.return?.()
  }
}

function joinedAtOnce(pieces: readonly Uint8Array[]): Uint8Array {
  const [first] = pieces
  return pieces.length === 1 && first ? first : Buffer.concat(pieces)
}

/** Undefined: its text is too long. */
function inflatedAtOnce(whole: Uint8Array): Uint8Array | undefined {
  const length = lengthSaid(whole)
  if (length > SMALL_TEXT) return undefined
  try {
    // Room for a byte more: then it comes in one piece that nobody has to put together.
    return gunzipSync(whole, { chunkSize: Math.max(length + 1, LEAST_ROOM), maxOutputLength: SMALL_TEXT })
  } catch (error) {
    if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') return undefined
    throw error
  }
}

/** How long a file says that its text is. A wrong length costs time alone. */
function lengthSaid(file: Uint8Array): number {
  if (file.length < LENGTH) return 0
  return new DataView(file.buffer, file.byteOffset).getUint32(file.length - LENGTH, true)
}

async function* joined(first: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  yield* first
  for (let piece = await rest.next(); !piece.done; piece = await rest.next()) yield piece.value
}

async function* inflatedByStream(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: PIECE })
  const source = Readable.from(bytes)
  source.on('error', (error) => gunzip.destroy(error))
  source.pipe(gunzip)
  try {
    yield* gunzip
  } finally {
    source.destroy()
  }
}

function inflateFault(error: unknown): unknown {
  const code = codeOf(error)
  if (code === undefined || !(error instanceof Error)) return error
  if (code === 'Z_BUF_ERROR') return new ArchiveError('cut')
  if (code === 'Z_DATA_ERROR') return new ArchiveError(/header/.test(error.message) ? 'not-gzip' : 'damaged')
  return code.startsWith('Z_') ? new ArchiveError('damaged', code) : error
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
