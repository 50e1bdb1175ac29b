import stringWidth from 'string-width'
import type { ProgressReport } from '../../functions/run/services.ts'
import { visible } from '../../shared/text/escape.ts'
import { humanDuration } from './human-duration.ts'
import type { Output } from './output.ts'

/** Redrawn at most this often, in milliseconds: a terminal is slower than an audit. */
const REDRAW = 100
const ERASE = '\r\u001b[2K'

/** The one line of a terminal that shows how far the work is. Without a terminal it does nothing. */
export class StatusLine {
  readonly #output: Output
  readonly #clock: () => number
  readonly #enabled: boolean
  #drawnAt = Number.NEGATIVE_INFINITY
  #shown = ''

  constructor(output: Output, clock: () => number, quiet: boolean) {
    this.#output = output
    this.#clock = clock
    this.#enabled = output.isTerminal && !quiet
  }

  show(progress: ProgressReport): void {
    this.say(describeProgress(progress), progress.done >= progress.total)
  }

  /** Shows a text, unless another was shown just before; the `last` of its kind in any case. The text is harmless to a terminal. */
  say(text: string, last: boolean): void {
    const now = this.#clock()
    if (!this.#enabled || (now - this.#drawnAt < REDRAW && !last)) return
    this.#drawnAt = now
    this.#shown = shorten(text, (this.#output.width ?? 80) - 1)
    void this.#write(`${ERASE}${this.#shown}`)
  }

  /** Writes lines above the status line. */
  async print(text: string): Promise<void> {
    await this.#write(this.#shown === '' ? text : `${ERASE}${text}${this.#shown}`)
  }

  async clear(): Promise<void> {
    if (this.#shown === '') return
    this.#shown = ''
    await this.#write(ERASE)
  }

  /** An audit does not end because nobody can be told how far it is. */
  async #write(text: string): Promise<void> {
    await this.#output.write(text).catch(() => false)
  }
}

/** `inventory 1234567890 cn-hangzhou: 120/400 keys, 9.5 calls/s, 30 s left`. */
export function describeProgress(progress: ProgressReport): string {
  const { stage, accountId, region, done, total, unit, callsPerSecond, timeLeft } = progress
  const left = timeLeft === undefined ? '' : `, ${humanDuration(timeLeft)} left`
  return visible(
    `${stage} ${accountId} ${region}: ${done}/${total} ${unit}, ${callsPerSecond.toFixed(1)} calls/s${left}`,
  )
}

function shorten(text: string, width: number): string {
  return stringWidth(text) <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`
}
