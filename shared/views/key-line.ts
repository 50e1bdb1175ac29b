import type { Digest, DigestKey } from '../digest/model.ts'
import { join, type Line } from '../document/document.ts'
import type { Language } from '../domain/language.ts'
import { VERDICTS, type VerdictCounts } from '../domain/verdict.ts'
import type { Reader } from '../text/dates.ts'
import { messagesFor } from '../text/digest-messages.ts'
import { grouped } from '../text/numbers.ts'
import { OWNER_LENGTH, shortened } from '../text/shorten.ts'
import { shortSteps } from '../text/step-messages.ts'
import { verdictName } from '../text/verdict-style.ts'

/** How keys are named in one digest, and by whom they are read. */
export interface Naming extends Reader {
  /** Left out while there is only one account. */
  readonly withAccount: boolean
}

/** How the keys of a digest are named for a reader. */
export function namingOf({ day, totals }: Digest, language: Language, timezone: string): Naming {
  const accounts = new Set(totals.byScope.map(({ accountId }) => accountId))
  return { language, timezone, today: day, withAccount: accounts.size > 1 }
}

/** `alias/pay key-hzz… · cn-hangzhou · 1234567890 · owner payments`: first what people know a key by. */
export function keyLine(
  key: Pick<DigestKey, 'accountId' | 'region' | 'keyId' | 'aliases' | 'owner'>,
  { language, withAccount }: Naming,
): Line {
  const messages = messagesFor(language)
  return [
    ...join(
      [...key.aliases, key.keyId].map((name) => [{ name }]),
      ' ',
    ),
    ' · ',
    { name: key.region },
    ...(withAccount ? [' · ', { name: key.accountId }] : []),
    ...(key.owner === undefined ? [] : [` · ${messages.owner} `, { text: shortened(key.owner, OWNER_LENGTH) }]),
  ]
}

/** What is to be known of a key's steps, in a few words each, behind its line: ` · Terraform: ignore_changes first`. */
export function shortStepSpans({ steps = [] }: Pick<DigestKey, 'steps'>, { language }: Naming): Line {
  return shortSteps(steps, language).map((text) => ` · ${text}`)
}

/** `was ready`. */
export function wasLine(before: DigestKey['verdict'] | null, language: Language): Line {
  if (before === null) return []
  return [messagesFor(language).was, { verdict: before, label: verdictName(before, language) }]
}

/** `3 blocked, 20 ready`, in the order of verdicts. */
export function counts(byVerdict: VerdictCounts, language: Language): Line {
  const parts = VERDICTS.flatMap((verdict): Line[] => {
    const count = byVerdict[verdict] ?? 0
    return count === 0 ? [] : [[`${grouped(count)} `, { verdict, label: verdictName(verdict, language) }]]
  })
  return parts.length === 0 ? [messagesFor(language).none] : join(parts, messagesFor(language).comma)
}
