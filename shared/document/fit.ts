import type { Language } from '../domain/language.ts'
import { messagesFor } from '../text/digest-messages.ts'
import { type Document, plain, type Section } from './document.ts'
import { sectionToMarkdown, toMarkdown } from './markdown.ts'
import { COMMONMARK, type Dialect } from './markdown-dialect.ts'

/** Each section gets so many keys before an earlier one gets more: no list may push all others out. */
const FIRST_KEYS = 5
/** Each urgent section gets so many before any other gets one: even they leave the others room where there is some. */
const URGENT_KEYS = 20
/** Keys of a section that are looked at one by one; a message has room for fewer. */
const LOOKED_AT = 500

/** How much a channel takes, in its own measure. */
export interface SizeBudget {
  readonly max: number
  /** The size of everything but the sections, the opening one among them. */
  readonly baseSize: (document: Document) => number
  /** The size of a section among others; infinite where the channel does not take it at all. What is sent has the size of all together. */
  readonly section: (section: Section) => number
  readonly language: Language
}

export interface TextBudget {
  readonly max: number
  /** The size of a text once the channel has encoded it; that of two texts together must be the sum. */
  readonly measure: (text: string) => number
  readonly language: Language
  readonly dialect?: Dialect
}

/** The room of a channel that takes the whole document as one text of Markdown. */
export function textBudget({ max, measure, language, dialect = COMMONMARK }: TextBudget): SizeBudget {
  return {
    max,
    language,
    baseSize: (document) => measure(toMarkdown(document, dialect)),
    section: (section) => measure(`\n\n${sectionToMarkdown(section, dialect)}`),
  }
}

/** A section on its way into the room. */
interface Part {
  /** Without the keys that are too long. */
  readonly section: Section
  /** How many keys the section had. */
  readonly all: number
  /** How many it has. */
  readonly max: number
  kept: number
}

/**
 * The document, cut so that it fits: every heading stays with its count, keys are left out whole, and each section says how many
 * are. Sections come in order of importance, and in that order they share the room, the urgent ones first; what is text is kept or left out
 * whole, and before any other list. A key that does not fit even alone is left out, and those after it are not.
 */
export function fitDocument(document: Document, { max, baseSize, section: measure, language }: SizeBudget): Document {
  const cut = (part: Part, keys: number) => cutPart(part, keys, language)
  const sizeOf = (part: Part, keys: number) => cut(part, keys).reduce((sum, section) => sum + measure(section), 0)
  const { opening, sections, ...rest } = document
  const whole = [...(opening ? [opening] : []), ...sections].map(partOf)
  let used = baseSize({ ...rest, sections: [] }) + whole.reduce((sum, part) => sum + sizeOf(part, 0), 0)
  const parts = whole.map((part) => withoutLong(part, (alone) => used - sizeOf(part, 0) + sizeOf(alone, 1) > max))
  const grow = (part: Part, limit: number) => {
    const others = used - sizeOf(part, part.kept)
    const fits = (keys: number) => others + sizeOf(part, keys) <= max
    if (part.section.keepTogether) part.kept = fits(part.max) ? part.max : 0
    else part.kept = largestFitting(fits, part.kept, Math.min(part.max, limit))
    used = others + sizeOf(part, part.kept)
  }
  const urgent = parts.filter(({ section }) => section.urgent)
  for (const limit of [FIRST_KEYS, URGENT_KEYS]) for (const part of urgent) grow(part, limit)
  for (const part of parts) if (part.section.keepTogether) grow(part, part.max)
  for (const limit of [FIRST_KEYS, Number.POSITIVE_INFINITY])
    for (const part of parts) if (!part.section.keepTogether) grow(part, limit)
  const fitted = parts.map((part) => cut(part, part.kept))
  const [first] = opening ? fitted.splice(0, 1) : []
  return { ...rest, ...(first?.[0] && { opening: first[0] }), sections: fitted.flat() }
}

/** The most from `least` to `most` that fits, where fewer fit too; `least` where no more does. Measures no list that is much longer. */
function largestFitting(fits: (count: number) => boolean, least: number, most: number): number {
  let [good, bad, step] = [least, most + 1, 1]
  while (good + 1 < bad) {
    const next = bad > most ? Math.min(good + step, most) : Math.floor((good + bad) / 2)
    if (fits(next)) good = next
    else bad = next
    step *= 2
  }
  return good
}

function partOf(section: Section): Part {
  const all = keysOf(section)
  return { section, all, max: all, kept: 0 }
}

/** Without the keys that are too long, of those that come first. */
function withoutLong(part: Part, isTooLong: (alone: Part) => boolean): Part {
  const { section } = part
  if (section.keepTogether) return part
  let seen = 0
  const items = section.items.map((item) => {
    const subjects = item.subjects.filter((head) => {
      seen += 1
      return (
        seen > LOOKED_AT || !isTooLong({ ...part, section: { ...section, items: [{ ...item, subjects: [head] }] } })
      )
    })
    return { ...item, subjects }
  })
  const short = { ...section, items: items.filter(({ subjects }) => subjects.length > 0) }
  return { ...part, section: short, max: keysOf(short) }
}

function keysOf({ items }: Section): number {
  return items.reduce((sum, { subjects }) => sum + subjects.length, 0)
}

/** The first so many keys of a section, and how many more there are; nothing of a text that is not kept. Keys that share what is said of them keep it. */
function cutPart({ section, all }: Part, keys: number, language: Language): Section[] {
  if (keys === all) return [section]
  if (section.keepTogether) return []
  const items = []
  let room = keys
  for (const { subjects, details } of section.items) {
    if (room === 0) break
    items.push({ subjects: subjects.slice(0, room), details })
    room -= Math.min(room, subjects.length)
  }
  return [{ ...section, items: [...items, plain(messagesFor(language).more((section.count ?? all) - keys))] }]
}
