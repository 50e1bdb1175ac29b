import { randomBytes } from 'node:crypto'
import type { KmsCryptography } from '../../shared/cloud/cloud.ts'
import { openCloud } from '../../shared/cloud/open-cloud.ts'
import { ownCredentials } from '../../shared/cloud/own-credentials.ts'
import type { EventShape } from '../../shared/domain/event-shape.ts'
import { PROBE_PERIOD, PROBE_PRODUCT, type ProbeCalls } from '../../shared/domain/probe-calls.ts'
import type { ProbedKey } from '../../shared/domain/read-event-shape.ts'
import { scopeId } from '../../shared/domain/scope.ts'
import { MINUTE } from '../../shared/domain/time.ts'
import { openStore } from '../../shared/store/open-store.ts'
import { ScopeProgress } from '../../shared/store/scope-progress.ts'
import { visible } from '../../shared/text/escape.ts'
import { EXIT } from '../exit-status.ts'
import { CommandError } from '../failure.ts'
import { configOf } from '../open.ts'
import { humanDuration } from '../terminal/human-duration.ts'
import { Questions } from '../terminal/question.ts'
import type { Shell } from '../terminal/shell.ts'
import { checkedSources } from './check-source.ts'
import { findKey, type KeyQuestion } from './find-key.ts'
import { makeCalls, type ProbeCall } from './make-calls.ts'
import { announcement, encryptFailure } from './probe-texts.ts'
import { watchEvents } from './watch-events.ts'

/** Audits too wait 15 minutes for what LookupEvents shows after 10 (`EVENT_DELIVERY_LAG`). */
const GRACE = 5 * MINUTE

export interface ProbeOptions extends KeyQuestion {
  /** Nothing is a dry run but what the operator asked for. */
  readonly real: boolean
  /** Asks nobody. */
  readonly yes: boolean
  /** Milliseconds; undefined: as long as each source takes. */
  readonly wait: number | undefined
}

/** What a probe found. */
export interface ProbeResult {
  readonly key: ProbedKey
  readonly calls: readonly ProbeCall[]
  readonly shapes: readonly EventShape[]
}

/** Looks the key up, as its own program would. */
export async function lookUpKey(shell: Shell, question: KeyQuestion): Promise<ProbedKey> {
  const { env, clock, signal, timing } = shell.terminal
  const config = await configOf(shell)
  return findKey(question, { cloud: openCloud(config, { env, clock, log: shell.log, timing }), config, signal })
}

/** Makes calls with the key that was named, reads their events back, and keeps what those hold. */
export async function probe(shell: Shell, options: ProbeOptions): Promise<ProbeResult> {
  const { env, clock, signal, timing } = shell.terminal
  const config = await configOf(shell)
  const cloud = openCloud(config, { env, clock, log: shell.log, timing })
  const key = await findKey(options, { cloud, config, signal })
  const sources = await checkedSources(key, { config, cloud, clock }, signal)
  await shell.err.write(`${announcement(key, options.real)}\n`)
  if (!options.yes) await askFirst(shell)
  const store = await openStore(config.store, { mode: 'write', credentials: ownCredentials(env), signal })
  try {
    const progress = new ScopeProgress(store, scopeId(key))
    const mark = `${PROBE_PRODUCT}/${randomBytes(16).toString('hex')}`
    const memory = new ProbeMemory(progress, { mark, from: clock(), to: clock() + PROBE_PERIOD, ids: [] })
    await memory.begin()
    const calls = await callsWith(key, cloud.cryptography(key, mark), memory, shell, options.real)
    const shapes: EventShape[] = []
    for (const source of sources) {
      const { wait } = options
      const patience = wait ?? source.delay
      const grace = wait === undefined ? GRACE : 0
      if (!shell.quiet && patience > 0)
        await shell.err.write(
          `Waiting for ${visible(source.name)} to show the events: up to ${humanDuration(patience + grace)}.\n`,
        )
      const shape = await watchEvents({
        ...{ source, key, calls, probe: memory.probe, patience, grace, clock, signal },
        remember: (ids) => memory.add(ids),
        report: (missing, left) =>
          shell.status.say(
            visible(`doctor: ${source.name} does not show ${missing.join(', ')} yet; ${humanDuration(left)} left`),
            false,
          ),
      })
      shapes.push(shape)
      await progress.putEventShape(shape)
    }
    return { key, calls, shapes }
  } finally {
    await store.close()
  }
}

async function callsWith(
  key: ProbedKey,
  kms: KmsCryptography,
  memory: ProbeMemory,
  { terminal: { clock, signal } }: Shell,
  real: boolean,
): Promise<readonly ProbeCall[]> {
  try {
    return await makeCalls({ kms, keyId: key.keyId, real, clock, signal, remember: (id) => memory.add([id]) })
  } catch (error) {
    throw encryptFailure(error, key)
  } finally {
    await memory.end(clock())
  }
}

/** The calls of this probe in the table, from before the first goes out. */
class ProbeMemory {
  readonly #progress: ScopeProgress
  #probe: ProbeCalls

  constructor(progress: ScopeProgress, probe: ProbeCalls) {
    this.#progress = progress
    this.#probe = probe
  }

  get probe(): ProbeCalls {
    return this.#probe
  }

  begin(): Promise<void> {
    return this.#progress.putProbe(this.#probe)
  }

  async add(ids: readonly string[]): Promise<void> {
    const fresh = ids.filter((id) => !this.#probe.ids.includes(id))
    if (fresh.length === 0) return
    this.#probe = { ...this.#probe, ids: [...this.#probe.ids, ...fresh] }
    await this.#progress.putProbe(this.#probe)
  }

  async end(to: number): Promise<void> {
    this.#probe = { ...this.#probe, to }
    await this.#progress.putProbe(this.#probe)
  }
}

/** Throws a `CommandError` where the answer is not yes, and where nobody can be asked. */
async function askFirst(shell: Shell): Promise<void> {
  const questions = new Questions(shell)
  if (!questions.areAnswered) throw new CommandError('Nobody can be asked without a terminal: give --yes.', EXIT.usage)
  try {
    if (!(await questions.confirm('Make these calls?'))) throw new CommandError('Nothing was done.', EXIT.failed)
  } finally {
    questions.close()
  }
}
