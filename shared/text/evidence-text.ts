import type { Language } from '../domain/language.ts'
import type { Control, ScopeEvidence, SeenDays } from '../domain/scope-evidence.ts'
import { localTime } from './dates.ts'
import { evidenceMessagesFor, type UnprovenWhy } from './evidence-messages.ts'

/** Scopes that a note names; of more it says how many. */
const MAX_NAMED = 10
const UNPROVEN = ['not-yet', 'no-event'] as const satisfies readonly UnprovenWhy[]

interface EvidenceReader {
  readonly language: Language
  readonly timezone: string
}

/** `88.5 of 90`; that none is needed where no key is. */
export function daysText({ window, days, missingDays }: ScopeEvidence, { language }: EvidenceReader): string {
  const messages = evidenceMessagesFor(language)
  return window === null ? messages.notNeeded : messages.ofDays(Math.round((days - missingDays) * 10) / 10, days)
}

/** Whether, and by what, the source of a scope is known to be alive. */
export function controlText({ window, control }: ScopeEvidence, { language, timezone }: EvidenceReader): string {
  const messages = evidenceMessagesFor(language)
  if (window === null) return ''
  if (control.problem !== null) return messages.problem[control.problem]
  if (!isProven(control) || control.eventAt === null) return messages.notYet
  const own = control.ownCallsAt === null ? [] : [messages.ownCalls(localTime(control.ownCallsAt, timezone))]
  return [messages.proven(localTime(control.eventAt, timezone)), ...own].join(messages.semicolon)
}

/** The periods that are missing. */
export function missingText({ window, missing }: ScopeEvidence, { language, timezone }: EvidenceReader): string {
  if (window === null) return ''
  const { complete, comma } = evidenceMessagesFor(language)
  if (missing.length === 0) return complete
  return missing.map(({ from, to }) => `${localTime(from, timezone)} – ${localTime(to, timezone)}`).join(comma)
}

/** About how long reading what is missing takes. */
export function timeLeftText({ window, missing, secondsLeft }: ScopeEvidence, { language }: EvidenceReader): string {
  const messages = evidenceMessagesFor(language)
  if (window === null || missing.length === 0) return ''
  return secondsLeft === null ? messages.unknownTime : messages.duration(secondsLeft)
}

/** What probes found of the sources, a sentence each. */
export function shapeTexts({ shape }: ScopeEvidence, { language, timezone }: EvidenceReader): readonly string[] {
  const messages = evidenceMessagesFor(language)
  return shape.map(({ source, at, problem, operations, untied, calls }) => {
    const shown = calls.filter((each) => each.shown === 'yes').length
    return [
      messages.shape(source, localTime(at, timezone), shown, calls.length),
      ...(problem === null ? [] : [messages.shapeProblem[problem](operations.join(messages.comma))]),
      ...(untied.length === 0 ? [] : [messages.untied(untied.join(messages.comma))]),
    ].join(messages.semicolon)
  })
}

/** The sources, each with its days. */
export function sourcesText({ seen }: ScopeEvidence, { language }: EvidenceReader): string {
  const messages = evidenceMessagesFor(language)
  return seen.map((each) => messages.source(each)).join(messages.comma)
}

/** A source without its days, as `seen` names it. */
export function sourceName({ source, mode }: Pick<SeenDays, 'source' | 'mode'>, { language }: EvidenceReader): string {
  const { oldSource } = evidenceMessagesFor(language)
  return [source ?? oldSource, mode].filter((each) => each !== null).join(' ')
}

/** The scope that a note is about: a region alone is that of several accounts. */
export function nameOf({ accountId, region }: ScopeEvidence): string {
  return `${accountId} ${region}`
}

/** What it means that sources are not proven yet and what will prove them, a sentence for each reason and the scopes that have it. */
export function unprovenTexts(scopes: readonly ScopeEvidence[], { language }: EvidenceReader): readonly string[] {
  const { about, unproven } = evidenceMessagesFor(language)
  return UNPROVEN.flatMap((why) => {
    const names = scopes.filter((each) => whyUnproven(each) === why).map(nameOf)
    if (names.length === 0) return []
    const more = names.length - MAX_NAMED
    return [`${about([...names.slice(0, MAX_NAMED), ...(more > 0 ? [`+${more}`] : [])])}${unproven[why]}`]
  })
}

function whyUnproven({ window, control }: ScopeEvidence): UnprovenWhy | undefined {
  if (window === null) return undefined
  if (control.problem !== null) return control.problem === 'no-event' ? 'no-event' : undefined
  return isProven(control) ? undefined : 'not-yet'
}

function isProven({ state, eventAt }: Control): boolean {
  return state === 'proven' && eventAt !== null
}
