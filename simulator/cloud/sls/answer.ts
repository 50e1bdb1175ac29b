import { randomBytes } from 'node:crypto'
import type { Engine } from '../engine.ts'
import type { Rewrite } from '../faults/fault.ts'
import type { Refusal } from '../http/refusal.ts'
import type { Reply } from '../http/wire-reply.ts'
import type { WireRequest } from '../http/wire-request.ts'
import { compress } from './compress.ts'
import { describe } from './describe-request.ts'
import type { LogsAnswer } from './meta.ts'
import { operate } from './operations.ts'

/** The answer to a request, which a fault may rewrite before it takes its form. Throws the `Refusal` that the service gives instead. */
export async function answerSls(
  request: WireRequest,
  region: string,
  engine: Engine,
  rewrite: Rewrite['rewrite'] | undefined,
): Promise<Reply> {
  const answer = await operate(request, region, engine)
  const content = rewrite ? rewrite(answer) : answer
  const { operation } = describe(request)
  if (operation === 'GetLogs') return v1Reply(content as LogsAnswer)
  if (operation !== 'GetLogsV2') return jsonReply(200, '', content)
  return v2Reply(content as LogsAnswer, request.headers['accept-encoding'] ?? '')
}

export function refusedSls({ status, code, message }: Refusal): Reply {
  return jsonReply(status, code, { errorCode: code, errorMessage: message })
}

function jsonReply(status: number, code: string, content: unknown, headers: Record<string, string> = {}): Reply {
  return {
    status,
    code,
    headers: { 'content-type': 'application/json', 'x-log-requestid': requestId(), ...headers },
    body: Buffer.from(JSON.stringify(content)),
  }
}

/** GetLogs: the logs alone, and all else in headers (vendor's page "GetLogs"). */
function v1Reply({ meta, data }: LogsAnswer): Reply {
  const { keys, terms, limited, mode, isAccurate, columnTypes } = meta
  const info = {
    keys,
    terms: terms.map(({ key, term }) => [term, key]),
    ...(limited === 0 ? {} : { limited: String(limited) }),
    mode,
    isAccurate: isAccurate ? 1 : 0,
    ...(columnTypes ? { columnTypes } : {}),
  }
  const headers = {
    'x-log-progress': meta.progress,
    'x-log-count': String(meta.count),
    'x-log-processed-rows': String(meta.processedRows),
    'x-log-processed-bytes': String(meta.processedBytes),
    'x-log-elapsed-millisecond': String(meta.elapsedMillisecond),
    'x-log-has-sql': String(meta.hasSQL),
    'x-log-where-query': encodeHeader(meta.whereQuery),
    'x-log-agg-query': encodeHeader(meta.aggQuery),
    'x-log-cpu-sec': String(meta.cpuSec),
    'x-log-cpu-cores': String(meta.cpuCores),
    'x-log-query-info': encodeHeader(JSON.stringify(info)),
  }
  return { ...jsonReply(200, '', data, headers), logs: countOf(data) }
}

/** GetLogsV2: compressed as the client asked. */
function v2Reply(content: LogsAnswer, encoding: string): Reply {
  const reply = { ...jsonReply(200, '', content), logs: countOf(content.data) }
  if (encoding === '') return reply
  return {
    ...reply,
    headers: { ...reply.headers, 'x-log-compresstype': encoding, 'x-log-bodyrawsize': String(reply.body.length) },
    body: compress(reply.body, encoding),
  }
}

/** A fault may have put something else in the place of the logs. */
function countOf(data: unknown): number {
  return Array.isArray(data) ? data.length : 0
}

/** Headers are single bytes: the bytes of UTF-8, and no line breaks. */
function encodeHeader(text: string): string {
  return Buffer.from(text.replace(/[\r\n]+/g, ' '), 'utf8').toString('latin1')
}

function requestId(): string {
  return randomBytes(12).toString('hex').toUpperCase()
}
