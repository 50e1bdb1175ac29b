import type { DigestKey } from '../digest/model.ts'
import { type Item, join, type Line } from '../document/document.ts'
import { inReadersTime } from '../text/dates.ts'
import { messagesFor } from '../text/digest-messages.ts'
import { findingText } from '../text/finding-text.ts'
import { evidenceLine } from './evidence-line.ts'
import { keyLine, type Naming } from './key-line.ts'

/** Keys of one owner with the same findings. */
interface Group {
  readonly owner: string | undefined
  readonly subjects: Line[]
  readonly found: readonly Line[]
  readonly steps: readonly Line[]
  /** The same for the same steps; smaller for those that came up first. */
  readonly rank: number
}

/**
 * Keys of one owner with the same findings are grouped: one gap in a region may keep hundreds of them unknown. Keys of one owner that
 * need the same for reasons of their own are grouped too, each with its reason. Owners come in order of their names, and last what
 * has none.
 */
export function groupByReason(keys: readonly DigestKey[], naming: Naming): Item[] {
  const groups = new Map<string, Group>()
  const ranks = new Map<string, number>()
  for (const key of keys) {
    const { owner, staleVerdict } = key
    const found = key.deciding.map((finding) => evidenceLine(finding, naming))
    const steps = stepLines(key, naming)
    const ofSteps = JSON.stringify(steps)
    const rank = ranks.get(ofSteps) ?? ranks.size
    ranks.set(ofSteps, rank)
    const reason = JSON.stringify([owner, staleVerdict, found, rank])
    const group = groups.get(reason) ?? { owner, subjects: [], found, steps, rank }
    groups.set(reason, group)
    group.subjects.push(keyLine(key, naming))
  }
  const sorted = [...groups.values()].sort((a, b) => byOwner(a.owner, b.owner) || a.rank - b.rank)
  const alike = new Map<string, Group[]>()
  for (const group of sorted) {
    const need = JSON.stringify([group.owner, group.rank])
    const others = alike.get(need)
    if (others) others.push(group)
    else alike.set(need, [group])
  }
  return [...alike.values()].flatMap((each) => itemsOf(each, naming))
}

/** Groups that need the same: a key that is alone with its reason is shown with it in one line, where there are others. */
function itemsOf(groups: readonly Group[], naming: Naming): Item[] {
  const alone = groups.filter(({ subjects, found }) => subjects.length === 1 && found.length > 0)
  if (alone.length < 2) return groups.map(({ subjects, found, steps }) => ({ subjects, details: [...found, ...steps] }))
  const messages = messagesFor(naming.language)
  const subjects = alone.map(
    ({ subjects, found }): Line => [...(subjects[0] ?? []), messages.colon, ...join(found, ' ')],
  )
  const others = groups.filter((group) => !alone.includes(group))
  return [...itemsOf(others, naming), { subjects, details: alone[0]?.steps ?? [] }]
}

function byOwner(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0
  if (a === undefined || b === undefined) return a === undefined ? 1 : -1
  return a < b ? -1 : 1
}

/** What there is to do about a key, a line each: that it is nothing, too. */
export function stepLines({ verdict, deciding }: Pick<DigestKey, 'verdict' | 'deciding'>, naming: Naming): Line[] {
  const { language } = naming
  const messages = messagesFor(language)
  const steps = new Set(deciding.map((finding) => firstSentence(findingText(finding, language).action)))
  steps.delete('')
  if (steps.size === 0) return [[`${messages.toDo}${messages.colon}${messages.nothing}`]]
  const todo = verdict === 'unknown' ? messages.toFindOut : messages.toDo
  return [...steps].map((step) => [`${todo}${messages.colon}`, { text: inReadersTime(step, naming) }])
}

/** The step itself, which every rule's action begins with; what follows it is in the explanation of the key. */
export function firstSentence(text: string): string {
  return /^.+?(?:。|\.(?= [A-Z]))/su.exec(text)?.[0] ?? text
}
