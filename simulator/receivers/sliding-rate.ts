/** Messages of a robot within a time: counts those that are let in. */
export class SlidingRate {
  readonly #sent: number[] = []
  readonly #most: number
  readonly #within: number

  constructor(most: number, within: number) {
    this.#most = most
    this.#within = within
  }

  isFull(now: number): boolean {
    return this.#sent.filter((at) => now - at < this.#within).length >= this.#most
  }

  count(now: number): void {
    this.#sent.push(now)
  }
}
