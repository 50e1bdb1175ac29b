import type { Refusal } from './refusal.ts'

/** What PageSize may be, and what it is without being asked for. */
export interface PageRange {
  readonly least: number
  readonly most: number
  readonly standard: number
}

export interface PageAsked {
  readonly range: PageRange
  /** What the service says of a parameter that it does not take. */
  readonly invalid: (name: string) => Refusal
}

/** One page of a list, as services answer that number their pages. */
export function numberedPage<T>(
  params: ReadonlyMap<string, string>,
  items: readonly T[],
  wrap: (shown: T[]) => Record<string, unknown>,
  { range: { standard, least, most }, invalid }: PageAsked,
): Record<string, unknown> {
  const whole = (name: string, usual: number, from: number, to: number): number => {
    const text = params.get(name)
    if (text === undefined) return usual
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < from || value > to) throw invalid(name)
    return value
  }
  const number = whole('PageNumber', 1, 1, Number.MAX_SAFE_INTEGER)
  const size = whole('PageSize', standard, least, most)
  const shown = items.slice((number - 1) * size, number * size)
  return { PageNumber: number, PageSize: size, TotalCount: items.length, ...wrap(shown) }
}
