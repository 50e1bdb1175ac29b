import { KEY_ARN } from './key-reference.ts'
import type { ReadinessRow } from './readiness.ts'

type Named = Pick<ReadinessRow, 'accountId' | 'region' | 'keyId' | 'aliases'>

/** What a text calls keys by. */
export interface KeyName {
  readonly reference: string
  /** The keys that it names. */
  readonly names: (row: Named) => boolean
  /** Where it names none: those that have it as an alias without `alias/`. ARNs and aliases that are written in full leave no doubt. */
  readonly otherwise?: (row: Named) => boolean
}

/** Reads what people call keys: an id, an ARN, an alias with or without `alias/`, or an alias's ARN. */
export function readKeyName(reference: string): KeyName {
  const text = reference.trim()
  const arn = KEY_ARN.exec(text)
  if (arn) {
    const [, region, accountId, kind, name = ''] = arn
    const isCalled = kind?.toLowerCase() === 'alias' ? hasAlias(`alias/${name}`) : hasId(name)
    return { reference, names: (row) => row.region === region && row.accountId === accountId && isCalled(row) }
  }
  if (text.startsWith('alias/')) return { reference, names: hasAlias(text) }
  return { reference, names: hasId(text), otherwise: hasAlias(`alias/${text}`) }
}

function hasId(id: string): (row: Named) => boolean {
  return ({ keyId }) => keyId.toLowerCase() === id.toLowerCase()
}

function hasAlias(alias: string): (row: Named) => boolean {
  return ({ aliases }) => aliases.includes(alias)
}

/** Collects, of many rows, those of the keys that a text means. */
export class NamedRows<Row extends Named = ReadinessRow> {
  readonly #name: KeyName
  readonly #named: Row[] = []
  readonly #otherwise: Row[] = []

  constructor(reference: string) {
    this.#name = readKeyName(reference)
  }

  /** Tells whether the row may be meant. */
  add(row: Row): boolean {
    const rows = this.#name.names(row) ? this.#named : this.#name.otherwise?.(row) ? this.#otherwise : undefined
    rows?.push(row)
    return rows !== undefined
  }

  rows(): readonly Row[] {
    return this.#named.length > 0 ? this.#named : this.#otherwise
  }
}

/** The most names that are suggested. */
const SUGGESTIONS = 3
/** Differences that a slip of the fingers makes, as a part of the longer text. */
const SLIP = 0.34

/** Collects the names that come closest to a text, from many rows and in little memory. */
export class ClosestNames {
  readonly #text: string
  #best: { readonly name: string; readonly distance: number }[] = []

  constructor(reference: string) {
    this.#text = plainName(reference.trim())
  }

  add(row: Named): void {
    for (const name of [row.keyId, ...row.aliases]) {
      const distance = this.#distance(plainName(name))
      if (distance > SLIP || this.#best.some((each) => each.name === name)) continue
      this.#best = [...this.#best, { name, distance }].sort((a, b) => a.distance - b.distance).slice(0, SUGGESTIONS)
    }
  }

  names(): readonly string[] {
    return this.#best.map(({ name }) => name)
  }

  /** 0 the same, 1 nothing in common. A name that holds the text is close, whatever its length. */
  #distance(name: string): number {
    if (name === this.#text) return 0
    if (this.#text.length >= 3 && name.includes(this.#text)) return 0.1
    return editDistance(this.#text, name) / Math.max(this.#text.length, name.length, 1)
  }
}

/** The part of an id, alias or ARN that people type. */
function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(KEY_ARN, '$4')
    .replace(/^alias\//, '')
}

/** Levenshtein: the fewest characters to insert, delete or replace. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      current.push(Math.min(replaced, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1))
    }
    previous = current
  }
  return previous[b.length] ?? 0
}
