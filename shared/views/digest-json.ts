import type { Digest } from '../digest/model.ts'
import { jsonText } from '../text/escape.ts'

/** A digest as JSON for programs. Ends with a line break. */
export function renderJson(digest: Digest): string {
  return `${jsonText(digest, 2)}\n`
}
