type Ending = () => unknown

const endings: Ending[] = []

/**
 * Runs `ending` after the last test of the file that runs now: what was opened for one test of several that run side by side, where
 * nobody knows which of them it belongs to, and what a module opens that files of one process share.
 */
export function atFileEnd(ending: Ending): void {
  endings.push(ending)
}

/** Runs all of them, the last first. Throws what one of them throws, when all have run. */
export async function endFile(): Promise<void> {
  const failures: unknown[] = []
  for (const ending of endings.splice(0).reverse()) {
    try {
      await ending()
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `at the end of the file: ${failures.join(', ')}`)
}
