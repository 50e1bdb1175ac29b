import type { TerminalStream } from './terminal.ts'

/** A terminal that says it has fewer columns does not know: one that nobody has sized says 0. */
const NARROWEST = 20

/**
 * A stream of the terminal that can be written to without care: waits where the reader is slow, falls silent where he has left
 * (`| head`), and lets no secret through.
 */
export class Output {
  readonly isTerminal: boolean
  readonly #stream: TerminalStream
  #redact: (text: string) => string
  readonly #columns: number | undefined
  #failure: Error | undefined

  /** `columns`: COLUMNS of the environment. */
  constructor(stream: TerminalStream, redact: (text: string) => string, columns?: string) {
    this.isTerminal = stream.isTTY === true
    this.#stream = stream
    this.#redact = redact
    this.#columns = usable(/^\d+$/.test(columns ?? '') ? Number(columns) : undefined)
    stream.on('error', (error) => {
      this.#failure ??= error
    })
  }

  /**
   * Columns of the terminal, or those of COLUMNS where somebody has exported fewer; undefined where neither is known: lines are as long as they
   * are where the output goes elsewhere.
   */
  get width(): number | undefined {
    const own = this.isTerminal ? usable(this.#stream.columns) : undefined
    const known = [own, this.#columns].filter((each) => each !== undefined)
    return known.length === 0 ? undefined : Math.min(...known)
  }

  /** False: nobody reads any more, the rest need not be made. Throws where the stream fails for another reason (a full disk). */
  write(text: string): Promise<boolean> {
    return this.writeSecret(this.#redact(text))
  }

  /** From now on other secrets are kept out too: those that were read since. */
  redactBy(redact: (text: string) => string): void {
    this.#redact = redact
  }

  /** For the one command whose result is a credential: that of the simulated cloud. */
  async writeSecret(text: string): Promise<boolean> {
    if (text !== '' && !this.#failure) {
      await new Promise<void>((resolve) => {
        this.#stream.write(text, (error) => {
          if (error) this.#failure ??= error
          resolve()
        })
      })
    }
    if (!this.#failure) return true
    if (isClosedPipe(this.#failure)) return false
    throw this.#failure
  }

  /** Writes pieces as they come, until they end or nobody reads any more. A piece is never cut within a line. */
  async stream(pieces: AsyncIterable<string> | Iterable<string>): Promise<void> {
    for await (const piece of pieces) if (!(await this.write(piece))) return
  }
}

function usable(columns: number | undefined): number | undefined {
  return columns !== undefined && columns >= NARROWEST ? columns : undefined
}

function isClosedPipe(error: Error): boolean {
  const code = 'code' in error ? error.code : undefined
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED' || code === 'ECONNRESET'
}
