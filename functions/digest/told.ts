import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type Coverage, coverageOf, gaps } from '../../shared/domain/coverage.ts'
import { scopeId } from '../../shared/domain/scope.ts'
import type { Day } from '../../shared/domain/time.ts'
import type { Digest } from '../../shared/notify/digest.ts'
import { sortChanges } from '../../shared/notify/digest-changes.ts'
import type { MarkTable } from '../../shared/store/store.ts'

/** Where it stands in the table of marks what each channel knows, under the name of the channel. */
const TOLD_SCOPE = 'digest/told'

const TOLD = z.object({
  /** The calendar day on which the channel was last sent a digest, or needed none; null where none has arrived yet. */
  day: z.string().nullable(),
  /** The newest change that it was told; ISO 8601 UTC. */
  changedAt: z.string().nullable(),
  /** What was wrong then: a hash of each problem. */
  problems: z.array(z.string()),
  /** What was not read then, by scope, as moments. */
  gaps: z.record(z.string(), z.array(z.object({ from: z.number(), to: z.number() }))),
})

/** What a channel knows of the state of the evidence. */
export type Told = Readonly<z.infer<typeof TOLD>>

/** What a channel knows; undefined where it was never told anything, or nobody understands what is written there. */
export async function readTold(marks: MarkTable, channel: string): Promise<Told | undefined> {
  return TOLD.safeParse((await marks.get(TOLD_SCOPE, channel))?.value).data
}

/** Remembers what a channel knows; of changes, what it has known stays known. Where another has written it meanwhile, that stands. */
export async function writeTold(marks: MarkTable, channel: string, told: Told): Promise<void> {
  const entry = await marks.get(TOLD_SCOPE, channel)
  const known = TOLD.safeParse(entry?.value).data?.changedAt ?? null
  const changedAt = known !== null && (told.changedAt === null || known > told.changedAt) ? known : told.changedAt
  await marks.swap(TOLD_SCOPE, channel, { ...told, changedAt }, entry?.version ?? 0)
}

/** What whoever has read the digest on that day knows. */
export function toldBy(digest: Digest, day: Day): Told {
  const { diagnostics, unknown, night, newestChange } = digest
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
    // What is still to come of a night that has not finished will have the moment of what was told.
    changedAt: night.state === 'done' || night.state === 'missed' ? newestChange.told : newestChange.before,
    problems: [...new Set(problems.map(hash))],
    gaps: Object.fromEntries(digest.gaps.map((each) => [scopeId(each), [...coverageOf(each.gaps.map(moments))]])),
  }
}

/** What a channel has to be told that nothing has reached yet: everything from the digest's period on. */
export function toldNothing({ newestChange }: Digest): Told {
  return { day: null, changedAt: newestChange.before, problems: [], gaps: {} }
}

/** True when there was a change before the digest's period that was not told. */
export function hasMissedChange({ newestChange: { before } }: Pick<Digest, 'newestChange'>, then: Told): boolean {
  return before !== null && (then.changedAt === null || before > then.changedAt)
}

/** The digest without the changes of a day that has been told already: it is the newest day still where the last night is missing. */
export function withoutTold(digest: Digest, { changedAt }: Told): Digest {
  const newest = digest.newestChange.told
  if (newest === null || changedAt === null || newest > changedAt) return digest
  return { ...digest, changes: sortChanges([], []) }
}

/** True when something is wrong, stale or not read now that was not then. A gap that has become smaller is none. */
export function hasNewProblem(now: Told, then: Told): boolean {
  const known = new Set(then.problems)
  return (
    now.problems.some((problem) => !known.has(problem)) ||
    Object.entries(now.gaps).some(([scope, missing]) => {
      const missed: Coverage = then.gaps[scope] ?? []
      return missing.some((gap) => gaps(gap, missed).length > 0)
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
