import type { Digest } from '../digest/model.ts'
import { toMarkdown } from '../document/markdown.ts'
import { toTerminal } from '../document/terminal.ts'
import type { Language } from '../domain/language.ts'
import { paint } from '../text/verdict-style.ts'
import { digestDocument } from './digest.ts'

/** A digest as Markdown, for chats, mail and tickets. Ends with a line break. */
export function renderMarkdown(
  digest: Digest,
  options: { readonly language: Language; readonly timezone: string },
): string {
  return toMarkdown(digestDocument(digest, options.language, options.timezone))
}

export interface TerminalOptions {
  /** Columns; lines are broken to fit. Without it they are as long as they are. */
  readonly width?: number
  readonly colour: boolean
  readonly language: Language
  readonly timezone: string
}

/** A digest for a terminal. Ends with a line break. */
export function renderTerminal(digest: Digest, { width, colour, language, timezone }: TerminalOptions): string {
  return toTerminal(digestDocument(digest, language, timezone), width, paint(colour))
}
