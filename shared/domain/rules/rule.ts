import type { Language } from '../language.ts'
import type { FindingData } from '../readiness.ts'
import type { RuleContext } from '../rule-context.ts'
import type { EventRef } from '../usage.ts'
import type { Effect } from '../verdict.ts'
import type { Need } from './needs.ts'
import type { RuleId } from './rule-id.ts'

/** A rule that applies: the values its texts are made of, and its proof. */
export interface RuleMatch {
  readonly data: FindingData
  /** The deciding events, newest first, at most 10. */
  readonly events?: readonly EventRef[]
  /** Where the effect depends on what was found, and not on the pack. */
  readonly effect?: Effect
  /** The vendor's page where it depends on what was found. */
  readonly source?: string
}

/** What a rule says in one language. */
export interface RuleTexts {
  /** The rule in a few words. */
  readonly title: string
  /** What was found. */
  message(data: FindingData): string
  /** What to do about it; empty where nothing needs doing. */
  action(data: FindingData): string
}

/** One condition of the vendor's page as a pure function of facts to a finding. */
export interface Rule {
  /** Stable: rows, digests and people refer to it. */
  readonly id: RuleId
  /** `key`: judges any key. `candidate`: is only asked of keys that may have to move. */
  readonly appliesTo: 'key' | 'candidate'
  /** True: what it says to do stands beside `migrated`, too. */
  readonly actsAfterMove?: true
  /** Without these its silence says nothing. Empty: it can always be judged. */
  readonly needs: readonly Need[]
  readonly texts: Readonly<Record<Language, RuleTexts>>
  check(context: RuleContext): RuleMatch | undefined
}
