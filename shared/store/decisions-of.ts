import type { Decision } from '../domain/decisions/decision.ts'
import type { Store } from './store.ts'

/** All that people decided, of every scope or of one: it is little. */
export async function decisionsOf(
  { decisions }: Pick<Store, 'decisions'>,
  scope?: string,
): Promise<readonly Decision[]> {
  const found: Decision[] = []
  for await (const decision of decisions.list(scope)) found.push(decision)
  return found
}
