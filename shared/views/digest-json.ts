import type { Digest } from '../digest/model.ts'
import { inEnglish } from '../domain/messages/text-in.ts'
import { jsonText } from '../text/escape.ts'

/** A digest as JSON for programs. Ends with a line break. */
export function renderJson(digest: Digest): string {
  return `${jsonText(inEnglish(digest), 2)}\n`
}
