import type { DigestNight } from '../digest/model.ts'
import { join, type Line } from '../document/document.ts'
import type { Language } from '../domain/language.ts'
import { localTime } from '../text/dates.ts'
import { messagesFor } from '../text/digest-messages.ts'

/** What a digest says first when it does not stand on last night. */
export function nightLines({ state, lastAsOf, unfinished }: DigestNight, language: Language, timezone: string): Line[] {
  const messages = messagesFor(language)
  if (state === 'done') return []
  if (state === 'never') return [[messages.neverAudited]]
  const at = lastAsOf === null ? '' : localTime(lastAsOf, timezone)
  if (state === 'missed') return [[messages.nightMissed, { text: at }]]
  const named = unfinished
    .slice(0, SCOPES_NAMED)
    .map((scope): Line => [{ name: scope.accountId }, ' ', { name: scope.region }])
  const more = unfinished.length > named.length ? [` ${messages.more(unfinished.length - named.length)}`] : []
  const scopes: Line[] =
    named.length > 0 ? [[`${messages.notFinished}${messages.colon}`, ...join(named, messages.listComma), ...more]] : []
  return state === 'nothing-judged' ? [[messages.nothingJudgedYet, { text: at }], ...scopes] : scopes
}

/** Scopes that a digest names as not finished; it tells how many more there are. */
const SCOPES_NAMED = 5

/** Ranges of each list that a line names; it tells how many more there are. */
const RANGES_NAMED = 5

/** By which ranges of the operator's own the rows were judged: no list, one, or where regions were judged by different ones, all. */
export function ownRangesLine({ ownRanges }: DigestNight, language: Language): Line[] {
  const messages = messagesFor(language)
  const lists = ownRanges.map((ranges): Line => {
    const more = ranges.length - RANGES_NAMED
    return [
      { text: ranges.slice(0, RANGES_NAMED).join(messages.listComma) },
      ...(more > 0 ? [` ${messages.more(more)}`] : []),
    ]
  })
  return lists.length === 0 ? [] : [[messages.ownRanges, ...join(lists, ' | ')]]
}
