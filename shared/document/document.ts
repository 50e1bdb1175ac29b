import type { Verdict } from '../domain/verdict.ts'

/**
 * A digest as sections of lines, before any rendering: every renderer decides alone how to escape and draw a span, and no wording is
 * written twice. A plain string is ours and trusted; the rest may hold text from the cloud.
 */
export type Span =
  | string
  /** Running text with names from the cloud in it. */
  | { readonly text: string }
  /** An id or a name from the cloud, shown as it is. */
  | { readonly name: string }
  | { readonly verdict: Verdict; readonly label: string }
  /** An http(s) address that the operator configured, as `webLink` writes it, and our word for it. */
  | { readonly link: string; readonly label: string }
  /** Somebody whom the receiver calls: his id there, as the operator configured it and the channel checked it. */
  | { readonly mention: string }

export type Line = readonly Span[]

/** Keys that share what is said of them, and what that is. */
export interface Item {
  readonly subjects: readonly Line[]
  readonly details: readonly Line[]
}

export interface Section {
  readonly title: string
  /** The verdict whose colour the section has. */
  readonly verdict?: Verdict
  /** Shown behind the title where the section is a list. */
  readonly count?: number
  readonly items: readonly Item[]
  /** It is a text and no list: where room is short, all of it is kept or none. */
  readonly keepTogether?: true
  /** What can be done today: where room is short, it has it before all else. */
  readonly urgent?: true
}

export interface Document {
  readonly title: string
  /** A list that comes before everything else. */
  readonly opening?: Section
  readonly lead: readonly Line[]
  readonly sections: readonly Section[]
  /** Lines at the end, which stay where sections are cut. */
  readonly foot?: readonly Line[]
  /** Whom it needs, by the names that tags and people gave them: for channels that can call them. */
  readonly needed?: readonly string[]
}

/** An item of one line. */
export function plain(...head: Line): Item {
  return { subjects: [head], details: [] }
}

/** The lines of an item in their order: a key and what is said of it; of several keys, first what is said of them all. */
export function linesOf({ subjects, details }: Item): readonly Line[] {
  return isGroup({ subjects, details }) ? [...details, ...subjects] : [...subjects, ...details]
}

/** Whether an item is several keys below what is said of them. */
export function isGroup({ subjects, details }: Item): boolean {
  return subjects.length > 1 && details.length > 0
}

/** Lines with a separator between their parts. */
export function join(parts: readonly Line[], separator: string): Line {
  return parts.flatMap((part, index) => (index === 0 ? part : [separator, ...part]))
}
