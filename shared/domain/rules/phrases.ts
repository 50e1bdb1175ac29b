import type { Language } from '../language.ts'
import type { FindingData } from '../readiness.ts'
import { listOf, numberOf, textOf } from './finding-data.ts'

/** `1 call`, `2 calls`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** Names as people list them; `more` is how many there are beside them. */
export function listed(names: readonly string[], more: number, language: Language): string {
  if (language === 'zh') return more > 0 ? `${names.join('、')} 等 ${names.length + more} 个` : names.join('、')
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ')
}

/** Who made the calls of a finding, as `matchFromUses` has them. */
export function callersOf(data: FindingData, language: Language): string {
  const nobody = language === 'zh' ? '身份未知的调用方' : 'an unidentified caller'
  const callers = listOf(data, 'callers').map((caller) => (caller === 'unknown' ? nobody : caller))
  return listed(callers, numberOf(data, 'moreCallers'), language)
}

/** What was called, how often, by whom and when last, as `matchFromUses` has it: a phrase without a full stop. */
export function callsOf(data: FindingData, language: Language): string {
  const operations = listed(listOf(data, 'operations'), 0, language)
  const calls = numberOf(data, 'calls')
  const lastAt = textOf(data, 'lastAt')
  return language === 'zh'
    ? `${callersOf(data, 'zh')} 调用 ${operations} 共 ${calls} 次，最近一次在 ${lastAt}`
    : `${counted(calls, 'call')} of ${operations} by ${callersOf(data, 'en')}, the last at ${lastAt}`
}
