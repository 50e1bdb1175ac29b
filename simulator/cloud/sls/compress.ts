import { deflateSync } from 'node:zlib'
import { parameterInvalid } from './refusals.ts'

/** A body as the client takes it: what the vendor calls gzip is zlib's format (@alicloud/gateway-sls-util). Empty: as it is. */
export function compress(body: Buffer, encoding: string): Buffer {
  if (encoding === '' || body.length === 0) return body
  if (encoding === 'gzip' || encoding === 'deflate') return deflateSync(body)
  if (encoding === 'lz4') return lz4(body)
  throw parameterInvalid(`Accept-Encoding ${encoding} is not supported`)
}

const MANY = 15
const BYTE = 255

/** One block of LZ4's block format that holds everything as literals: valid, and as long as what it holds. */
function lz4(body: Buffer): Buffer {
  if (body.length < MANY) return Buffer.concat([Buffer.from([body.length << 4]), body])
  const rest = body.length - MANY
  const lengths = Buffer.alloc(Math.floor(rest / BYTE) + 1, BYTE)
  lengths[lengths.length - 1] = rest % BYTE
  return Buffer.concat([Buffer.from([MANY << 4]), lengths, body])
}
