import type { Digest, DigestChange } from '../digest/model.ts'
import { type Item, type Line, plain, type Section } from '../document/document.ts'
import type { VerdictCounts } from '../domain/verdict.ts'
import { wordsIn } from '../text/digest-messages.ts'
import type { Words } from '../text/digest-messages-type.ts'
import { verdictName } from '../text/verdict-style.ts'
import { evidenceLine } from './evidence-line.ts'
import { stepLines } from './group-keys.ts'
import { counts, keyLine, type Naming, wasLine } from './key-line.ts'
import { readyLines } from './ready-keys.ts'

/** More keys than this seen for the first time are told by number: the first night finds them all. */
const MAX_FIRST_SEEN = 20

/** The keys that are no longer ready: their owners may have planned with them. */
export function outlineNoLongerReady({ changes }: Digest, naming: Naming): Section[] {
  const words = wordsIn(naming.language)
  const lost = changes.noLongerReady
  return lost.length === 0 ? [] : [{ ...list(words.noLongerReady, lost, naming, words), urgent: true }]
}

/** What else changed in the digest's period; one line when nothing at all did. */
export function outlineChanges({ changes, ready, period }: Digest, naming: Naming): Section[] {
  const words = wordsIn(naming.language)
  const newlyReady =
    changes.newlyReady.length === ready.length && ready.length > 1
      ? text(words.newlyReady, changes.newlyReady, [words.newlyReadyAll(ready.length)])
      : list(words.newlyReady, changes.newlyReady, naming, words)
  const sections: Section[] = [
    { ...newlyReady, verdict: 'ready' },
    list(words.migrated, changes.migrated, naming, words),
    list(words.gone, changes.gone, naming, words),
    changes.firstSeen.length > MAX_FIRST_SEEN
      ? text(words.firstSeen, changes.firstSeen, counts(countAfter(changes.firstSeen), naming.language))
      : list(words.firstSeen, changes.firstSeen, naming, words),
    list(words.otherChanges, changes.other, naming, words),
  ]
  const told = sections.filter(({ count }) => count !== 0)
  return told.length > 0 || changes.noLongerReady.length > 0 ? told : [{ title: words.noChanges[period], items: [] }]
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
  return { heads: [[...keyLine(change, naming), words.colon, ...state]], about: reasonLines(change, naming, words) }
}

/** Why, and what to do. */
function reasonLines(change: DigestChange, naming: Naming, words: Words): Line[] {
  const { after, deciding, why } = change
  if (after === null) return [[words.goneReason], [`${words.toDo}${words.colon}${words.goneToDo}`]]
  if (after === 'ready') return readyLines(change, naming.language)
  const found = deciding.map((finding) => evidenceLine(finding, naming))
  const reasons = found.length > 0 || why.length === 0 ? found : [[{ text: why.join(words.listComma) }]]
  return [...reasons, ...stepLines({ verdict: after, deciding }, naming)]
}

function countAfter(changes: readonly DigestChange[]): VerdictCounts {
  const sums: { -readonly [verdict in keyof VerdictCounts]: VerdictCounts[verdict] } = {}
  for (const { after } of changes) if (after !== null) sums[after] = (sums[after] ?? 0) + 1
  return sums
}
