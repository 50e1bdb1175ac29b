/** Names that a line holds; it tells how many more there are. */
export const NAMED = 3

/** `a, b, c and 4 more`. */
export function firstFew(names: readonly string[], most: number = NAMED): string {
  const more = names.length - most
  return `${names.slice(0, most).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
