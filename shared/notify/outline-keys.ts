import type { CallerSummary, Finding } from '../domain/readiness.ts'
import { type Language, VERDICTS } from '../domain/verdict.ts'
import type { DigestKey, VerdictCounts } from './digest.ts'
import { findingText } from './finding-text.ts'
import { type Item, join, type Line } from './outline.ts'
import { verdictName } from './verdict-style.ts'
import { wordsIn } from './words.ts'

/** Ids of events that a digest names of one reason; the row holds more. */
const EVENTS_SHOWN = 2

/** How keys are named in one digest. */
export interface Naming {
  readonly language: Language
  /** Left out while there is only one account. */
  readonly withAccount: boolean
}

/** `key-hzz… alias/pay · cn-hangzhou · 1234567890`. */
export function keyLine(key: Pick<DigestKey, 'accountId' | 'region' | 'keyId' | 'aliases'>, naming: Naming): Line {
  const names: Line[] = [key.keyId, ...key.aliases].map((name) => [{ name }])
  return [
    ...join(names, ' '),
    ' · ',
    { name: key.region },
    ...(naming.withAccount ? [' · ', { name: key.accountId }] : []),
  ]
}

/** Keys with the same findings are told together: one gap in a region may keep hundreds of them unknown. */
export function groupByReason(keys: readonly DigestKey[], naming: Naming, todo: string): Item[] {
  const groups = new Map<string, DigestKey[]>()
  for (const key of keys) {
    const reason = JSON.stringify([key.staleVerdict, reasonLines(key.deciding, key.callers, naming.language, todo)])
    const group = groups.get(reason)
    if (group) group.push(key)
    else groups.set(reason, [key])
  }
  return [...groups.values()].map((group) => ({
    heads: group.map((key) => keyLine(key, naming)),
    about: group.slice(0, 1).flatMap((key) => reasonLines(key.deciding, key.callers, naming.language, todo)),
  }))
}

/** What was found, who called, what to do: a line each. `todo` is the word for the last. */
export function reasonLines(
  findings: readonly Finding[],
  callers: readonly CallerSummary[],
  language: Language,
  todo: string,
): Line[] {
  const words = wordsIn(language)
  const actions = new Set(findings.map((finding) => findingText(finding, language).action))
  actions.delete('')
  return [
    ...foundLines(findings, language),
    ...eventsLine(findings, words.events),
    ...(callers.length > 0 ? [[`${words.calledBy}: `, ...callersLine(callers)]] : []),
    ...[...actions].map((action): Line => [`${todo}: `, { text: action }]),
  ]
}

/** `blocked-operation: 3 calls of ReEncrypt by …`, a line a finding. */
export function foundLines(findings: readonly Finding[], language: Language): Line[] {
  return findings.map((finding) => [`${finding.rule}: `, { text: findingText(finding, language).message }])
}

/** `Events: 3197f4cf-…, a758a783-… +8`: what anyone can look up in ActionTrail. */
function eventsLine(findings: readonly Finding[], word: string): Line[] {
  const ids = [...new Set(findings.flatMap(({ events }) => events))]
  if (ids.length === 0) return []
  const shown: Line[] = ids.slice(0, EVENTS_SHOWN).map((id) => [{ name: id }])
  const more = ids.length > EVENTS_SHOWN ? [` +${ids.length - EVENTS_SHOWN}`] : []
  return [[`${word}: `, ...join(shown, ', '), ...more]]
}

/** `role/app-pay (java, vpc)`. Client and network are words of this product. */
function callersLine(callers: readonly CallerSummary[]): Line {
  return join(
    callers.map(({ principal, client, network }) => [{ name: principal }, ` (${client}, ${network})`]),
    ', ',
  )
}

/** `was ready`. */
export function wasLine(before: DigestKey['verdict'] | null, language: Language): Line {
  if (before === null) return []
  return [`${wordsIn(language).was} `, { verdict: before, label: verdictName(before, language) }]
}

/** `3 blocked, 20 ready`, in the order of verdicts. */
export function counts(byVerdict: VerdictCounts, language: Language): Line {
  const parts = VERDICTS.flatMap((verdict): Line[] => {
    const count = byVerdict[verdict] ?? 0
    return count === 0 ? [] : [[`${count} `, { verdict, label: verdictName(verdict, language) }]]
  })
  return parts.length === 0 ? [wordsIn(language).none] : join(parts, ', ')
}
