/** Characters of an owner that a line has room for. */
export const OWNER_LENGTH = 64

/** A text that is no longer than `most` characters: the beginning of what was. */
export function shortened(text: string, most: number): string {
  const characters = [...text]
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`
}
