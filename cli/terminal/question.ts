import { createInterface, type Interface } from 'node:readline'
import type { Shell } from './shell.ts'

/** Asks somebody at a terminal. The answers come line by line; Ctrl-C stays with the terminal. */
export class Questions {
  readonly #shell: Shell
  #lines: { readonly reader: Interface; readonly next: AsyncIterator<string> } | undefined

  constructor(shell: Shell) {
    this.#shell = shell
  }

  /** Somebody is there who can answer. */
  get areAnswered(): boolean {
    const { terminal, err } = this.#shell
    return terminal.stdin?.isTTY === true && err.isTerminal
  }

  /** True for yes. No answer, the end of the input and a stop are no. */
  async confirm(question: string): Promise<boolean> {
    const { terminal, err } = this.#shell
    const { stdin, signal } = terminal
    if (stdin === undefined || signal.aborted) return false
    await err.write(`${question} [y/N] `)
    this.#lines ??= open(stdin)
    const { next } = this.#lines
    const stopped = new Promise<undefined>((resolve) =>
      signal.addEventListener('abort', () => resolve(undefined), { once: true }),
    )
    const answer = await Promise.race([next.next(), stopped])
    if (answer === undefined || answer.done) await err.write('\n')
    return answer !== undefined && !answer.done && /^y(es)?$/i.test(answer.value.trim())
  }

  close(): void {
    this.#lines?.reader.close()
  }
}

function open(input: NodeJS.ReadableStream) {
  const reader = createInterface({ input, terminal: false })
  return { reader, next: reader[Symbol.asyncIterator]() }
}
