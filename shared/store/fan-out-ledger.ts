import * as z from 'zod'
import { changeEntry } from './change-entry.ts'
import { StoreDamagedError } from './errors.ts'
import { COMPANY } from './run-accounts.ts'
import type { ListPart, Store } from './store.ts'

const UNDER_WAY = 'under-way'
const OPEN = 'open/'

const slotSchema = z.object({
  run: z.string(),
  asOf: z.string(),
  stage: z.enum(['inventory', 'usage', 'assess']),
  accountId: z.string(),
  region: z.string().exactOptional(),
  pass: z.number().exactOptional(),
  attempt: z.number(),
  at: z.string(),
  by: z.string().exactOptional(),
})
const underWaySchema = z.object({ slots: z.array(slotSchema) })
const openSchema = z.object({
  run: z.string(),
  asOf: z.string(),
  givenUp: z.array(z.string()).default([]),
})

/**
 * A job that was dispatched and is not known to have ended. `at`: when (ISO 8601 UTC); `attempt`: the how-manieth time; `by`: the job whose end
 * dispatched it.
 */
export type Slot = Readonly<z.infer<typeof slotSchema>>

/** An account whose run is not done yet. */
export interface OpenAccount {
  readonly accountId: string
  readonly run: string
  readonly asOf: string
  /** Regions whose judging was given up. */
  readonly givenUp: readonly string[]
}

/**
 * What is under way of the nights that are spread over functions, in `progress`. One entry holds all jobs that were dispatched, so that
 * whoever dispatches sees all of them and no two dispatch the same; it is never longer than CMK_FANOUT. What is left to do stands in plans and
 * marks alone.
 */
export class FanOutLedger {
  readonly #progress: Store['progress']

  constructor({ progress }: Pick<Store, 'progress'>) {
    this.#progress = progress
  }

  /** What is under way, and the version that `replace` wants. Throws a `StoreDamagedError` where the entry is something else. */
  async underWay(): Promise<{ readonly slots: readonly Slot[]; readonly version: number }> {
    const entry = await this.#progress.get(COMPANY, UNDER_WAY)
    if (!entry) return { slots: [], version: 0 }
    const parsed = underWaySchema.safeParse(entry.value)
    if (!parsed.success) throw damaged(UNDER_WAY)
    return { slots: parsed.data.slots, version: entry.version }
  }

  /** False: somebody else has written it meanwhile, and nothing was. */
  replace(slots: readonly Slot[], version: number): Promise<boolean> {
    return this.#progress.swap(COMPANY, UNDER_WAY, { slots }, version)
  }

  /** Opens accounts, each in place of an earlier run of it. */
  async open(accounts: readonly Pick<OpenAccount, 'accountId' | 'run' | 'asOf'>[]): Promise<void> {
    if (accounts.length === 0) return
    const entries = accounts.map(({ accountId, run, asOf }) => ({ name: `${OPEN}${accountId}`, value: { run, asOf } }))
    await this.#progress.put(COMPANY, entries)
  }

  async account(accountId: string): Promise<OpenAccount | undefined> {
    const entry = await this.#progress.get(COMPANY, `${OPEN}${accountId}`)
    return entry && parseOpen(entry.name, entry.value)
  }

  /** By account id. */
  async accounts(): Promise<readonly OpenAccount[]> {
    const all: OpenAccount[] = []
    for await (const open of this.list()) all.push(open)
    return all
  }

  /** The same, read as far as it is wanted: from an account on, and as many at first as `first`. */
  async *list({ from = '', ...part }: ListPart = {}): AsyncGenerator<OpenAccount> {
    for await (const { name, value } of this.#progress.list(COMPANY, OPEN, { ...part, from: `${OPEN}${from}` }))
      yield parseOpen(name, value)
  }

  /** Notes that the scope will not be judged in this run. */
  giveUp(accountId: string, region: string): Promise<void> {
    const name = `${OPEN}${accountId}`
    return changeEntry(this.#progress, COMPANY, name, (value) => {
      if (value === undefined) return undefined
      const { run, asOf, givenUp } = parseOpen(name, value)
      return { run, asOf, givenUp: [...new Set([...givenUp, region])] }
    })
  }

  close(accountId: string): Promise<void> {
    return this.#progress.delete(COMPANY, `${OPEN}${accountId}`)
  }
}

function parseOpen(name: string, value: unknown): OpenAccount {
  const parsed = openSchema.safeParse(value)
  if (!parsed.success) throw damaged(name)
  return { accountId: name.slice(OPEN.length), ...parsed.data }
}

function damaged(name: string): StoreDamagedError {
  const where = `${name} of ${COMPANY}`
  return new StoreDamagedError(
    `The progress entry ${where} is not what the fan-out writes. Stop every run, delete it, and run again.`,
    where,
  )
}
