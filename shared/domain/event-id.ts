import { normalForm } from './normal-form.ts'
import { isPlaceholder } from './placeholder.ts'

/** What stands where an id should be and is none, beside what stands for no value anywhere: as an id it would make one event of many. */
const NO_ID = /^([0-]+|unknown|nil|na|\?+|\*+)$/

/** True for a text that is no id: `-`, `null`, `0`, `unknown`, a UUID of zeros. */
export function isNoId(text: string): boolean {
  return isPlaceholder(text) || NO_ID.test(normalForm(text))
}

/** The first text that is an id; the first that is at least there, where none is; empty where nothing is. */
export function firstId(...ids: readonly string[]): string {
  return ids.find((id) => !isNoId(id)) ?? ids.find((id) => id !== '') ?? ''
}
