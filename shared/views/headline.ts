import type { Digest } from '../digest/model.ts'
import type { Language } from '../domain/language.ts'
import { wordsIn } from '../text/digest-messages.ts'

/** How a day went, for people who see a colour before they read: `bad` something is no longer ready, `unsure` the night is not over as it should be. */
export type Mood = 'bad' | 'unsure' | 'good' | 'quiet'

export function moodOf({ changes, night, diagnostics }: Digest): Mood {
  if (changes.noLongerReady.length > 0) return 'bad'
  if (night.state !== 'done' || diagnostics.some(({ fatal }) => fatal)) return 'unsure'
  return changes.newlyReady.length > 0 || changes.migrated.length > 0 ? 'good' : 'quiet'
}

/** The title, and what days are told of. */
export function titleOf({ day, period, since }: Digest, language: Language): string {
  const words = wordsIn(language)
  const days = { day, week: words.weekTo(day), longer: words.daysTo(since, day) }
  return `${words.title} · ${days[period]}`
}

/** One line: the title, and what changed in short. Holds no text from the cloud. */
export function headline(digest: Digest, language: Language): string {
  const { period, changes, night } = digest
  const words = wordsIn(language)
  const told = [
    [words.noLongerReady, changes.noLongerReady],
    [words.newlyReady, changes.newlyReady],
    [words.migrated, changes.migrated],
    [words.gone, changes.gone],
    [words.firstSeen, changes.firstSeen],
    [words.otherChanges, changes.other],
  ] as const
  const parts = told.flatMap(([word, keys]) => (keys.length === 0 ? [] : [`${word}: ${keys.length}`]))
  const state = night.state === 'done' ? [] : [words.nightInShort[night.state]]
  const changed = parts.length > 0 ? parts : [words.noChanges[period].replace(/[.。]$/, '')]
  return [titleOf(digest, language), ...state, ...changed].join(' · ')
}
