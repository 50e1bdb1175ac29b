import type { Digest } from '../digest/model.ts'
import { markOutline } from '../document/markdown.ts'
import { drawOutline } from '../document/terminal.ts'
import type { Language } from '../domain/language.ts'
import { paint } from '../text/verdict-style.ts'
import { outlineDigest } from './digest.ts'

/** A digest as Markdown, for chats, mail and tickets. Ends with a line break. */
export function renderMarkdown(
  digest: Digest,
  options: { readonly language: Language; readonly timezone: string },
): string {
  return markOutline(outlineDigest(digest, options.language, options.timezone))
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
  return drawOutline(outlineDigest(digest, language, timezone), width, paint(colour))
}
