/** Waits; false when one of the signals cut the wait short. */
export function sleep(milliseconds: number, signals: readonly AbortSignal[]): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (whole: boolean) => {
      clearTimeout(timer)
      for (const signal of signals) signal.removeEventListener('abort', cut)
      resolve(whole)
    }
    const cut = () => done(false)
    const timer = setTimeout(() => done(true), milliseconds)
    for (const signal of signals) signal.addEventListener('abort', cut)
    if (signals.some((signal) => signal.aborted)) cut()
  })
}
