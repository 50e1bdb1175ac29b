import { groupBy } from '../shared/domain/group-by.ts'
import { inEnglish } from '../shared/domain/messages/text-in.ts'
import type { Diagnostic } from '../shared/domain/readiness.ts'
import { visible } from '../shared/text/escape.ts'
import { firstFew } from '../shared/text/first-few.ts'

/** Accounts and regions of one failure that are named. */
const NAMED = 5

/** Accounts and regions of which a run could judge nothing, for one reason. */
export interface Unjudged {
  readonly places: string
  readonly why: string
  /** Empty where nothing can be done. */
  readonly advice: string
}

/** The same failure of many accounts and regions stands once. */
export function unjudgedOf(diagnostics: readonly Diagnostic[]): readonly Unjudged[] {
  const fatal = diagnostics.filter((each) => each.fatal)
  return [...groupBy(fatal, ({ message }) => inEnglish(message))].map(([why, group]) => {
    const places = group.map(({ accountId, region }) =>
      visible(region === undefined ? accountId : `${accountId} ${region}`),
    )
    return { places: firstFew(places, NAMED), why: visible(why), advice: inEnglish(group[0]?.advice ?? '') }
  })
}
