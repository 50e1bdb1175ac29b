import type { Language } from '../domain/verdict.ts'
import { COMMONMARK, type Dialect } from './dialect.ts'
import { type Outline, plain, type Section } from './outline.ts'
import { markOutline, markSection } from './render-markdown.ts'
import { wordsIn } from './words.ts'

/** Each section gets so many keys before an earlier one gets more: no list may push all others out. */
const FIRST_KEYS = 5

/** How much a channel takes, in its own measure. */
export interface Room {
  readonly most: number
  /** The size of everything but the sections. */
  readonly frame: (outline: Outline) => number
  /** The size of a section among others; infinite where the channel does not take it at all. What is sent has the size of all together. */
  readonly section: (section: Section) => number
  readonly language: Language
}

export interface TextRoom {
  readonly most: number
  /** The size of a text once the channel has encoded it; that of two texts together must be the sum. */
  readonly measure: (text: string) => number
  readonly language: Language
  readonly dialect?: Dialect
}

/** The room of a channel that takes the whole outline as one text of Markdown. */
export function textRoom({ most, measure, language, dialect = COMMONMARK }: TextRoom): Room {
  return {
    most,
    language,
    frame: (outline) => measure(markOutline({ ...outline, sections: [] }, dialect)),
    section: (section) => measure(`\n\n${markSection(section, dialect)}`),
  }
}

/**
 * The outline, cut so that it fits: every heading stays with its count, keys are left out whole, and each section says how many
 * are. Sections come in order of importance, and in that order they share the room.
 */
export function fitOutline(outline: Outline, { most, frame, section: measure, language }: Room): Outline {
  const { sections } = outline
  const sizeOf = (section: Section, keys: number) => measure(cutSection(section, keys, language))
  const kept = sections.map(() => 0)
  let used = frame(outline) + sections.reduce((sum, section) => sum + sizeOf(section, 0), 0)
  for (const limit of [FIRST_KEYS, Number.POSITIVE_INFINITY]) {
    for (const [index, section] of sections.entries()) {
      const before = kept[index] ?? 0
      const others = used - sizeOf(section, before)
      const fits = (keys: number) => others + sizeOf(section, keys) <= most
      const keys = mostThat(fits, before, Math.min(keysOf(section), limit))
      kept[index] = keys
      used = others + sizeOf(section, keys)
    }
  }
  return { ...outline, sections: sections.map((section, index) => cutSection(section, kept[index] ?? 0, language)) }
}

/** The most from `least` to `most` that fits, where fewer fit too; `least` where no more does. */
function mostThat(fits: (count: number) => boolean, least: number, most: number): number {
  if (least >= most) return least
  if (fits(most)) return most
  let [good, bad] = [least, most]
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2)
    if (fits(middle)) good = middle
    else bad = middle
  }
  return good
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
