import type { Language } from '../language.ts'
import type { FindingData } from '../readiness.ts'
import { listOf, numberOf, textOf } from './finding-data.ts'

/** `1 call`, `2 calls`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

interface ListWords {
  readonly comma: string
  /** The names that there is room for, how many more there are, and how many in all. */
  readonly andMore: (names: string, more: number, all: number) => string
}

const LISTS: Readonly<Record<Language, ListWords>> = {
  en: { comma: ', ', andMore: (names, more) => `${names} and ${more} more` },
  zh: { comma: '、', andMore: (names, _, all) => `${names} 等 ${all} 个` },
}

const NOBODY: Readonly<Record<Language, string>> = { en: 'an unidentified caller', zh: '身份未知的调用方' }

const CALLS: Readonly<
  Record<Language, (calls: number, operations: string, callers: string, lastAt: string) => string>
> = {
  en: (calls, operations, callers, lastAt) =>
    `${counted(calls, 'call')} of ${operations} by ${callers}, the last at ${lastAt}`,
  zh: (calls, operations, callers, lastAt) => `${callers} 调用 ${operations} 共 ${calls} 次，最近一次在 ${lastAt}`,
}

/** Names as people list them; `more` is how many there are beside them. */
export function listed(names: readonly string[], more: number, language: Language): string {
  const { comma, andMore } = LISTS[language]
  return more > 0 ? andMore(names.join(comma), more, names.length + more) : names.join(comma)
}

/** Who made the calls of a finding, as `matchFromUses` has them. */
export function callersOf(data: FindingData, language: Language): string {
  const callers = listOf(data, 'callers').map((caller) => (caller === 'unknown' ? NOBODY[language] : caller))
  return listed(callers, numberOf(data, 'moreCallers'), language)
}

/** What was called, how often, by whom and when last, as `matchFromUses` has it: a phrase without a full stop. */
export function callsOf(data: FindingData, language: Language): string {
  const operations = listed(listOf(data, 'operations'), 0, language)
  return CALLS[language](numberOf(data, 'calls'), operations, callersOf(data, language), textOf(data, 'lastAt'))
}
