import type { ReadinessRow } from '../domain/readiness.ts'
import { visible } from '../text/escape.ts'

/** What a reader chooses to see the keys of which no tag names an owner. Who writes it into a tag names none either. */
export const NO_OWNER = '-'

/** By which an owner is chosen: case does not count, as in conditions. Escape it for where it goes. */
export function ownerChoice({ owner }: Pick<ReadinessRow, 'owner'>): string {
  return owner === null ? NO_OWNER : visible(owner).toLowerCase()
}
