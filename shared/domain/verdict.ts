/** The outcome of all findings of a key, worst first; the last two are for keys that need no migration. */
export const VERDICTS = [
  'blocked',
  'support-required',
  'unknown',
  'action-required',
  'ready',
  'not-required',
  'migrated',
] as const
export type Verdict = (typeof VERDICTS)[number]

/** How many keys have each; verdicts that none has are left out. */
export type VerdictCounts = Readonly<Partial<Record<Verdict, number>>>

/** What a finding does to the verdict: names one, or is only worth knowing. */
export type Effect = Verdict | 'note'

/** True for the effects of scope rules: the key is out of the question, and nothing else that is found on it counts. */
export function decidesAlone(effect: Effect): effect is 'not-required' | 'migrated' {
  return effect === 'not-required' || effect === 'migrated'
}

/** Sorts effects worst first, notes last. */
export function compareEffects(a: Effect, b: Effect): number {
  return rank(a) - rank(b)
}

function rank(effect: Effect): number {
  return effect === 'note' ? VERDICTS.length : VERDICTS.indexOf(effect)
}
