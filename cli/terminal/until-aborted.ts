/** Resolves when the program shall stop. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** The same, one by one, until the program shall stop: then it throws why. */
export async function* untilStopped<T>(all: AsyncIterable<T> | Iterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  for await (const each of all) {
    signal.throwIfAborted()
    yield each
  }
}
