import { createHash } from 'node:crypto'
import * as z from 'zod'
import { lateChangesFrom } from '../../shared/digest/change-watermark.ts'
import { mapLists } from '../../shared/digest/changes.ts'
import type { Digest } from '../../shared/digest/model.ts'
import { type Coverage, coverageOf, gaps } from '../../shared/domain/coverage.ts'
import { scopeId } from '../../shared/domain/scope.ts'
import { DAY, type Day } from '../../shared/domain/time.ts'
import type { MarkTable } from '../../shared/store/store.ts'

/** Where it stands in the table of marks what each channel knows, under the name of the channel. */
const CURSOR_SCOPE = 'digest/told'

const CURSOR = z.object({
  /** The calendar day on which the channel was last sent a digest, or needed none; null where none has arrived yet. */
  day: z.string().nullable(),
  /** The newest change that it was sent; ISO 8601 UTC. */
  changedAt: z.string().nullable(),
  /** The mark of the changes that were there then. */
  mark: z.string().optional(),
  /** What was wrong then: a hash of each problem. */
  problems: z.array(z.string()),
  /** What was not read then, by scope, as moments. */
  gaps: z.record(z.string(), z.array(z.object({ from: z.number(), to: z.number() }))),
})

/** What a channel knows of the state of the evidence. */
export type ChannelCursor = Readonly<z.infer<typeof CURSOR>>

/** What a channel knows; undefined where it was never sent anything, or what is written there cannot be parsed. */
export async function readCursor(marks: MarkTable, channel: string): Promise<ChannelCursor | undefined> {
  return CURSOR.safeParse((await marks.get(CURSOR_SCOPE, channel))?.value).data
}

/** Remembers what a channel knows; of changes, what it has known stays known. Where another has written it meanwhile, that stands. */
export async function writeCursor(marks: MarkTable, channel: string, cursor: ChannelCursor): Promise<void> {
  const entry = await marks.get(CURSOR_SCOPE, channel)
  const known = CURSOR.safeParse(entry?.value).data
  const isLater = known && known.changedAt !== null && (cursor.changedAt === null || known.changedAt > cursor.changedAt)
  const { changedAt, mark } = isLater ? known : cursor
  await marks.swap(CURSOR_SCOPE, channel, { ...cursor, changedAt, mark }, entry?.version ?? 0)
}

/** What whoever has read the digest on that day knows. */
export function cursorAfter(digest: Digest, day: Day): ChannelCursor {
  const { diagnostics, unknown, newestChange } = digest
  const problems = [
    // The message and the request id are others every night.
    ...diagnostics.map(({ accountId, region, keyId, action, status, code }) => [
      accountId,
      region,
      keyId,
      action,
      status,
      code,
    ]),
    ...unknown
      .filter(({ staleVerdict }) => staleVerdict !== undefined)
      .map((key) => ['stale', scopeId(key), key.keyId]),
  ]
  return {
    day,
    changedAt: newestChange.told,
    mark: newestChange.toldMark,
    problems: [...new Set(problems.map(hash))],
    gaps: Object.fromEntries(digest.gaps.map((each) => [scopeId(each), [...coverageOf(each.gaps.map(moments))]])),
  }
}

/** The cursor of a channel that nothing has reached yet: everything from the digest's period on is still to be sent. */
export function initialCursor({ newestChange }: Digest): ChannelCursor {
  return { day: null, changedAt: newestChange.before, mark: newestChange.beforeMark, problems: [], gaps: {} }
}

/** True when there was a change before the digest's period that was not sent: a later one, or one that came to the last runs since. */
export function hasMissedChange(
  { newestChange }: Pick<Digest, 'newestChange'>,
  { changedAt, mark }: ChannelCursor,
): boolean {
  const { before, beforeMark } = newestChange
  if (before === null) return false
  return changedAt === null || before > changedAt || (before === changedAt && isOther(mark, beforeMark))
}

/** Old entries have no mark: what they stand for counts as sent. */
function isOther(mark: string | undefined, now: string): boolean {
  return mark !== undefined && mark !== now
}

/** The digest without the changes of a day that were sent already: it is the newest day still where the last night is missing. */
export function changesSince(digest: Digest, { changedAt, mark }: ChannelCursor): Digest {
  if (changedAt === null) return digest
  const { told, toldMark } = digest.newestChange
  const hasGrown = told === changedAt && isOther(mark, toldMark)
  const from = hasGrown ? lateChangesFrom(changedAt) : changedAt
  return { ...digest, changes: mapLists(digest.changes, (list) => list.filter((change) => change.changedAt > from)) }
}

/**
 * True when something is wrong, stale or not read now that was not then. A gap that has become smaller is none, nor one that
 * reached up to that day and continues.
 */
export function hasNewProblem(now: ChannelCursor, then: ChannelCursor): boolean {
  const known = new Set(then.problems)
  return (
    now.problems.some((problem) => !known.has(problem)) ||
    Object.entries(now.gaps).some(([scope, missing]) => {
      const missed: Coverage = then.gaps[scope] ?? []
      const open = new Set(
        missed.map(({ to }) => to).filter((to) => then.day !== null && to >= Date.parse(then.day) - DAY),
      )
      return missing.some((gap) => gaps(gap, missed).some(({ from }) => !open.has(from)))
    })
  )
}

function moments({ from, to }: Digest['gaps'][number]['gaps'][number]) {
  return { from: Date.parse(from), to: Date.parse(to) }
}

function hash(parts: readonly (string | undefined)[]): string {
  return createHash('sha256')
    .update(JSON.stringify(parts.map((part) => part ?? null)))
    .digest('base64url')
    .slice(0, 16)
}
