import type { FindingData } from '../readiness.ts'
import type { RulePack } from './rule-pack.ts'

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

/** A list of a finding's data, or an empty one. */
export function listOf(data: FindingData, name: string): readonly string[] {
  const value = data[name]
  return typeof value === 'object' ? value : []
}

/** The pack that the key was judged under: `judge` writes it into the data of every finding. */
export function packOf(data: FindingData): RulePack {
  return data.pack === '2024-11' ? '2024-11' : '2023-09'
}

/** The id of the scope rule beside which this finding is only a note, or ''. */
export function decidedBy(data: FindingData): string {
  return textOf(data, 'decidedBy')
}
