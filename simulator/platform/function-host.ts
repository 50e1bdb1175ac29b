import type { SimulatedCloud } from '../cloud/cloud.ts'
import type { Task } from '../cloud/fc/task-queue.ts'

/**
 * What happens to a task that leaves the queue. `lost`: an error within the platform, which is told to nobody and not repeated. `doubled`: it
 * runs twice, because the queue delivers at least once. `delayed`: it goes to the end of the queue.
 */
export type Fate = 'runs' | 'lost' | 'doubled' | 'delayed'

export interface FunctionHost {
  /** One run of a function: `threw` where its handler did, `died` where it was killed. */
  run(task: Task): Promise<'returned' | 'threw' | 'died'>
  /** Asked each time that a task leaves the queue; it runs unless this says otherwise. */
  fate?(task: Task): Fate
  /** By which tasks grow old, in milliseconds. */
  readonly clock: () => number
  /** Instances of the account, of all functions together. */
  readonly instances?: number
}

/** How many instances an account has in a region unless it was asked for more (vendor's page "Limits"). */
const INSTANCES = 300

/**
 * Runs the asynchronous invocations of a cloud, in the order of their queue, and those that come of them, until none is left: as many at once
 * as there are instances; what throws or dies is repeated as its function says.
 */
export async function runTasks(cloud: Pick<SimulatedCloud, 'tasks'>, host: FunctionHost): Promise<void> {
  const running = new Map<Task, Promise<void>>()
  const delayed = new Set<Task>()
  const failures: unknown[] = []
  for (;;) {
    const waiting = cloud.tasks.filter(({ state }) => state === 'Enqueued' || state === 'Retrying')
    const ready = waiting.filter((task) => !running.has(task) && mayStart(task, [...running.keys()], host))
    const next = ready.find((task) => !delayed.has(task)) ?? (running.size === 0 ? ready[0] : undefined)
    if (next === undefined) {
      if (running.size === 0) break
      await Promise.race(running.values())
      continue
    }
    const fate = delayed.has(next) ? 'runs' : (host.fate?.(next) ?? 'runs')
    if (fate === 'delayed') delayed.add(next)
    else if (fate === 'lost') next.state = 'Invalid'
    else if (host.clock() - next.queuedAt > next.settings.maxAge * 1_000) next.state = 'Expired'
    else {
      const done = runTask(next, fate === 'doubled' ? 2 : 1, host)
        .catch((error: unknown) => {
          failures.push(error)
        })
        .finally(() => running.delete(next))
      running.set(next, done)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'the host of the functions failed: see its errors')
}

function mayStart({ functionName, settings }: Task, running: readonly Task[], { instances = INSTANCES }: FunctionHost) {
  const siblings = running.filter((each) => each.functionName === functionName)
  return running.length < instances && siblings.length < settings.maxInstances
}

async function runTask(task: Task, times: number, host: FunctionHost): Promise<void> {
  task.state = 'Running'
  const ends: string[] = []
  // Side by side: whoever delivers twice does not wait for the first.
  await Promise.all(
    Array.from({ length: times }, async () => {
      task.runs += 1
      ends.push(await host.run(task))
    }),
  )
  if (ends.includes('returned')) task.state = 'Succeeded'
  else task.state = task.runs <= task.settings.retries ? 'Retrying' : 'Failed'
}
