import { normalForm } from './normal-form.ts'

const PLACEHOLDERS: ReadonlySet<string> = new Set(['', '-', 'null', 'none', 'undefined', 'n/a'])

/** True for what writers put where a field has no value. */
export function isPlaceholder(text: string): boolean {
  return PLACEHOLDERS.has(normalForm(text))
}
