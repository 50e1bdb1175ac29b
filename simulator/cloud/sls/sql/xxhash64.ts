import type { DuckDBConnection } from '@duckdb/node-api'

/** Gives DuckDB Presto's xxhash64 under the name `sls_xxhash64_of`: of bytes, with seed 0, as 8 bytes that begin with the highest. */
export async function registerXxhash64(connection: DuckDBConnection): Promise<void> {
  const { BLOB, blobValue, DuckDBBlobValue, DuckDBScalarFunction } = await import('@duckdb/node-api')
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      name: 'sls_xxhash64_of',
      parameterTypes: [BLOB],
      returnType: BLOB,
      mainFunction: (_info, input, output) => {
        const bytes = input.getColumnVector(0)
        for (let row = 0; row < input.rowCount; row += 1) {
          const value = bytes.getItem(row)
          output.setItem(row, value instanceof DuckDBBlobValue ? blobValue(bigEndian(xxhash64(value.bytes))) : null)
        }
        output.flush()
      },
    }),
  )
}

const MASK = (1n << 64n) - 1n
const P1 = 0x9e3779b185ebca87n
const P2 = 0xc2b2ae3d27d4eb4fn
const P3 = 0x165667b19e3779f9n
const P4 = 0x85ebca77c2b2ae63n
const P5 = 0x27d4eb2f165667c5n
const LANES = 4
const STRIPE = 32

/** XXH64 of its specification (github.com/Cyan4973/xxHash, doc/xxhash_spec.md), with seed 0. */
function xxhash64(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  let hash = P5
  if (bytes.length >= STRIPE) {
    const lanes = [wrap(P1 + P2), P2, 0n, wrap(-P1)]
    for (; at + STRIPE <= bytes.length; at += STRIPE) {
      for (let lane = 0; lane < LANES; lane += 1) {
        lanes[lane] = round(lanes[lane] ?? 0n, view.getBigUint64(at + lane * 8, true))
      }
    }
    hash = wrap(lanes.reduce((sum, lane, index) => sum + rotate(lane, [1n, 7n, 12n, 18n][index] ?? 0n), 0n))
    for (const lane of lanes) hash = wrap((hash ^ round(0n, lane)) * P1 + P4)
  }
  hash = wrap(hash + BigInt(bytes.length))
  for (; at + 8 <= bytes.length; at += 8) {
    hash = wrap(rotate(hash ^ round(0n, view.getBigUint64(at, true)), 27n) * P1 + P4)
  }
  if (at + 4 <= bytes.length) {
    hash = wrap(rotate(hash ^ wrap(BigInt(view.getUint32(at, true)) * P1), 23n) * P2 + P3)
    at += 4
  }
  for (; at < bytes.length; at += 1) hash = wrap(rotate(hash ^ wrap(BigInt(view.getUint8(at)) * P5), 11n) * P1)
  hash = wrap((hash ^ (hash >> 33n)) * P2)
  hash = wrap((hash ^ (hash >> 29n)) * P3)
  return hash ^ (hash >> 32n)
}

function round(lane: bigint, input: bigint): bigint {
  return wrap(rotate(wrap(lane + input * P2), 31n) * P1)
}

function rotate(value: bigint, bits: bigint): bigint {
  return wrap((value << bits) | (value >> (64n - bits)))
}

function wrap(value: bigint): bigint {
  return value & MASK
}

function bigEndian(value: bigint): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(8))
  bytes.setBigUint64(0, value)
  return new Uint8Array(bytes.buffer)
}
