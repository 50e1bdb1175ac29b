import type { CallOptions } from '../../../shared/cloud/credential-source.ts'
import type { Functions } from '../../../shared/cloud/fc/functions.ts'
import { ConfigError } from '../../../shared/config/config-error.ts'
import type { Config } from '../../../shared/config/settings.ts'
import { type Message, message } from '../../../shared/domain/messages/message.ts'
import { inEnglish } from '../../../shared/domain/messages/text-in.ts'
import type { Job } from '../services.ts'

const STAGES = ['inventory', 'usage', 'assess'] as const satisfies readonly Job['stage'][]

/** What the functions of the stages are called: they differ in their last word, which is the stage. */
export class Siblings {
  readonly #prefix: string

  /** `own`: the name of the function that asks. Throws a `ConfigError` where it tells no other. */
  constructor(own: string) {
    const prefix = /^((?:.*[-_])?)(?:inventory|usage|assess)$/.exec(own)?.[1]
    if (prefix === undefined) {
      throw new ConfigError([
        `CMK_DISPATCH is not local, and this function is called "${own}"; its name must end with inventory, usage or assess, and the names of the three must differ in nothing else`,
      ])
    }
    this.#prefix = prefix
  }

  of(stage: Job['stage']): string {
    return `${this.#prefix}${stage}`
  }

  /** Throws a `MissingFunctions` where one of them is not there. */
  async check(functions: Functions, dispatch: Config['dispatch'], options: CallOptions): Promise<void> {
    const there = await Promise.all(STAGES.map((stage) => functions.exists(this.of(stage), options)))
    const missing = STAGES.filter((_, at) => !there[at]).map((stage) => this.of(stage))
    if (missing.length > 0) throw new MissingFunctions(missing, dispatch)
  }
}

/** Functions of the stages that are not where CMK_DISPATCH says. */
export class MissingFunctions extends ConfigError {
  readonly summary: Message

  constructor(names: readonly string[], dispatch: Config['dispatch']) {
    const summary = message('functions-missing', { place: addressOf(dispatch), names: names.join(', ') })
    super([`${inEnglish(summary)}; deploy it there, or name the place where it is`])
    this.summary = summary
  }
}

function addressOf(dispatch: Config['dispatch']): string {
  if (dispatch.kind === 'local') return dispatch.kind
  return `${dispatch.kind}:${dispatch.region}${dispatch.kind === 'fc2' ? `/${dispatch.service}` : ''}`
}
