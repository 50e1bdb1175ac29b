import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Milliseconds, but for `most`. */
export interface ConnectionLimits {
  /** Connections that are open at once. */
  readonly most: number
  /** How long a reader may take nothing of what waits for him. */
  readonly stalled: number
  /** How often it is looked how far readers have come. */
  readonly check: number
}

interface Connection {
  /** An answer that is not finished. */
  answer?: ServerResponse
  /** When it last began to wait for a request, or something of its answer went out. */
  movedAt: number
  written: number
}

/**
 * The open connections of a server, none of which can keep the others out: at the limit a newcomer takes the place of the idlest one, and
 * a reader who takes nothing of his answer loses it.
 */
export class Connections {
  readonly #open = new Map<Socket, Connection>()
  readonly #limits: ConnectionLimits

  constructor(server: Server, limits: ConnectionLimits) {
    this.#limits = limits
    server.on('connection', (socket: Socket) => this.#admit(socket))
    // Node's timer takes note of each byte that goes out, of large writes too; one that fires means that none did.
    server.setTimeout(limits.stalled, (socket: Socket) => this.#onStill(socket))
    const looking = setInterval(() => this.#look(), limits.check).unref()
    server.once('close', () => clearInterval(looking))
  }

  /** An answer has begun. */
  answering(socket: Socket, answer: ServerResponse): void {
    const connection = this.#open.get(socket)
    if (connection === undefined) return
    connection.answer = answer
    connection.movedAt = performance.now()
    answer.once('close', () => {
      if (connection.answer !== answer) return
      delete connection.answer
      connection.movedAt = performance.now()
    })
  }

  /** Whether an answer is being written. */
  isAnswering(socket: Socket): boolean {
    return this.#open.get(socket)?.answer?.writableFinished === false
  }

  #admit(socket: Socket): void {
    if (this.#open.size >= this.#limits.most) this.#idlest()?.destroy()
    this.#open.set(socket, { movedAt: performance.now(), written: 0 })
    socket.once('close', () => this.#open.delete(socket))
  }

  /** Who has asked for nothing before who is answered; among these who has not moved for longest. */
  #idlest(): Socket | undefined {
    let idlest: readonly [Socket, Connection] | undefined
    for (const each of this.#open) if (idlest === undefined || isIdler(each[1], idlest[1])) idlest = each
    if (idlest) this.#open.delete(idlest[0])
    return idlest?.[0]
  }

  #look(): void {
    const now = performance.now()
    for (const [socket, connection] of this.#open) {
      if (socket.bytesWritten !== connection.written) connection.movedAt = now
      connection.written = socket.bytesWritten
    }
  }

  #onStill(socket: Socket): void {
    // An answer that is still being made waits for this program, and not for its reader.
    if (this.isAnswering(socket) && socket.writableLength === 0) socket.setTimeout(this.#limits.stalled)
    else socket.destroy()
  }
}

function isIdler(a: Connection, b: Connection): boolean {
  if ((a.answer === undefined) !== (b.answer === undefined)) return a.answer === undefined
  return a.movedAt < b.movedAt
}
