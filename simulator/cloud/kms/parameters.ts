import { numberedPage, type PageRange } from '../http/numbered-page.ts'
import { Refusal } from '../http/refusal.ts'
import { missing } from '../signature/refusals.ts'

type Params = ReadonlyMap<string, string>

/** PageSize of most lists; some take 0 or 101 as well (API reference of each). */
export const PAGE: PageRange = { least: 1, most: 100, standard: 10 }

export function invalid(name: string): Refusal {
  return new Refusal(400, 'InvalidParameter', `The specified parameter "${name}" is not valid.`)
}

export function required(params: Params, name: string): string {
  const value = params.get(name)
  if (value === undefined || value === '') throw missing('kms', name)
  return value
}

/** `Name.1`, `Name.2`, … in order. */
export function listed(params: Params, name: string, member = ''): string[] {
  const values: string[] = []
  for (let index = 1; ; index += 1) {
    const value = params.get(`${name}.${index}${member}`)
    if (value === undefined) return values
    values.push(value)
  }
}

/** One page of a list, as every paged KMS answer has it. */
export function page<T>(
  params: Params,
  items: readonly T[],
  wrap: (items: T[]) => Record<string, unknown>,
  range = PAGE,
) {
  return numberedPage(params, items, wrap, { range, invalid })
}
