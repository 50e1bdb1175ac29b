import type { Text } from '../messages/message.ts'
import type { FindingData } from '../readiness.ts'
import { PACK_2023_09 } from './packs/2023-09.ts'
import type { RulePackData } from './rule-pack-data.ts'
import { rulePack } from './rule-packs.ts'

// A row may have been written by an older version of a rule: a value that is not there reads as nothing, and the text stays readable.

/** A text of a finding's data, or ''. */
export function textOf(data: FindingData, name: string): string {
  const value = data[name]
  return typeof value === 'string' ? value : ''
}

/** A number of a finding's data, or 0. */
export function numberOf(data: FindingData, name: string): number {
  const value = data[name]
  return typeof value === 'number' ? value : 0
}

/** A list of names of a finding's data, or an empty one. */
export function listOf(data: FindingData, name: string): readonly string[] {
  return textsOf(data, name).filter((text) => typeof text === 'string')
}

/** A list of sentences of a finding's data, or an empty one. */
export function textsOf(data: FindingData, name: string): readonly Text[] {
  const value = data[name]
  return typeof value === 'object' ? value : []
}

/**
 * The pack that the key was judged under: `judge` writes its id into the data of every finding. Data without one
 * is of a version that knew one pack only. Throws where there is no such pack.
 */
export function packOf(data: FindingData): RulePackData {
  return data.pack === undefined ? PACK_2023_09 : rulePack(textOf(data, 'pack'))
}

/** The id of the scope rule beside which this finding is only a note, or ''. */
export function decidedBy(data: FindingData): string {
  return textOf(data, 'decidedBy')
}
