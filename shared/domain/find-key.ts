import { KEY_ARN } from './key-reference.ts'
import type { ReadinessRow } from './readiness.ts'

type Named = Pick<ReadinessRow, 'accountId' | 'region' | 'keyId' | 'arn' | 'aliases'>

/** Tells whether a row is a key that people call so: by its id, its ARN, an alias with or without `alias/`, or an alias's ARN. */
export function namesKey(reference: string): (row: Named) => boolean {
  const text = reference.trim()
  const arn = KEY_ARN.exec(text)
  if (!arn) return (row) => isCalled(row, text)
  const [, region, accountId, kind, name] = arn
  const called = kind?.toLowerCase() === 'alias' ? `alias/${name}` : (name ?? '')
  return (row) => row.arn === text || (row.region === region && row.accountId === accountId && isCalled(row, called))
}

function isCalled(row: Named, text: string): boolean {
  return (
    row.keyId.toLowerCase() === text.toLowerCase() || [text, `alias/${text}`].some((name) => row.aliases.includes(name))
  )
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
