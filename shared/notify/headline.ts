import type { Language } from '../domain/verdict.ts'
import type { Digest } from './digest.ts'
import { wordsIn } from './words.ts'

/** How a day went, for people who see a colour before they read: `bad` something is no longer ready, `unsure` the night is not over as it should be. */
export type Mood = 'bad' | 'unsure' | 'good' | 'quiet'

export function moodOf({ changes, night, diagnostics }: Digest): Mood {
  if (changes.noLongerReady.length > 0) return 'bad'
  if (night.state !== 'done' || diagnostics.some(({ fatal }) => fatal)) return 'unsure'
  return changes.newlyReady.length > 0 || changes.migrated.length > 0 ? 'good' : 'quiet'
}

/** One line: the title, the day, and what changed in short. Holds no text from the cloud. */
export function headline({ day, period, changes, night }: Digest, language: Language): string {
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
  return [words.title, day, ...state, ...changed].join(' · ')
}
