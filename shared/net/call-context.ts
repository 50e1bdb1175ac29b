import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * What a call knows wherever it has come to. Between calls it is switched off: what Node 20 does for it at each promise of the process is a fifth of what
 * reading the tables takes. What outlasts the promise of its call has no context any more.
 */
export class CallContext<T> {
  readonly #storage = new AsyncLocalStorage<T>()
  #calls = 0

  /** Of the call that this is a part of. */
  get current(): T | undefined {
    return this.#storage.getStore()
  }

  async run<R>(value: T, call: () => Promise<R>): Promise<R> {
    this.#calls += 1
    try {
      return await this.#storage.run(value, call)
    } finally {
      this.#calls -= 1
      if (this.#calls === 0) this.#storage.disable()
    }
  }
}
