import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { errorAnswer, secured } from '../../functions/query/api/answer.ts'
import { ApiError } from '../../functions/query/api/api-error.ts'

/** What is answered to what is no request. */
export function unreadable(): ApiError {
  return new ApiError('bad-request', 'The request cannot be parsed; send a path and one Host header.')
}

/** Answers a request of which Node makes none, as it tells in a `clientError`, and closes the connection, whether or not the client does within `linger` milliseconds. */
export async function answerRefused(error: NodeJS.ErrnoException, socket: Duplex, linger: number): Promise<void> {
  const answer = secured(errorAnswer(refusalOf(error)))
  const body = await answer.text()
  const head = [
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status]}`,
    ...[...answer.headers].map(([name, value]) => `${name}: ${value}`),
    `date: ${new Date().toUTCString()}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ]
  const end = setTimeout(() => socket.destroy(), linger)
  socket.once('close', () => clearTimeout(end))
  if (socket.writable) socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

/** Codes of Node and of its parser. https://nodejs.org/docs/latest-v20.x/api/http.html#event-clienterror */
function refusalOf({ code }: NodeJS.ErrnoException): ApiError {
  if (code === 'HPE_HEADER_OVERFLOW') return new ApiError('headers-too-large', 'The headers are too large.')
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new ApiError('request-timeout', 'The request was not complete in time.')
  return unreadable()
}
