import { createHash } from 'node:crypto'
import { badAnswer } from './check-answer.ts'

/**
 * Pages in a row that may bring no new event and yet have a token. A page may come empty because the service stopped searching before it
 * found anything, so a few must be followed; more than this is a token that leads nowhere, at the cost of ten seconds of the quota.
 */
const MAX_IDLE_PAGES = 20
/** The same, where another stream of the region was led nowhere before: a bad region must cost little. */
const MAX_IDLE_PAGES_AGAIN = 3

/** Codes of answers after which a stream is given up for the run: asked again, it would cost the same again. */
const REPEATED = 'RepeatedNextToken'
const IDLE = 'NoProgress'

export function leadsNowhere({ code }: { readonly code: string }): boolean {
  return code === REPEATED || code === IDLE
}

/** Tells when the tokens of a window do not lead to its end. */
export class PageProgress {
  readonly #tokens = new Set<string>()
  readonly #most: number
  #idle = 0

  /** `again`: another stream of the region was led nowhere before. */
  constructor(again: boolean) {
    this.#most = again ? MAX_IDLE_PAGES_AGAIN : MAX_IDLE_PAGES
  }

  /** A page had this token for the next; `news`: and an event that was not there before. Throws a `CloudError` when it leads nowhere. */
  page(token: string, news: boolean): void {
    const digest = createHash('sha256').update(token).digest('base64')
    if (this.#tokens.has(digest)) throw badAnswer(REPEATED, 'bad-response')
    this.#tokens.add(digest)
    this.#idle = news ? 0 : this.#idle + 1
    if (this.#idle > this.#most) throw badAnswer(IDLE, 'bad-response')
  }
}
