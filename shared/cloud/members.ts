import { normalForm } from '../domain/normal-form.ts'

/** Members of an answer by name in normal form: services write `Code`, `code` and `ErrorCode`. Empty for what is no object. */
export function membersOf(answer: unknown): Map<string, unknown> {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return new Map()
  return new Map(Object.entries(answer).map(([name, value]) => [normalForm(name), value]))
}
