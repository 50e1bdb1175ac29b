import type { Digest } from '../digest/model.ts'
import type { Language } from '../domain/language.ts'
import { messagesFor } from '../text/digest-messages.ts'
import { followUpMessagesFor } from '../text/follow-up-messages.ts'

/** How a day went, for people who see a colour before they read: `bad` something is no longer ready, or has to be stopped, `unsure` the night is not over as it should be. */
export type DigestSeverity = 'bad' | 'unsure' | 'good' | 'quiet'

export function severityOf({ changes, night, diagnostics, spoiledBatches }: Digest): DigestSeverity {
  if (spoiledBatches.length > 0 || changes.noLongerReady.length > 0) return 'bad'
  if (night.state !== 'done' || diagnostics.some(({ fatal }) => fatal)) return 'unsure'
  return changes.newlyReady.length > 0 || changes.migrated.length > 0 ? 'good' : 'quiet'
}

/** The title, whose keys it tells of, and the days that it covers. */
export function titleOf({ day, period, since, owner, account }: Digest, language: Language): string {
  const messages = messagesFor(language)
  const days = { day, week: messages.weekTo(day), longer: messages.daysTo(since, day) }
  return [messages.title, ...[owner, account].filter((each) => each !== undefined), days[period]].join(' · ')
}

/** One line: the title, and what changed in short. Holds no text from the cloud; the owner is as the operator configured him. */
export function headline(digest: Digest, language: Language): string {
  const { period, changes, night, spoiledBatches } = digest
  const messages = messagesFor(language)
  const told = [
    [messages.noLongerReady, changes.noLongerReady],
    [messages.newlyReady, changes.newlyReady],
    [messages.migrated, changes.migrated],
    [messages.gone, changes.gone],
    [messages.firstSeen, changes.firstSeen],
    [messages.otherChanges, changes.other],
  ] as const
  const stop = spoiledBatches.length === 0 ? [] : [followUpMessagesFor(language).spoiledBatches]
  const parts = told.flatMap(([word, keys]) => (keys.length === 0 ? [] : [`${word}${messages.colon}${keys.length}`]))
  const state = night.state === 'done' ? [] : [messages.nightInShort[night.state]]
  const changed = parts.length > 0 ? parts : [messages.noChanges[period].replace(/[.。]$/, '')]
  return [titleOf(digest, language), ...stop, ...state, ...changed].join(' · ')
}
