import * as z from 'zod'
import type { Day } from '../../shared/domain/time.ts'
import type { MarkTable } from '../../shared/store/store.ts'

/** Where the marks of digests stand in the table of marks. */
export const DIGEST_SCOPE = 'digest'

const MARK = z.object({
  /** `refused` and `released` leave the day free; `refused` says that the channel will not have it as things are. */
  state: z.enum(['claimed', 'sent', 'refused', 'released']),
  /** The invocation that wrote it. */
  by: z.string(),
  at: z.iso.datetime(),
  /** Sendings that were begun before this one, and may have arrived. */
  unconfirmed: z.number().int().nonnegative(),
})

/** What is known of one channel's digest of one day. `at` is ISO 8601 UTC. */
export type Mark = Readonly<z.infer<typeof MARK>>

/** A mark with the version that the next write has to name; 0 where there is none yet. */
export interface VersionedMark {
  readonly mark: Mark | undefined
  readonly version: number
}

/** `<channel name>/<calendar day>`: the name of the mark, and the id of the message. */
export function markName(channel: string, day: Day): string {
  return `${channel}/${day}`
}

/** What is known. A value that is no mark counts as an unconfirmed sending: it says so, and does not keep the digest back. */
export async function readMark(marks: MarkTable, name: string): Promise<VersionedMark> {
  const entry = await marks.get(DIGEST_SCOPE, name)
  if (entry === undefined) return { mark: undefined, version: 0 }
  const unclear: Mark = { state: 'released', by: '', at: '1970-01-01T00:00:00Z', unconfirmed: 1 }
  return { mark: MARK.safeParse(entry.value).data ?? unclear, version: entry.version }
}

/** False: somebody else has written it meanwhile. */
export function writeMark(marks: MarkTable, name: string, mark: Mark, version: number): Promise<boolean> {
  return marks.swap(DIGEST_SCOPE, name, mark, version)
}

/** Drops the marks of days before `day`. */
export async function dropMarks(marks: MarkTable, day: Day): Promise<void> {
  for await (const { name } of marks.list(DIGEST_SCOPE, '')) {
    const marked = name.slice(name.lastIndexOf('/') + 1)
    if (marked < day) await marks.delete(DIGEST_SCOPE, name)
  }
}
