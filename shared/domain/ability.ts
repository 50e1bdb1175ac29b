import type { Ability } from './decisions/statements.ts'
import type { KeySnapshot } from './key.ts'
import { normalForm } from './normal-form.ts'
import { isDeciding } from './operations.ts'
import { parseInstant } from './time.ts'
import type { UsageRow } from './usage.ts'

/** False for a key that is said to sign only: whatever is not may encrypt. */
export function mayEncrypt({ keyUsage }: Pick<KeySnapshot['facts'], 'keyUsage'>): boolean {
  return normalForm(keyUsage ?? '') !== 'sign/verify'
}

/** How many of the calls of a row can have used a key, by its age and usage; none with a key that nobody has seen in the scope. */
export function abilityOf(
  key: Pick<KeySnapshot, 'facts'> | undefined,
  { operation, firstAt, lastAt }: Pick<UsageRow, 'operation' | 'firstAt' | 'lastAt'>,
): Ability {
  if (!key || (isDeciding(operation) && !mayEncrypt(key.facts))) return 'none'
  const created = parseInstant(key.facts.createdAt)
  if (created === undefined || created <= Date.parse(firstAt)) return 'all'
  return created < Date.parse(lastAt) ? 'some' : 'none'
}
