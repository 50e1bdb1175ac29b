import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Call } from '../call-log.ts'
import type { Engine } from '../engine.ts'
import type { Ending, Rewrite, RowFault, Strike } from '../faults/fault.ts'
import { breakAnswer, refusalOf } from '../faults/strike.ts'
import type { Service } from '../service.ts'
import { Refusal } from './refusal.ts'
import { perform, refused } from './reply.ts'
import type { Reply } from './wire-reply.ts'
import { readRequest, type WireRequest } from './wire-request.ts'

/** What one address needs of the cloud around it. */
export interface Surroundings {
  /** The one of now: a cloud that is restarted has another. */
  engine: Engine
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
  response.setHeader('date', new Date(around.engine.gate.wallClock()).toUTCString())
  const request = await readRequest(message)
  const { call, delay, strike } = around.arrive(service, region, request)
  if (delay > 0) await sleep(delay, undefined, { signal: around.closing })
  const within = strike?.kind === 'rows' || strike?.kind === 'rewrite' ? strike : undefined
  const ending = endingOf(strike)
  const act = () => performOrFail(call, request, within, around)
  // What is done before its answer is lost is done.
  const done = strike?.kind === 'after' ? await act() : undefined
  if (breakAnswer(ending, response)) {
    call.status = ending?.kind === 'html' || ending?.kind === 'json' ? ending.status : 0
    call.code = ending?.kind ?? ''
    return
  }
  const refusal = refusalOf(ending, service)
  const { status, code, headers, body } = refusal ? refused(call, request, refusal) : (done ?? (await act()))
  call.status = status
  call.code = ending?.kind === 'truncated' || ending?.kind === 'breaks-off' ? ending.kind : code
  if (ending?.kind === 'breaks-off') return breakOff(response, { status, code, headers, body }, ending.by)
  const sent = ending?.kind === 'truncated' ? body.subarray(0, Math.ceil(body.length / 2)) : body
  const isTold = ending?.kind === 'truncated' && 'content-length' in headers
  call.bytesSent = sent.length
  response.writeHead(status, isTold ? { ...headers, 'content-length': String(sent.length) } : headers)
  response.end(sent)
}

/** Half of an answer, whose length is told as it is. */
async function breakOff(
  response: ServerResponse,
  { status, headers, body }: Reply,
  by: 'reset' | 'stall',
): Promise<void> {
  response.writeHead(status, { 'content-length': String(body.length), ...headers })
  await new Promise<void>((resolve) => {
    response.write(body.subarray(0, Math.ceil(body.length / 2)), () => resolve())
  })
  // What was written last has to leave before the connection ends.
  if (by === 'reset') setTimeout(() => response.socket?.destroy(), 20)
}

function endingOf(strike: Strike | undefined): Ending | undefined {
  if (strike?.kind === 'after') return strike.answer
  return strike?.kind === 'rows' || strike?.kind === 'rewrite' ? undefined : strike
}

async function performOrFail(
  call: Call,
  request: WireRequest,
  fault: RowFault | Rewrite | undefined,
  around: Surroundings,
): Promise<Reply> {
  try {
    return await perform(call, request, fault, around.engine)
  } catch (error) {
    around.failed(error)
    return refused(call, request, new Refusal(500, 'InternalFailure', 'Internal Failure'))
  }
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
