/** What a process has left to do before it is killed, in calls to anything outside of it. */
export class Life {
  readonly #end = new AbortController()
  #left: number
  calls = 0

  /** Without an end unless given. */
  constructor(calls = Number.POSITIVE_INFINITY) {
    this.#left = calls
  }

  get isOver(): boolean {
    return this.#end.signal.aborted
  }

  /** Aborts with the end. */
  get signal(): AbortSignal {
    return this.#end.signal
  }

  check(): void {
    if (this.isOver) throw new Error('the process was killed')
  }

  /** One call was made: the last one is done, and its answer reaches nobody. */
  spend(): void {
    this.calls += 1
    this.#left -= 1
    if (this.#left === 0) this.#end.abort(new Error('the process was killed'))
    this.check()
  }
}

/** What a process has left until its deadline, in calls: nothing ends by itself then. */
export class Time {
  readonly #up = new AbortController()
  #left: number

  constructor(calls = Number.POSITIVE_INFINITY) {
    this.#left = calls
  }

  get signal(): AbortSignal {
    return this.#up.signal
  }

  check(): void {}

  spend(): void {
    this.#left -= 1
    if (this.#left === 0) this.#up.abort(new Error('the time is up'))
  }
}

/** The same thing for a process that may be killed: afterwards none of its calls does anything, and that of its last breath has no answer. */
export function mortal<T extends object>(thing: T, life: Pick<Life, 'check' | 'spend'>): T {
  return new Proxy(thing, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return typeof value === 'object' && value !== null ? mortal(value, life) : value
      return (...args: unknown[]): unknown => {
        life.check()
        const result: unknown = Reflect.apply(value, target, args)
        if (result instanceof Promise) {
          return result.then((answer: unknown) => {
            life.spend()
            return answer
          })
        }
        return typeof result === 'object' && result !== null && !(Symbol.asyncIterator in result)
          ? mortal(result, life)
          : result
      }
    },
  })
}
