import { normalForm } from './normal-form.ts'

/** More slips than this are another word. */
const MAX_EDITS = 3
/** A text that is longer than any name is no misspelt one. */
const LONGEST = 80

/**
 * The known name that was probably meant, if one is near: with other letter case, begun and not ended, or mistyped by few letters for its
 * length. Undefined rather than a name that has little to do with it.
 */
export function nearest(name: string, known: readonly string[], most = MAX_EDITS): string | undefined {
  const wanted = normalForm(name)
  if (wanted === '' || wanted.length > LONGEST) return undefined
  const ranked = known
    .map((each) => ({ each, length: each.length, edits: editsBetween(wanted, normalForm(each)) }))
    .filter(({ edits, length }) => edits <= Math.min(most, editsOfA(Math.min(length, wanted.length))))
    .sort((a, b) => a.edits - b.edits)
  const [best] = ranked
  if (best) return best.each
  const begun = wanted.length < 3 ? [] : known.filter((each) => normalForm(each).startsWith(wanted))
  return begun.length === 1 ? begun[0] : undefined
}

/** ` Did you mean ready?`, or nothing. */
export function didYouMean(name: string, known: readonly string[]): string {
  const near = nearest(name, known)
  return near === undefined ? '' : ` Did you mean ${near}?`
}

/** How many slips of the fingers a word of this length may have and still be that word. */
function editsOfA(length: number): number {
  if (length < 3) return 0
  if (length < 6) return 1
  return length < 10 ? 2 : MAX_EDITS
}

/** Insertions, deletions, replacements and exchanges of neighbours that make one text the other (optimal string alignment). */
export function editsBetween(from: string, to: string): number {
  let before: number[] = []
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 0; i < from.length; i += 1) {
    const next = [i + 1]
    for (let j = 0; j < to.length; j += 1) {
      const replaced = (row[j] ?? 0) + (from[i] === to[j] ? 0 : 1)
      const exchanged =
        i > 0 && j > 0 && from[i] === to[j - 1] && from[i - 1] === to[j]
          ? (before[j - 1] ?? 0) + 1
          : Number.POSITIVE_INFINITY
      next.push(Math.min(replaced, exchanged, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    before = row
    row = next
  }
  return row.at(-1) ?? 0
}
