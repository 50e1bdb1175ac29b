import { join, type Line } from '../document/document.ts'
import type { Scope } from '../domain/scope.ts'
import { HOUR, type Instant } from '../domain/time.ts'
import type { Language } from '../domain/verdict.ts'
import { localTime } from '../text/dates.ts'
import { wordsIn } from '../text/digest-messages.ts'

/** A night's run that lies further back is not last night's: a day, and an hour for a timer that is late. */
export const NIGHT_MISSED_AFTER = 25 * HOUR

/** Scopes that a digest names as not finished; it tells how many more there are. */
const SCOPES_NAMED = 5

/** How far the last run has come, over all accounts. */
export interface LastRun {
  /** ISO 8601 UTC; null when no run is known. */
  readonly asOf: string | null
  /** Accounts and regions that it has judged. */
  readonly judged: number
  /** Those that it set out to judge and has not: still at it, or cut off. One that refused is a diagnostic instead. */
  readonly unfinished: readonly Scope[]
  /** The lists of the operator's own ranges that it judged by, each once; none where it had none. */
  readonly ownRanges?: readonly (readonly string[])[]
}

/** Whether the digest stands on last night. */
export interface DigestNight {
  /** `never`: nothing was ever audited. `missed`: not last night. `nothing-judged` and `unfinished`: it began, and came so far. */
  readonly state: 'done' | 'unfinished' | 'nothing-judged' | 'missed' | 'never'
  /** The moment that the last run or row speaks about; ISO 8601 UTC. */
  readonly lastAsOf: string | null
  readonly unfinished: readonly Scope[]
  readonly ownRanges: readonly (readonly string[])[]
}

/** Judges the last run at `now`. `newestCheck`: of any row, empty where there is none; a table may outlive what is known of its runs. */
export function nightOf(lastRun: LastRun, newestCheck: string, now: Instant): DigestNight {
  const { asOf, judged, unfinished, ownRanges = [] } = lastRun
  const lastAsOf = [asOf ?? '', newestCheck].reduce((a, b) => (b > a ? b : a))
  if (lastAsOf === '') return { state: 'never', lastAsOf: null, unfinished: [], ownRanges }
  if (now - Date.parse(lastAsOf) > NIGHT_MISSED_AFTER) return { state: 'missed', lastAsOf, unfinished: [], ownRanges }
  if (asOf !== null && asOf > newestCheck && judged === 0)
    return { state: 'nothing-judged', lastAsOf, unfinished, ownRanges }
  return { state: unfinished.length > 0 ? 'unfinished' : 'done', lastAsOf, unfinished, ownRanges }
}

/** What a digest says first when it does not stand on last night. */
export function nightLines({ state, lastAsOf, unfinished }: DigestNight, language: Language, timezone: string): Line[] {
  const words = wordsIn(language)
  if (state === 'done') return []
  if (state === 'never') return [[words.neverAudited]]
  const at = lastAsOf === null ? '' : localTime(lastAsOf, timezone)
  if (state === 'missed') return [[words.nightMissed, { text: at }]]
  const named = unfinished
    .slice(0, SCOPES_NAMED)
    .map((scope): Line => [{ name: scope.accountId }, ' ', { name: scope.region }])
  const more = unfinished.length > named.length ? [` ${words.more(unfinished.length - named.length)}`] : []
  const scopes: Line[] =
    named.length > 0 ? [[`${words.notFinished}${words.colon}`, ...join(named, words.listComma), ...more]] : []
  return state === 'nothing-judged' ? [[words.nothingJudgedYet, { text: at }], ...scopes] : scopes
}

/** Ranges of each list that a line names; it tells how many more there are. */
const RANGES_NAMED = 5

/** By which ranges of the operator's own the rows were judged: no list, one, or where regions were judged by different ones, all. */
export function ownRangesLine({ ownRanges }: DigestNight, language: Language): Line[] {
  const words = wordsIn(language)
  const lists = ownRanges.map((ranges): Line => {
    const more = ranges.length - RANGES_NAMED
    return [{ text: ranges.slice(0, RANGES_NAMED).join(', ') }, ...(more > 0 ? [` ${words.more(more)}`] : [])]
  })
  return lists.length === 0 ? [] : [[words.ownRanges, ...join(lists, ' | ')]]
}
