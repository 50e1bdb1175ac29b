import stringWidth from 'string-width'

/** A piece of text that is drawn in one style. The text is escaped; the style adds nothing to its width. */
export interface Ink {
  readonly text: string
  readonly style?: (text: string) => string
}

/** Chinese, Japanese and Korean text breaks anywhere; other words only at spaces, so that an id stays whole for copying. */
const WIDE = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\u3000-\\u303f\\uff00-\\uffef'
const PIECES = new RegExp(`[${WIDE}]|\\s+|[^\\s${WIDE}]+`, 'gu')
const IS_WIDE = new RegExp(`^[${WIDE}]`, 'u')
/** Marks that may not begin a line. */
const CLOSING = /^[,。、;:!?)」』】》〉,.;:!?)\]]/u

/** What is never broken, from one or several inks. */
interface Word {
  drawn: string
  width: number
  readonly afterSpace: boolean
}

/**
 * Lines no wider than `width` columns, where a word that is wider than a whole line is not cut. The first begins with `first`, the
 * others with as many spaces.
 */
export function wrap(inks: readonly Ink[], width: number, first: string): string[] {
  const indent = stringWidth(first)
  const lines: string[] = []
  let line = first
  let used = indent
  for (const word of wordsOf(inks)) {
    const gap = word.afterSpace && used > indent ? 1 : 0
    if (used > indent && used + gap + word.width > width) {
      lines.push(line)
      line = ' '.repeat(indent) + word.drawn
      used = indent + word.width
    } else {
      line += ' '.repeat(gap) + word.drawn
      used += gap + word.width
    }
  }
  return [...lines, line]
}

function wordsOf(inks: readonly Ink[]): Word[] {
  const words: Word[] = []
  let before = ' '
  for (const { text, style } of inks) {
    for (const [piece] of text.matchAll(PIECES)) {
      const afterSpace = before.trim() === ''
      const word = words.at(-1)
      if (piece.trim() !== '') {
        const drawn = style ? style(piece) : piece
        const width = stringWidth(piece)
        if (word && !afterSpace && (CLOSING.test(piece) || !(IS_WIDE.test(piece) || IS_WIDE.test(before)))) {
          word.drawn += drawn
          word.width += width
        } else words.push({ drawn, width, afterSpace })
      }
      before = piece
    }
  }
  return words
}
