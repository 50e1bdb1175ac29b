import type { Digest, DigestChange } from '../digest/model.ts'
import { type Item, type Line, plain, type Section } from '../document/document.ts'
import { textIn } from '../domain/messages/text-in.ts'
import type { VerdictCounts } from '../domain/verdict.ts'
import { messagesFor } from '../text/digest-messages.ts'
import type { Messages } from '../text/digest-messages-type.ts'
import { followUpMessagesFor } from '../text/follow-up-messages.ts'
import { verdictName } from '../text/verdict-style.ts'
import { evidenceLine } from './evidence-line.ts'
import { stepLines } from './group-keys.ts'
import { counts, keyLine, type Naming, wasLine } from './key-line.ts'
import { readyLines } from './ready-keys.ts'

/** More keys than this seen for the first time are shown by number: the first night finds them all. */
const MAX_FIRST_SEEN = 20

/** The keys that are no longer ready: their owners may have planned with them. */
export function noLongerReadySections({ changes }: Digest, naming: Naming): Section[] {
  const messages = messagesFor(naming.language)
  const lost = changes.noLongerReady
  if (lost.length === 0) return []
  const { items, ...section } = list(messages.noLongerReady, lost, naming, messages)
  const { leftPlan } = followUpMessagesFor(naming.language)
  return [
    { ...section, items: items.map((item) => ({ ...item, details: [...item.details, [leftPlan]] })), urgent: true },
  ]
}

/** What else changed in the digest's period; one line when nothing at all did. */
export function changeSections({ changes, ready, period }: Digest, naming: Naming): Section[] {
  const messages = messagesFor(naming.language)
  const newlyReady =
    changes.newlyReady.length === ready.length && ready.length > 1
      ? text(messages.newlyReady, changes.newlyReady, [messages.newlyReadyAll(ready.length)])
      : list(messages.newlyReady, changes.newlyReady, naming, messages)
  const sections: Section[] = [
    { ...newlyReady, verdict: 'ready' },
    list(messages.migrated, changes.migrated, naming, messages),
    list(messages.gone, changes.gone, naming, messages),
    changes.firstSeen.length > MAX_FIRST_SEEN
      ? text(messages.firstSeen, changes.firstSeen, counts(countAfter(changes.firstSeen), naming.language))
      : list(messages.firstSeen, changes.firstSeen, naming, messages),
    list(messages.otherChanges, changes.other, naming, messages),
  ]
  const told = sections.filter(({ count }) => count !== 0)
  return told.length > 0 || changes.noLongerReady.length > 0 ? told : [{ title: messages.noChanges[period], items: [] }]
}

function list(title: string, changes: readonly DigestChange[], naming: Naming, messages: Messages): Section {
  return { title, count: changes.length, items: itemsOf(changes, naming, messages) }
}

function text(title: string, changes: readonly DigestChange[], line: Line): Section {
  return { title, count: changes.length, items: [plain(...line)], keepTogether: true }
}

/** Changes for the same reason are grouped. */
function itemsOf(changes: readonly DigestChange[], naming: Naming, messages: Messages): Item[] {
  const items = new Map<string, Item>()
  for (const { subjects, details } of changes.map((change) => changeItem(change, naming, messages))) {
    const reason = JSON.stringify(details.length > 0 ? details : subjects)
    items.set(reason, { subjects: [...(items.get(reason)?.subjects ?? []), ...subjects], details })
  }
  return [...items.values()]
}

function changeItem(change: DigestChange, naming: Naming, messages: Messages): Item {
  const { language } = naming
  const was = wasLine(change.before, language)
  const now: Line =
    change.after === null
      ? [messages.doesNotExist]
      : [{ verdict: change.after, label: verdictName(change.after, language) }]
  const [open, close] = messages.brackets
  const state: Line = was.length > 0 ? [...now, open, ...was, close] : now
  return {
    subjects: [[...keyLine(change, naming), messages.colon, ...state]],
    details: reasonLines(change, naming, messages),
  }
}

/** Why, and what to do. */
function reasonLines(change: DigestChange, naming: Naming, messages: Messages): Line[] {
  const { after, deciding, why } = change
  if (after === null) return [[messages.goneReason], [`${messages.toDo}${messages.colon}${messages.goneToDo}`]]
  if (after === 'ready') return readyLines(change, naming.language)
  const found = deciding.map((finding) => evidenceLine(finding, naming))
  const reasons =
    found.length > 0 || why.length === 0
      ? found
      : [[{ text: why.map((each) => textIn(each, naming.language)).join(messages.listComma) }]]
  return [...reasons, ...stepLines({ verdict: after, deciding }, naming)]
}

function countAfter(changes: readonly DigestChange[]): VerdictCounts {
  const sums: { -readonly [verdict in keyof VerdictCounts]: VerdictCounts[verdict] } = {}
  for (const { after } of changes) if (after !== null) sums[after] = (sums[after] ?? 0) + 1
  return sums
}
