import type { ChildProcess } from 'node:child_process'
import { on } from 'node:events'
import { HOUR } from '../shared/domain/time.ts'
import { answerOf } from './child.ts'
import { endedSchema, type MeasuredNight, nightSchema, openSchema, queueSchema, type Trouble } from './messages.ts'

/** How many of the hourly timers look after a night (s.yaml). */
const TIMERS = 5

/** What a night that is spread over functions came to. */
export interface SpreadFigures extends MeasuredNight {
  /** Invocations that were queued, each once by its task id; runs of those, and those that were lost. */
  readonly tasks: number
  readonly runs: number
  readonly lost: number
  /** Timers that fired, the night's own among them. */
  readonly timers: number
}

/**
 * A night whose jobs are invocations: its timer, the queue until it is empty, and the timers of the hours after it as long as something is open.
 * `cloud` has the queue, `functions` runs what leaves it.
 */
export async function runSpreadNight(
  cloud: ChildProcess,
  functions: ChildProcess,
  now: number,
  trouble: Trouble,
): Promise<SpreadFigures> {
  await answerOf(cloud, { what: 'deploy', trouble })
  await fire('night', now)
  let drained = await drain(cloud, functions, trouble)
  let timers = 1
  while (timers <= TIMERS && (await isOpen())) {
    const at = Math.max(drained.now, now + timers * HOUR)
    await answerOf(cloud, { what: 'clock', now: at })
    await fire('rest', at)
    drained = await drain(cloud, functions, trouble)
    timers += 1
  }
  const night = nightSchema.parse(await answerOf(functions, { what: 'measure' }))
  return { ...night, ...drained.figures, timers }

  async function fire(start: 'night' | 'rest', at: number): Promise<void> {
    const { end } = endedSchema.parse(await answerOf(functions, { what: 'timer', start, now: at }))
    if (end !== 'returned') throw new Error(`the ${start} timer's invocation failed: see above`)
  }

  async function isOpen(): Promise<boolean> {
    return openSchema.parse(await answerOf(functions, { what: 'open' })).open > 0
  }
}

/** Hands what leaves the queue to the functions, and their ends back, until nothing is queued any more. */
async function drain(cloud: ChildProcess, functions: ChildProcess, trouble: Trouble) {
  const ended = new AbortController()
  // Kept from here on: several come at once.
  const messages = on(cloud, 'message', { signal: ended.signal, close: ['exit'] })
  const toCloud = (message: unknown) => cloud.send({ what: 'ended', ...endedSchema.parse(message) })
  functions.on('message', toCloud)
  functions.once('exit', () => ended.abort(new Error('the process of the functions ended: see above')))
  cloud.send({ what: 'drain', trouble })
  try {
    for await (const [message] of messages) {
      const heard = queueSchema.parse(message)
      if ('drained' in heard) return { figures: heard.drained, now: heard.now }
      functions.send({ what: 'task', task: heard.task })
    }
    throw new Error('the process of the cloud ended: see above')
  } finally {
    functions.off('message', toCloud)
  }
}
