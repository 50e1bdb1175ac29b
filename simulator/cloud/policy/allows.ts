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

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(text)
}
