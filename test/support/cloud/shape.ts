/** Every member of a JSON value with its kind, as sorted lines `Keys.Key[].KeyId: string`. Of a list the first item speaks. */
export function shapeOf(value: unknown): string[] {
  return lines('', value).sort()
}

function lines(path: string, value: unknown): string[] {
  if (Array.isArray(value)) return lines(`${path}[]`, value[0])
  if (typeof value !== 'object' || value === null) return [`${path}: ${typeof value}`]
  return Object.entries(value).flatMap(([name, inner]) => lines(path === '' ? name : `${path}.${name}`, inner))
}
