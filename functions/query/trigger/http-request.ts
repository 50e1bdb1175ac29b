import { errorAnswer, secured } from '../api/answer.ts'
import type { App } from '../app.ts'
import { bufferResponse } from './buffer-response.ts'
import { makeRequest, malformed, requestParts } from './request.ts'

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
}

/** Answers a request of Function Compute 2.0's HTTP trigger. What is none is answered with 400. */
export async function answerRequest(app: App, request: TriggerRequest, response: TriggerResponse): Promise<void> {
  const { method, path, queries, headers } = request
  const parsed = requestParts.safeParse({ method, path, query: queries ?? {}, headers })
  const answer = parsed.success ? await app.fetch(makeRequest(parsed.data)) : secured(errorAnswer(malformed()))
  const { status, headers: responseHeaders, body } = await bufferResponse(answer)
  response.setStatusCode(status)
  for (const [name, value] of responseHeaders) response.setHeader(name, value)
  response.send(body)
}
