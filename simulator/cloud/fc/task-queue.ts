import type { DeployedFunction } from './deployed-function.ts'

/** States of a task (struct StatefulAsyncInvocation). `Invalid`: it was lost within the platform, and nothing will come of it. */
export type TaskState = 'Enqueued' | 'Running' | 'Retrying' | 'Succeeded' | 'Failed' | 'Expired' | 'Invalid'

/** An asynchronous invocation in the queue. */
export interface Task {
  readonly id: string
  readonly accountId: string
  readonly region: string
  readonly service: string
  readonly functionName: string
  readonly payload: string
  /** By the cloud's clock, in milliseconds. */
  readonly queuedAt: number
  readonly settings: DeployedFunction
  state: TaskState
  /** How often it was run. */
  runs: number
}

/** How long the state of a task is kept, and with it its id (vendor's page "Asynchronous tasks": 7 days). */
const KEPT_MS = 7 * 24 * 3_600_000

/** All asynchronous invocations of a cloud, oldest first. Whoever runs functions takes from here (`simulator/platform/function-host.ts`). */
export class TaskQueue {
  readonly #tasks = new Map<string, Task>()

  get tasks(): readonly Task[] {
    return [...this.#tasks.values()]
  }

  /** False: the id is known, and nothing is queued. */
  add(task: Task, isTold: boolean): boolean {
    for (const [name, { queuedAt }] of this.#tasks) {
      if (task.queuedAt - queuedAt <= KEPT_MS) break
      this.#tasks.delete(name)
    }
    const name = [task.accountId, task.region, task.service, task.functionName, task.id].join(' ')
    if (this.#tasks.has(name) && isTold) return false
    this.#tasks.set(isTold ? name : `${name} ${this.#tasks.size}`, task)
    return true
  }
}
