import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Call } from '../call-log.ts'
import { answer, type Engine } from '../engine.ts'
import type { Strike } from '../faults/fault.ts'
import { breakAnswer, JSON_TYPE, refusalOf } from '../faults/strike.ts'
import type { Service } from '../service.ts'
import { errorBody } from './error-body.ts'
import { Refusal } from './refusal.ts'
import { readRequest, type WireRequest } from './wire-request.ts'

/** What one address needs of the cloud around it. */
export interface Surroundings {
  readonly engine: Engine
  /** Aborted when the cloud closes: nothing waits on. */
  readonly closing: AbortSignal
  /** Notes the request; tells how long to wait and which fault strikes. */
  arrive(service: Service, region: string, request: WireRequest): { call: Call; delay: number; strike?: Strike }
  /** An error that is no refusal: a defect of the world or of the simulation. */
  failed(error: unknown): void
}

/** Idle connections stay open longer than any client keeps them, or a request could meet a closing one. */
const KEEP_ALIVE_MS = 120_000

/** Listens on loopback for one service in one region. Port 0: any that is free. */
export async function listen(service: Service, region: string, port: number, around: Surroundings) {
  const server = createServer((message, response) => {
    serve(service, region, message, response, around).catch((error) => {
      if (!around.closing.aborted && !message.destroyed) around.failed(error)
      response.destroy()
    })
  })
  server.keepAliveTimeout = KEEP_ALIVE_MS
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const { port: real } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${real}`, close: () => close(server) }
}

async function serve(
  service: Service,
  region: string,
  message: IncomingMessage,
  response: ServerResponse,
  around: Surroundings,
): Promise<void> {
  const request = await readRequest(message)
  const { call, delay, strike } = around.arrive(service, region, request)
  if (delay > 0) await sleep(delay, undefined, { signal: around.closing })
  if (breakAnswer(strike, response)) {
    call.status = strike?.kind === 'html' ? strike.status : 0
    call.code = strike?.kind ?? ''
    return
  }
  const { status, code, body } = reply(call, request, strike, around)
  const text = JSON.stringify(body)
  call.status = status
  call.code = strike?.kind === 'truncated' ? 'truncated' : code
  response.writeHead(status, { 'content-type': JSON_TYPE, 'x-acs-request-id': String(body.RequestId) })
  response.end(strike?.kind === 'truncated' ? text.slice(0, Math.ceil(text.length / 2)) : text)
}

function reply({ service, region }: Call, request: WireRequest, strike: Strike | undefined, around: Surroundings) {
  const RequestId = service === 'kms' ? randomUUID() : randomUUID().toUpperCase()
  try {
    const refusal = refusalOf(strike, service)
    if (refusal) throw refusal
    return { status: 200, code: '', body: { ...answer(service, region, request, around.engine), RequestId } }
  } catch (error) {
    if (!(error instanceof Refusal)) around.failed(error)
    const refusal = error instanceof Refusal ? error : new Refusal(500, 'InternalFailure', 'Internal Failure')
    const body: Record<string, unknown> = errorBody(service, refusal, RequestId, request.headers.host ?? '')
    return { status: refusal.status, code: refusal.code, body: { RequestId, ...body } }
  }
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
