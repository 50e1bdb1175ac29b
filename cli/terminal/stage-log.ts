import type { JobEvent, ProgressReport } from '../../functions/run/services.ts'
import { counted } from '../../shared/domain/rules/phrases.ts'
import { MINUTE } from '../../shared/domain/time.ts'
import { visible } from '../../shared/text/escape.ts'
import { humanDuration } from './human-duration.ts'
import type { Output } from './output.ts'
import { describeProgress } from './status-line.ts'

/** How far a stage is, is said at most this often, in milliseconds: a line of a log stays. */
const PROGRESS = MINUTE

/** Lines about a long work for whoever reads a log instead of a terminal: when it starts, when a stage of a scope ends, and how far it is. */
export class StageLog {
  readonly #output: Output
  readonly #clock: () => number
  readonly #enabled: boolean
  #saidAt: number

  constructor(output: Output, clock: () => number, quiet: boolean) {
    this.#output = output
    this.#clock = clock
    this.#enabled = !output.isTerminal && !quiet
    this.#saidAt = clock()
  }

  onJob({ job: { stage, accountId, region }, ended }: JobEvent): void {
    if (accountId === undefined) {
      if (ended?.further) this.#say(`started: ${counted(ended.further, 'account')} to audit`)
      return
    }
    if (stage === 'inventory' && region === undefined) {
      if (ended?.further) this.#say(`account ${accountId}: ${counted(ended.further, 'region')} to audit`)
      return
    }
    const about = [stage, accountId, ...(region === undefined ? [] : [region])].join(' ')
    if (ended) this.#say(`${about}: ended after ${humanDuration(ended.milliseconds)}`)
    // Reading events is what takes long, so its beginning is told as well.
    else if (stage === 'usage') this.#say(`${about}: reading the events of all its regions`)
  }

  report(progress: ProgressReport): void {
    if (this.#clock() - this.#saidAt >= PROGRESS) this.#say(describeProgress(progress))
  }

  #say(text: string): void {
    if (!this.#enabled) return
    this.#saidAt = this.#clock()
    // An audit does not end because nobody can be told how far it is.
    void this.#output.write(`audit: ${visible(text)}\n`).catch(() => false)
  }
}
