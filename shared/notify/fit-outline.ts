import type { Language } from '../domain/verdict.ts'
import { type Outline, plain, type Section } from './outline.ts'
import { markOutline, markSection } from './render-markdown.ts'
import { wordsIn } from './words.ts'

/** Each section gets so many keys before an earlier one gets more: no list may push all others out. */
const FIRST_KEYS = 5

export interface Room {
  readonly most: number
  /** The size of a text once the channel has encoded it; that of two texts together must be the sum. */
  readonly measure: (text: string) => number
  readonly language: Language
}

/**
 * The outline, cut so that its Markdown fits: every heading stays with its count, keys are left out whole, and each section says how many
 * are. Sections come in order of importance, and in that order they share the room.
 */
export function fitOutline(outline: Outline, { most, measure, language }: Room): Outline {
  const { sections } = outline
  const sizeOf = (section: Section, keys: number) => measure(`\n\n${markSection(cutSection(section, keys, language))}`)
  const kept = sections.map(() => 0)
  let used =
    measure(markOutline({ ...outline, sections: [] })) + sections.reduce((sum, section) => sum + sizeOf(section, 0), 0)
  for (const limit of [FIRST_KEYS, Number.POSITIVE_INFINITY]) {
    for (const [index, section] of sections.entries()) {
      const all = keysOf(section)
      let keys = kept[index] ?? 0
      let size = sizeOf(section, keys)
      while (keys < Math.min(all, limit)) {
        const grown = sizeOf(section, keys + 1)
        if (used - size + grown > most) break
        used += grown - size
        size = grown
        keys += 1
      }
      kept[index] = keys
    }
  }
  return { ...outline, sections: sections.map((section, index) => cutSection(section, kept[index] ?? 0, language)) }
}

function keysOf({ items }: Section): number {
  return items.reduce((sum, { heads }) => sum + heads.length, 0)
}

/** The first so many keys of a section, and how many more there are. Keys that share what is said of them keep it. */
function cutSection(section: Section, keys: number, language: Language): Section {
  const left = keysOf(section) - keys
  if (left === 0) return section
  const items = []
  let room = keys
  for (const { heads, about } of section.items) {
    if (room === 0) break
    items.push({ heads: heads.slice(0, room), about })
    room -= Math.min(room, heads.length)
  }
  return { ...section, items: [...items, plain(wordsIn(language).more(left))] }
}
