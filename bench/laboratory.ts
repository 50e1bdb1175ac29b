import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ownCredentials } from '../shared/cloud/own-credentials.ts'
import { loadConfig } from '../shared/config/config.ts'
import { openStore } from '../shared/store/open-store.ts'
import type { Store } from '../shared/store/store.ts'
import { DEFAULT_REGION } from '../simulator/cloud/world.ts'
import { answerOf, endChild, messageOf, startChild } from './child.ts'
import {
  type CloudProcessOptions,
  callsSchema,
  type MeasuredNight,
  type NightProcessOptions,
  nightSchema,
  type SeenCall,
  type Trouble,
  variablesSchema,
} from './messages.ts'
import { runSpreadNight, type SpreadFigures } from './spread-night.ts'

/** More than any measurement asks for: a quota that does not matter. */
export const NO_QUOTA = 1_000_000
/** The highest ceiling that the program takes. */
export const NO_CEILING = '1000'
/** The moment at which the first night of a measurement starts. */
export const NOW = Date.parse('2026-11-23T02:30:00Z')

export interface NightResult extends MeasuredNight {
  /** What the cloud saw of this night, in order of arrival. */
  readonly requests: readonly SeenCall[]
}

export type SpreadResult = SpreadFigures & Pick<NightResult, 'requests'>

/** The instance of the simulated Tablestore. */
export const TABLES = 'tablestore:https://cmk-readiness.cn-hangzhou.ots.aliyuncs.com'

/** A simulated cloud and a store, each night in a process of its own. */
export class Laboratory {
  readonly #cloud: ChildProcess
  readonly #folder: string
  readonly #variables: Readonly<Record<string, string>>

  private constructor(cloud: ChildProcess, folder: string, variables: Readonly<Record<string, string>>) {
    this.#cloud = cloud
    this.#folder = folder
    this.#variables = variables
  }

  /** Runs `work` in a laboratory that is cleared away afterwards. */
  static async with<T>(order: CloudProcessOptions, work: (laboratory: Laboratory) => Promise<T>): Promise<T> {
    const folder = await mkdtemp(join(tmpdir(), 'cmk-bench-'))
    const cloud = startChild('cloud-process.ts', order)
    try {
      const { variables } = variablesSchema.parse(await messageOf(cloud))
      return await work(new Laboratory(cloud, folder, variables))
    } finally {
      await endChild(cloud)
      await rm(folder, { recursive: true, force: true })
    }
  }

  /** One night from `now` on. `settings` are CMK_ variables; `profileIn`: a folder that gets a CPU profile. */
  async night(now: number, settings: Record<string, string>, profileIn?: string): Promise<NightResult> {
    await answerOf(this.#cloud, { what: 'clock', now })
    const order: NightProcessOptions = {
      now,
      variables: {
        ...this.#variables,
        CMK_REGIONS: 'cn-hangzhou',
        CMK_STORE: `sqlite:${join(this.#folder, 'store.db')}`,
        ...settings,
      },
    }
    const profiling = profileIn === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', profileIn]
    const child = startChild('night-process.ts', order, profiling)
    try {
      const night = nightSchema.parse(await messageOf(child))
      return { ...night, requests: await this.#requests() }
    } finally {
      await endChild(child)
    }
  }

  /** One night from `now` on whose jobs are invocations of functions, with tables in Tablestore. */
  async spreadNight(now: number, settings: Record<string, string>, trouble: Trouble): Promise<SpreadResult> {
    await answerOf(this.#cloud, { what: 'clock', now })
    const variables = { ...this.#variables, CMK_STORE: TABLES, CMK_DISPATCH: `fc3:${DEFAULT_REGION}`, ...settings }
    const child = startChild('functions-process.ts', { now, variables } satisfies NightProcessOptions)
    try {
      await messageOf(child)
      const night = await runSpreadNight(this.#cloud, child, now, trouble)
      return { ...night, requests: await this.#requests() }
    } finally {
      await endChild(child)
    }
  }

  /** Tables in the simulated Tablestore, opened by this process, and the calls that they get until now. */
  async tables(): Promise<{ readonly store: Store; readonly requests: () => Promise<readonly SeenCall[]> }> {
    const variables = { ...this.#variables, CMK_STORE: TABLES }
    const config = loadConfig(variables, { cwd: this.#folder })
    const store = await openStore(config.store, { mode: 'write', credentials: ownCredentials(variables) })
    await this.#requests()
    return { store, requests: () => this.#requests() }
  }

  async #requests(): Promise<readonly SeenCall[]> {
    return callsSchema.parse(await answerOf(this.#cloud, { what: 'calls' })).calls
  }
}
