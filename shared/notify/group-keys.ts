import type { Finding } from '../domain/readiness.ts'
import type { DigestKey } from './digest.ts'
import { evidenceLine } from './evidence-line.ts'
import { findingText } from './finding-text.ts'
import type { Item, Line } from './outline.ts'
import { keyLine, type Naming } from './outline-keys.ts'
import { wordsIn } from './words.ts'

/** Keys of one owner with the same findings. */
interface Group {
  readonly owner: string | undefined
  readonly heads: Line[]
  readonly found: readonly Line[]
  readonly steps: readonly Line[]
  /** The same for the same steps; smaller for those that came up first. */
  readonly rank: number
}

/**
 * Keys of one owner with the same findings are told together: one gap in a region may keep hundreds of them unknown. Owners come in
 * order of their names, and last what has none. What several groups of one owner have to do is said once, with the first of them.
 */
export function groupByReason(keys: readonly DigestKey[], naming: Naming, todo: string): Item[] {
  const groups = new Map<string, Group>()
  const ranks = new Map<string, number>()
  for (const key of keys) {
    const { owner, staleVerdict } = key
    const found = key.deciding.map((finding) => evidenceLine(finding, naming))
    const steps = stepLines(key.deciding, naming, todo)
    const ofSteps = JSON.stringify(steps)
    const rank = ranks.get(ofSteps) ?? ranks.size
    ranks.set(ofSteps, rank)
    const reason = JSON.stringify([owner, staleVerdict, found, rank])
    const group = groups.get(reason) ?? { owner, heads: [], found, steps, rank }
    groups.set(reason, group)
    group.heads.push(keyLine(key, naming))
  }
  const sorted = [...groups.values()].sort((a, b) => byOwner(a.owner, b.owner) || a.rank - b.rank)
  return sorted.map(({ owner, heads, found, steps, rank }, index) => {
    const before = sorted[index - 1]
    const isSaid = before !== undefined && before.owner === owner && before.rank === rank
    return { heads, about: isSaid ? found : [...found, ...steps] }
  })
}

function byOwner(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0
  if (a === undefined || b === undefined) return a === undefined ? 1 : -1
  return a < b ? -1 : 1
}

/** What to do: a line each, behind the word `todo`. */
function stepLines(findings: readonly Finding[], { language }: Naming, todo: string): Line[] {
  const steps = new Set(findings.map((finding) => firstSentence(findingText(finding, language).action)))
  steps.delete('')
  return [...steps].map((step) => [`${todo}${wordsIn(language).colon}`, { text: step }])
}

/** The step itself, which every rule's action begins with; what follows it is in the explanation of the key. */
function firstSentence(text: string): string {
  return /^.+?(?:。|\.(?= [A-Z]))/su.exec(text)?.[0] ?? text
}
