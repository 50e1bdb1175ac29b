import { readFile, writeFile } from 'node:fs/promises'
import * as z from 'zod'

/** Where the figures are kept: what `scale` measured last, a part at a time. */
const KEPT = new URL('./figures.json', import.meta.url)

/** CMKs of each account of a night that is measured. */
export const CMKS = 5

const storeSchema = z.object({
  store: z.enum(['sqlite', 'tablestore']),
  rows: z.number(),
  /** Of this process, in milliseconds of processor time; wall times of a shared machine say nothing. */
  writing: z.number(),
  reading: z.number(),
  /** Of Tablestore; 0 of SQLite. */
  writes: z.number(),
  reads: z.number(),
  bytesRead: z.number(),
})

const nightSchema = z.object({
  accounts: z.number(),
  dispatch: z.enum(['local', 'fc3']),
  /** Tasks were lost, delivered twice and delayed, and dispatches cut off. */
  trouble: z.boolean(),
  keys: z.number(),
  scopes: z.number(),
  gaps: z.number(),
  open: z.number(),
  /** Jobs by task id, and runs of them: those that were delivered twice or repeated are two. 0 of a night in one process. */
  tasks: z.number(),
  runs: z.number(),
  lost: z.number(),
  /** In seconds, as the cloud's clock saw it: hours that pass between timers are in it. */
  wall: z.number(),
  /** In seconds: what the quotas allow at least, with CMK_FANOUT's 50 jobs at once. */
  floor: z.number(),
  /** Of the program, in seconds of processor time. */
  cpu: z.number(),
  /** Resident, in bytes, at most; of all functions together where they are one process. */
  memory: z.number(),
  kms: z.number(),
  described: z.number(),
  lookups: z.number(),
  throttled: z.number(),
  tablestore: z.number(),
  rowsRead: z.number(),
  rowsWritten: z.number(),
  conflicts: z.number(),
})
export type NightFigures = z.infer<typeof nightSchema>
export type StoreFigures = z.infer<typeof storeSchema>

const domainSchema = z.object({
  /** A second of processor time. */
  verdicts: z.number(),
  usesOfKey: z.number(),
  events: z.number(),
  /** Usage rows that 1,000 events of a day came to. */
  rowsOfThousand: z.number(),
})

export const figuresSchema = z.object({
  measured: z.string(),
  machine: z.string(),
  domain: domainSchema.exactOptional(),
  stores: z.array(storeSchema).exactOptional(),
  nights: z.array(nightSchema).exactOptional(),
})
export type Figures = z.infer<typeof figuresSchema>
export type DomainFigures = z.infer<typeof domainSchema>

export async function keptFigures(): Promise<Figures> {
  return figuresSchema.parse(JSON.parse(await readFile(KEPT, 'utf8')))
}

/** Puts what was measured in place of what was; of nights each in place of its like. */
export async function keepFigures(
  measured: Partial<Figures>,
  about: Pick<Figures, 'measured' | 'machine'>,
): Promise<void> {
  const known = await keptFigures().catch(() => undefined)
  const { nights = [] } = measured
  const others = (known?.nights ?? []).filter((night) => !nights.some((each) => nameOf(each) === nameOf(night)))
  const all = [...others, ...nights].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
  await writeFile(KEPT, `${JSON.stringify({ ...known, ...measured, nights: all, ...about }, null, 2)}\n`)
}

function nameOf({ accounts, dispatch, trouble }: NightFigures): string {
  return [Number(trouble), String(accounts).padStart(6, '0'), dispatch].join(' ')
}
