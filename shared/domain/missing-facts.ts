import type { FactName, KeyFacts } from './key.ts'

/**
 * Facts that every key of the default KMS instance has and that are not there: one that is missing without a word must not pass for one
 * that is harmless. What a key may lack, such as rotation or a KMS instance, is shown by `unread` alone.
 */
export function missingFacts({ keyState, origin, versions }: KeyFacts): readonly FactName[] {
  const missing: FactName[] = []
  if (keyState === null) missing.push('keyState')
  if (origin === null) missing.push('origin')
  // A key that still waits for its material has no version yet.
  if (versions === null || (versions < 1 && keyState !== 'PendingImport')) missing.push('versions')
  return missing
}
