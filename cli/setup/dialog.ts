import type { SetupDialog } from '../../functions/setup/apply.ts'
import type { Step } from '../../functions/setup/plan.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { visible } from '../../shared/text/escape.ts'
import { humanDuration } from '../terminal/human-duration.ts'
import type { Questions } from '../terminal/question.ts'
import type { Shell } from '../terminal/shell.ts'

/** Tells on stderr what is made, and asks before each step unless all are confirmed already. */
export class TerminalDialog implements SetupDialog {
  readonly #shell: Shell
  readonly #questions: Questions | undefined
  readonly #startedAt: Instant
  #waitsFor = ''

  /** Without `questions` every step is confirmed. */
  constructor(shell: Shell, questions: Questions | undefined) {
    this.#shell = shell
    this.#questions = questions
    this.#startedAt = shell.terminal.clock()
  }

  async found(steps: readonly Step[]): Promise<void> {
    for (const { state, text } of steps) if (state === 'there') await this.say(`there: ${text}`)
  }

  async confirm({ text, cost }: Step): Promise<boolean> {
    const line = `${text} [${cost ?? 'free'}]`
    if (this.#questions) {
      await this.#shell.status.clear()
      return this.#questions.confirm(visible(`${line}?`))
    }
    await this.say(`next: ${line}`)
    return true
  }

  made({ text }: Step): Promise<void> {
    return this.say(`done: ${text}`)
  }

  async waiting({ text }: Step, progress: string): Promise<void> {
    const { status, terminal } = this.#shell
    const isNew = this.#waitsFor !== text
    this.#waitsFor = text
    if (isNew) await this.say(text)
    const elapsed = humanDuration(terminal.clock() - this.#startedAt)
    status.say(visible(`${elapsed}${progress === '' ? '' : `, ${progress}`}: ${text}`), true)
  }

  async say(line: string): Promise<void> {
    const { status, quiet } = this.#shell
    if (!quiet) await status.print(`${visible(line)}\n`)
  }
}
