import stringWidth from 'string-width'
import { wrap } from '../text/wrap.ts'

const CUT = '…'
/** A cell that is wrapped takes no more lines of the terminal: the rest is cut. */
const MAX_LINES = 6

/** The beginning of a text and a sign that there is more. */
export function cut(text: string, width: number): string {
  return stringWidth(text) <= width ? text : beginning([...text], width - 1).join('') + CUT
}

/** Both ends of a text and a sign that there is more between them. */
export function cutMiddle(text: string, width: number): string {
  if (stringWidth(text) <= width) return text
  const end = Math.floor((width - 1) / 2)
  const tail = beginning([...text].reverse(), end).reverse()
  return [...beginning([...text], width - 1 - end), CUT, ...tail].join('')
}

/** A text in lines no wider than this; a word that is wider is broken, and what takes too many lines is cut. */
export function wrapCell(text: string, width: number): readonly string[] {
  if (stringWidth(text) <= width) return [text]
  const lines = wrap([{ text }], width, '').flatMap((line) => broken(line, width))
  return lines.length <= MAX_LINES
    ? lines
    : [...lines.slice(0, MAX_LINES - 1), cut(lines.slice(MAX_LINES - 1).join(' '), width)]
}

function broken(line: string, width: number): readonly string[] {
  const pieces: string[] = []
  let rest = [...line]
  while (rest.length > 0) {
    const piece = beginning(rest, width)
    // A character that is wider than the column would never fit.
    const taken = Math.max(1, piece.length)
    pieces.push(rest.slice(0, taken).join(''))
    rest = rest.slice(taken)
  }
  return pieces
}

/** As many characters as fit. */
function beginning(characters: readonly string[], width: number): string[] {
  const kept: string[] = []
  let used = 0
  for (const character of characters) {
    used += stringWidth(character)
    if (used > width) break
    kept.push(character)
  }
  return kept
}
