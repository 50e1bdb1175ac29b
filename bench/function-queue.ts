import type { SimulatedCloud } from '../simulator/cloud/cloud.ts'
import { deployedFunction } from '../simulator/cloud/fc/deployed-function.ts'
import type { Task } from '../simulator/cloud/fc/task-queue.ts'
import { allow } from '../simulator/cloud/policy/statements.ts'
import { DEFAULT_REGION } from '../simulator/cloud/world.ts'
import { type Fate, runTasks } from '../simulator/platform/function-host.ts'
import { sendMessage } from './child.ts'
import type { Ask, Trouble } from './messages.ts'

/** As s.yaml deploys the functions that do jobs. */
const DEPLOYED = [
  { name: 'cmk-readiness-inventory', retries: 1, maxAge: 10_800 },
  { name: 'cmk-readiness-usage', retries: 1, maxAge: 10_800 },
  { name: 'cmk-readiness-assess', retries: 2, maxAge: 3_600 },
]

/** The simulated Function Compute of a measurement: hands out what leaves its queue, and is told how each ends. */
export class FunctionQueue {
  readonly #cloud: SimulatedCloud
  readonly #clock: () => number
  readonly #running = new Map<string, (end: 'returned' | 'threw') => void>()
  #left = 0
  #runs = 0
  #lost = 0

  constructor(cloud: SimulatedCloud, clock: () => number) {
    this.#cloud = cloud
    this.#clock = clock
  }

  hear(ask: Exclude<Ask, { what: 'calls' | 'clock' }>): void {
    if (ask.what === 'ended') this.#running.get(ask.id)?.(ask.end)
    else if (ask.what === 'deploy') this.#deploy(ask.trouble)
    else void this.#drain(ask.trouble)
  }

  #deploy({ reset }: Trouble): void {
    const [account] = this.#cloud.world.accounts
    account?.regions[DEFAULT_REGION]?.functions.push(
      ...DEPLOYED.map(({ name, ...rest }) => deployedFunction(name, rest)),
    )
    account?.accessKeys[0]?.policy.push(allow(['fc:InvokeFunction', 'fc:GetFunction']))
    if (reset > 0) {
      const where = { action: 'InvokeFunction', every: reset }
      this.#cloud.setFaults([{ where, effect: { kind: 'after', answer: { kind: 'reset' } } }])
    }
    sendMessage({})
  }

  async #drain(trouble: Trouble): Promise<void> {
    await runTasks(this.#cloud, {
      clock: this.#clock,
      fate: () => this.#fateOf(trouble),
      run: (task) => this.#run(task),
    })
    const drained = { tasks: this.#cloud.tasks.length, runs: this.#runs, lost: this.#lost }
    sendMessage({ drained, now: this.#clock() })
  }

  #run({ functionName, payload }: Task): Promise<'returned' | 'threw'> {
    this.#runs += 1
    const id = String(this.#runs)
    return new Promise((resolve) => {
      this.#running.set(id, (end) => {
        this.#running.delete(id)
        resolve(end)
      })
      sendMessage({ task: { id, functionName, payload, now: this.#clock() } })
    })
  }

  #fateOf({ lost, doubled, delayed }: Trouble): Fate {
    this.#left += 1
    const isTurn = (every: number) => every > 0 && this.#left % every === 0
    if (isTurn(lost)) {
      this.#lost += 1
      return 'lost'
    }
    if (isTurn(doubled)) return 'doubled'
    return isTurn(delayed) ? 'delayed' : 'runs'
  }
}
