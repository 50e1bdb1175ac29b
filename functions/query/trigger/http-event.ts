import * as z from 'zod'
import { json } from '../../../shared/config/values.ts'
import { errorAnswer, secured } from '../api/answer.ts'
import type { App } from '../app.ts'
import { bufferResponse } from './buffer-response.ts'
import { makeRequest, malformed, requestParts } from './request.ts'

/**
 * What the HTTP trigger of Function Compute 3.0 gives to a handler, as far as it is read. Parameters that are repeated come joined by commas.
 * https://www.alibabacloud.com/help/en/functioncompute/fc-3-0/user-guide/http-trigger-invoking-function
 */
const httpEvent = z
  .object({
    version: z.literal('v1'),
    rawPath: requestParts.shape.path,
    headers: requestParts.shape.headers.nullish(),
    queryParameters: z.record(z.string(), z.string()).nullish(),
    body: z.string().nullish(),
    isBase64Encoded: z.boolean().nullish(),
    requestContext: z.object({ http: z.object({ method: requestParts.shape.method }) }),
  })
  .transform(({ rawPath, headers, queryParameters, body, isBase64Encoded, requestContext }) => ({
    method: requestContext.http.method,
    path: rawPath,
    query: Object.fromEntries(Object.entries(queryParameters ?? {}).map(([name, value]) => [name, decoded(value)])),
    headers: headers ?? {},
    body: isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString() : (body ?? ''),
  }))

/** What a handler gives back to the trigger. */
export interface HttpAnswer {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly isBase64Encoded: boolean
}

/** Answers an event of Function Compute 3.0's HTTP trigger: JSON, as bytes or text. Anything else is answered with 400. */
export async function answerEvent(app: App, event: Uint8Array | string): Promise<HttpAnswer> {
  const request = requestOf(event)
  return answerOf(request ? await app.fetch(request) : secured(errorAnswer(malformed())))
}

/** The request of an event, or undefined where it is no event of an HTTP trigger. */
export function requestOf(event: Uint8Array | string): Request | undefined {
  const parsed = json.pipe(httpEvent).safeParse(typeof event === 'string' ? event : Buffer.from(event).toString())
  return parsed.success ? makeRequest(parsed.data) : undefined
}

/** The answer for the trigger. Every body of this app is UTF-8 text; a byte order mark in it stays. */
export async function answerOf(response: Response): Promise<HttpAnswer> {
  const { status, headers, body } = await bufferResponse(response)
  return { statusCode: status, headers: Object.fromEntries(headers), body, isBase64Encoded: false }
}

/**
 * Whether the trigger decodes values is not documented. Hardly a value that this API takes holds a percent sign (a tag's may), so one that
 * still does was not decoded.
 */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
