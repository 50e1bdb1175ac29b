import { Writable } from 'node:stream'
import { type Nights, runNights } from '../../../cli/demo/nights.ts'
import type { Terminal } from '../../../cli/terminal/terminal.ts'
import type { Change, ReadinessRow } from '../../../shared/domain/readiness.ts'
import type { Store } from '../../../shared/store/store.ts'
import { TIMING } from '../cloud/timing.ts'

/** What the tables hold. */
export interface Tables {
  readonly rows: readonly ReadinessRow[]
  readonly history: readonly Change[]
}

/** Rows by the name of the key's first alias, without its prefix; a key without one by its id. */
export type ByName = ReadonlyMap<string, ReadinessRow>

/** A terminal that nobody looks at; `text` is what was printed so far. */
export function silentTerminal(env: Terminal['env'] = {}): Terminal & { text(): string } {
  let printed = ''
  const stream = () =>
    new Writable({
      write: (chunk, _encoding, done) => {
        printed += String(chunk)
        done()
      },
    })
  const signal = new AbortController().signal
  return {
    env,
    cwd: process.cwd(),
    stdout: stream(),
    stderr: stream(),
    clock: Date.now,
    signal,
    timing: TIMING,
    text: () => printed,
  }
}

export async function tablesOf(store: Store): Promise<Tables> {
  const rows: ReadinessRow[] = []
  for await (const row of store.readiness.list()) rows.push(row)
  const history: Change[] = []
  for await (const change of store.history.list()) history.push(change)
  return { rows, history }
}

export function byName(rows: readonly ReadinessRow[]): ByName {
  return new Map(rows.map((row) => [row.aliases[0]?.replace('alias/', '') ?? row.keyId, row]))
}

/** Both nights of a company that `prepare` has changed. */
export function nightsOf(settings: Nights): Promise<Tables> {
  return runNights(silentTerminal(), settings, ({ store }) => tablesOf(store))
}
