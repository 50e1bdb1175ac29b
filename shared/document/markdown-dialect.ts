import { markdownCode, markdownText } from '../text/escape.ts'

/** How one kind of Markdown writes things. Every text that it is given is on one line when it comes back, and nothing of it is active. */
export interface Dialect {
  /** Our words, as a heading of the first or second order. */
  readonly heading: (text: string, order: 1 | 2) => string
  /** Running text with names from the cloud in it. */
  readonly text: (text: string) => string
  /** An id or a name from the cloud. */
  readonly name: (text: string) => string
  /** Our words, strong. */
  readonly strong: (text: string) => string
  /** An address as `webLink` writes it. */
  readonly link: (address: string, label: string) => string
  /** What begins the first line of an item, and its others. */
  readonly bullets: readonly [string, string]
  /** Calls somebody by an id that the channel checked; none where the receiver calls nobody. */
  readonly mention?: (id: string) => string
}

/** CommonMark and GFM; DingTalk draws it too. */
export const COMMONMARK: Dialect = {
  heading: (text, order) => `${'#'.repeat(order)} ${text}`,
  text: markdownText,
  name: markdownCode,
  strong: (text) => `**${text}**`,
  link: (address, label) => `[${label}](${address})`,
  bullets: ['- ', '  - '],
}
