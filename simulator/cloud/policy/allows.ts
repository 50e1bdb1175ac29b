import type { Statement } from './statements.ts'

/** RAM's evaluation: a Deny that matches wins, else one Allow is needed. Actions match without case, `*` any characters. */
export function allows(policy: readonly Statement[], action: string, resource: string): boolean {
  const matching = policy.filter(
    (each) =>
      each.Action.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
      each.Resource.some((pattern) => matches(pattern, resource)),
  )
  return matching.length > 0 && matching.every((each) => each.Effect === 'Allow')
}

/** Of patterns that were met: each request is held against all of its sender's. */
const compiled = new Map<string, RegExp>()

function matches(pattern: string, text: string): boolean {
  const known = compiled.get(pattern) ?? compile(pattern)
  compiled.set(pattern, known)
  return known.test(text)
}

function compile(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`)
}
