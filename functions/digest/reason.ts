import { StoreError } from '../../shared/store/errors.ts'

/** Why something failed that has no error of its own. Errors of unknown origin may hold anything, an address too: only their kind is reported. */
export function reasonOf(error: unknown): string {
  if (error instanceof StoreError) return error.message
  return `${error instanceof Error ? error.name : 'An error'} that should not happen: report it.`
}
