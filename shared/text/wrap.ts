import stringWidth from 'string-width'

/** A piece of text that is drawn in one style. The text is escaped; the style adds nothing to its width. */
export interface Ink {
  readonly text: string
  readonly style?: (text: string) => string
}

/**
 * Chinese, Japanese and Korean text breaks anywhere; other words only at plain spaces, so that an id stays whole for copying and what else
 * looks like a space stays what it is.
 */
const WIDE = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\u3000-\\u303f\\uff00-\\uffef'
const PIECES = new RegExp(`[${WIDE}]| +|[^ ${WIDE}]+`, 'gu')
const IS_WIDE = new RegExp(`^[${WIDE}]`, 'u')
/** Marks that may not begin a line. */
const CLOSING = /^[,。、;:!?)」』】》〉,.;:!?)\]]/u

/** What is never broken, from one or several inks. */
interface Word {
  drawn: string
  width: number
  /** The spaces before it, which a line break takes the place of. */
  readonly spaces: string
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
    const { spaces } = word
    if (used > indent && used + spaces.length + word.width > width) {
      lines.push(line)
      line = ' '.repeat(indent) + word.drawn
      used = indent + word.width
    } else {
      line += spaces + word.drawn
      used += spaces.length + word.width
    }
  }
  return [...lines, line]
}

function wordsOf(inks: readonly Ink[]): Word[] {
  const words: Word[] = []
  let spaces = ''
  let before = ''
  for (const { text, style } of inks) {
    for (const [piece] of text.matchAll(PIECES)) {
      if (piece.startsWith(' ')) {
        spaces += piece
        continue
      }
      const drawn = style ? style(piece) : piece
      const width = stringWidth(piece)
      const word = words.at(-1)
      if (word && spaces === '' && (CLOSING.test(piece) || !(IS_WIDE.test(piece) || IS_WIDE.test(before)))) {
        word.drawn += drawn
        word.width += width
      } else words.push({ drawn, width, spaces })
      spaces = ''
      before = piece
    }
  }
  return words
}
