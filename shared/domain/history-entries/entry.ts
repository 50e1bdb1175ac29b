import { compareTexts } from '../compare-texts.ts'
import { type Decision, type DecisionValue, keyIdsOf } from '../decisions/decision.ts'
import type { Text } from '../messages/message.ts'
import type { Change } from '../readiness.ts'
import { type Scope, scopeId } from '../scope.ts'
import type { Verdict } from '../verdict.ts'

export const ENTRY_KINDS = ['verdict', 'decision'] as const
export type EntryKind = (typeof ENTRY_KINDS)[number]

interface Entry extends Scope {
  /** ISO 8601 UTC: a run's asOf, or when somebody decided. */
  readonly at: string
}

/** A run judged a key otherwise than the one before it. */
export interface VerdictEntry extends Entry {
  readonly kind: 'verdict'
  readonly keyId: string
  /** Null: first seen. */
  readonly before: Verdict | null
  /** Null: the key no longer exists. */
  readonly after: Verdict | null
  /** The rules that decided, or why the key left. */
  readonly why: readonly Text[]
  readonly events: readonly string[]
}

/** A person decided. */
export interface DecisionEntry extends Entry, Pick<Decision, 'subject' | 'number' | 'value' | 'by' | 'why' | 'until'> {
  readonly kind: 'decision'
  /** What held on the subject before; null: nothing. */
  readonly before: DecisionValue | null
  /** The keys that it names, or that what was withdrawn named. */
  readonly keyIds: readonly string[]
}

export type HistoryEntry = VerdictEntry | DecisionEntry

/** Where an entry stands: two of one history never stand at the same place. */
export type EntryPlace = readonly [at: string, scope: string, kind: EntryKind, name: string, number: number]

export function verdictEntry({ changedAt, ...change }: Change): VerdictEntry {
  return { kind: 'verdict', at: changedAt, ...change }
}

/** Decisions as entries; each knows what held before it. `decisions` come in any order. */
export function decisionEntries(decisions: Iterable<Decision>): readonly DecisionEntry[] {
  const ordered = [...decisions].sort((a, b) => a.number - b.number)
  const last = new Map<string, DecisionValue | null>()
  return ordered.map(({ accountId, region, subject, number, value, by, at, why, until }) => {
    const name = JSON.stringify([accountId, region, subject])
    const before = last.get(name) ?? null
    last.set(name, value)
    const keyIds = keyIdsOf(value ?? before)
    return { kind: 'decision', at, accountId, region, subject, number, value, before, keyIds, by, why, until }
  })
}

/** The keys that an entry is about. */
export function keysOfEntry(entry: HistoryEntry): readonly string[] {
  return entry.kind === 'verdict' ? [entry.keyId] : entry.keyIds
}

export function placeOf(entry: HistoryEntry): EntryPlace {
  const scope = scopeId(entry)
  return entry.kind === 'verdict'
    ? [entry.at, scope, entry.kind, entry.keyId, 0]
    : [entry.at, scope, entry.kind, entry.subject, entry.number]
}

/** The order of a history: newest first; what has one moment by account and region, verdicts last, then by name. */
export function comparePlaces(a: EntryPlace, b: EntryPlace): number {
  return (
    compareTexts(b[0], a[0]) ||
    compareTexts(a[1], b[1]) ||
    compareTexts(a[2], b[2]) ||
    compareTexts(a[3], b[3]) ||
    b[4] - a[4]
  )
}
