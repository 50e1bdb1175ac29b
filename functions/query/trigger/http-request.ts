import { errorAnswer, secured } from '../api/answer.ts'
import type { App } from '../app.ts'
import { bufferResponse } from './buffer-response.ts'
import { MAX_BODY, makeRequest, malformed, requestParts } from './request.ts'

/**
 * What a handler of Function Compute 2.0 answers an HTTP trigger with, as far as it is used: it is called with
 * `(request, response, context)`. https://www.alibabacloud.com/help/en/function-compute/latest/node-js-http-functions
 */
export interface TriggerResponse {
  setStatusCode(status: number): void
  setHeader(name: string, value: string): void
  send(body: string): void
}

/** The request's parts go by these names there. */
export interface TriggerRequest {
  readonly method?: unknown
  readonly path?: unknown
  readonly queries?: unknown
  readonly headers?: unknown
  /** The request is a stream of its body as well. */
  [Symbol.asyncIterator]?(): AsyncIterator<Uint8Array | string>
}

/** Answers a request of Function Compute 2.0's HTTP trigger. What is none is answered with 400. */
export async function answerRequest(app: App, request: TriggerRequest, response: TriggerResponse): Promise<void> {
  const { method, path, queries, headers } = request
  const sent = String(method).toUpperCase() === 'POST' ? await bodyOf(request) : ''
  const parsed = requestParts.safeParse({ method, path, query: queries ?? {}, headers, body: sent })
  const answer = parsed.success ? await app.fetch(makeRequest(parsed.data)) : secured(errorAnswer(malformed()))
  const { status, headers: responseHeaders, body } = await bufferResponse(answer)
  response.setStatusCode(status)
  for (const [name, value] of responseHeaders) response.setHeader(name, value)
  response.send(body)
}

/** The body as text. Of one that is too long, enough is read to tell. */
async function bodyOf(request: TriggerRequest): Promise<string> {
  if (request[Symbol.asyncIterator] === undefined) return ''
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of request as AsyncIterable<Uint8Array | string>) {
    const given = typeof piece === 'string' ? Buffer.from(piece) : piece
    pieces.push(given)
    bytes += given.byteLength
    if (bytes > MAX_BODY) break
  }
  return Buffer.concat(pieces).toString()
}
