import type { VerdictCounts } from '../domain/verdict.ts'
import type { Digest } from './digest.ts'
import type { DigestChange } from './digest-changes.ts'
import { evidenceLine } from './evidence-line.ts'
import { type Item, type Line, plain, type Section } from './outline.ts'
import { counts, keyLine, type Naming, wasLine } from './outline-keys.ts'
import { verdictName } from './verdict-style.ts'
import { type Words, wordsIn } from './words.ts'

/** More keys than this seen for the first time are told by number: the first night finds them all. */
const MAX_FIRST_SEEN = 20

/** What changed in the digest's period; one line when nothing did. */
export function outlineChanges({ changes, ready, period }: Digest, naming: Naming): Section[] {
  const words = wordsIn(naming.language)
  const newlyReady =
    changes.newlyReady.length === ready.length && ready.length > 1
      ? text(words.newlyReady, changes.newlyReady, [words.newlyReadyAll(ready.length)])
      : list(words.newlyReady, changes.newlyReady, naming, words)
  const sections: Section[] = [
    list(words.noLongerReady, changes.noLongerReady, naming, words),
    { ...newlyReady, verdict: 'ready' },
    list(words.migrated, changes.migrated, naming, words),
    list(words.gone, changes.gone, naming, words),
    changes.firstSeen.length > MAX_FIRST_SEEN
      ? text(words.firstSeen, changes.firstSeen, counts(countAfter(changes.firstSeen), naming.language))
      : list(words.firstSeen, changes.firstSeen, naming, words),
    list(words.otherChanges, changes.other, naming, words),
  ]
  const told = sections.filter(({ count }) => count !== 0)
  return told.length > 0 ? told : [{ title: words.noChanges[period], items: [] }]
}

function list(title: string, changes: readonly DigestChange[], naming: Naming, words: Words): Section {
  return { title, count: changes.length, items: itemsOf(changes, naming, words) }
}

function text(title: string, changes: readonly DigestChange[], line: Line): Section {
  return { title, count: changes.length, items: [plain(...line)], whole: true }
}

/** Changes for the same reason are told together. */
function itemsOf(changes: readonly DigestChange[], naming: Naming, words: Words): Item[] {
  const items = new Map<string, Item>()
  for (const { heads, about } of changes.map((change) => changeItem(change, naming, words))) {
    const reason = JSON.stringify(about.length > 0 ? about : heads)
    items.set(reason, { heads: [...(items.get(reason)?.heads ?? []), ...heads], about })
  }
  return [...items.values()]
}

function changeItem(change: DigestChange, naming: Naming, words: Words): Item {
  const { language } = naming
  const was = wasLine(change.before, language)
  const now: Line =
    change.after === null
      ? [words.doesNotExist]
      : [{ verdict: change.after, label: verdictName(change.after, language) }]
  const state: Line = was.length > 0 ? [...now, ' (', ...was, ')'] : now
  // The list of its verdict tells what to do; here only why.
  const why = change.deciding.map((finding) => evidenceLine(finding, naming))
  return { heads: [[...keyLine(change, naming), words.colon, ...state]], about: why }
}

function countAfter(changes: readonly DigestChange[]): VerdictCounts {
  const sums: { -readonly [verdict in keyof VerdictCounts]: VerdictCounts[verdict] } = {}
  for (const { after } of changes) if (after !== null) sums[after] = (sums[after] ?? 0) + 1
  return sums
}
