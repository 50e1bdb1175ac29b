import { StaleLeaseError, StoreBusyError } from '../../shared/store/errors.ts'

/**
 * Throws on what is not of one scope: a run that is stopped, a store that is busy, a lease that another run has. Anything else, an entry
 * that somebody has corrupted above all, must cost its scope and no other.
 */
export function rethrowIfFatal(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted || error instanceof StoreBusyError || error instanceof StaleLeaseError) throw error
  return error
}
