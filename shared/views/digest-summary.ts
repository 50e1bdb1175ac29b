import type { Digest, DigestKey } from '../digest/model.ts'
import type { Line, Span } from '../document/document.ts'
import { moveNeedsAttention } from '../domain/after-move/after-move.ts'
import type { Language } from '../domain/language.ts'
import { messagesFor } from '../text/digest-messages.ts'
import { grouped } from '../text/numbers.ts'
import { shortened } from '../text/shorten.ts'

/** Owners that the first lines name; they tell how many more there are. */
const OWNERS_NAMED = 5
/** Characters of each: the first lines are never cut, and escaping may make eight of one. */
const OWNER_LENGTH = 32

/** The first screen of a phone: what changed, and who has to act. Nothing of that which is nothing. */
export function summaryLines(digest: Digest, language: Language): Line[] {
  return [...changedLine(digest, language), ...needsLine(digest, language)]
}

/** Keys that do not get any further unless somebody does something, and those that have moved and are not done. */
function attentionSummary({
  blocked,
  supportRequired,
  actionRequired,
  unknown,
  moves,
}: Digest): Pick<DigestKey, 'owner'>[] {
  return [...blocked, ...supportRequired, ...actionRequired, ...unknown, ...moves.listed.filter(moveNeedsAttention)]
}

function changedLine({ changes, period }: Digest, language: Language): Line[] {
  const messages = messagesFor(language)
  const parts = messages.changeCounts.flatMap(([name, tell]) => {
    const count = changes[name].length
    return count === 0 ? [] : [tell(grouped(count))]
  })
  return parts.length === 0 ? [] : [[`${messages.changed[period]}${parts.join(messages.comma)}`]]
}

/** `41 keys need attention: payments 12, mobile 9, 3 more owners, no owner named 14`. */
function needsLine(digest: Digest, language: Language): Line[] {
  const messages = messagesFor(language)
  const keys = attentionSummary(digest)
  if (keys.length === 0) return []
  const owners = new Map<string, number>()
  let ownerless = 0
  for (const { owner } of keys) {
    if (owner === undefined) ownerless += 1
    else owners.set(owner, (owners.get(owner) ?? 0) + 1)
  }
  const sorted = [...owners].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  const named = sorted.slice(0, OWNERS_NAMED).map(([owner, count]): Line => {
    return [{ text: shortened(owner, OWNER_LENGTH) }, ` ${grouped(count)}`]
  })
  const more = sorted.length - named.length
  const parts: Line[] = [
    ...named,
    ...(more > 0 ? [[messages.moreOwners(more)]] : []),
    ...(owners.size > 0 && ownerless > 0 ? [[`${messages.noOwner} ${grouped(ownerless)}`]] : []),
  ]
  const listed = parts.flatMap((part, index): readonly Span[] => [
    index === 0 ? messages.colon : messages.comma,
    ...part,
  ])
  return [[messages.needsAttention(keys.length), ...listed]]
}
