import { errorAnswer, secured } from '../api/answer.ts'
import { ApiError } from '../api/api-error.ts'

/**
 * Function Compute takes a finished answer of 32 MB at most, as JSON, in which text may take twice its room; it does not stream.
 * https://www.alibabacloud.com/help/en/functioncompute/fc-3-0/product-overview/limits-of-usage
 */
const MAX_BYTES = 15_000_000

/** An answer whose body has been read to its end. */
export interface BufferedResponse {
  readonly status: number
  readonly headers: Headers
  readonly body: string
}

/** The answer as a trigger takes it. One that is too large, or whose stream breaks off, becomes an error: half of the rows would look like all. */
export async function bufferResponse(response: Response): Promise<BufferedResponse> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const piece of response.body ?? []) {
      pieces.push(piece)
      bytes += piece.byteLength
      if (bytes > MAX_BYTES) return bufferResponse(secured(errorAnswer(tooLarge())))
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return bufferResponse(secured(errorAnswer(error)))
  }
  return { status: response.status, headers: response.headers, body: Buffer.concat(pieces).toString() }
}

function tooLarge(): ApiError {
  return new ApiError(
    'answer-too-large',
    'These are more rows than a response of Function Compute can hold. Ask for fewer with verdict, region, account or key, or page by page: /api/readiness?limit=1000 and its cursor.',
  )
}
