import type { IndexKey, IndexSettings } from '../../shared/cloud/log-setup.ts'
import { PARTS } from '../usage/sources/sls/columns.ts'

/** The field that holds an event as JSON. */
export const FIELD = 'event'
/** Bytes of a text that SQL sees, the most that there can be (vendor's page "Create indexes"). Below, long request parameters are cut. */
export const MAX_TEXT = 16_384
/** What separates words by default (same page). */
export const TOKENS: readonly string[] = [...', \'";=()[]{}?@&<>/:\n\t\r']

/** Objects and lists: only leaves of a JSON field can be indexed. */
const NO_LEAVES: ReadonlySet<string> = new Set(['responseElements', 'referencedResources'])

/** Paths below `event` that are read by SQL. */
export const COLUMNS: readonly string[] = PARTS.filter((part) => !NO_LEAVES.has(part))

/** What ActionTrail's own index has besides (vendor's page on the log fields of ActionTrail), for people who search. */
const OTHERS = ['apiVersion', 'errorMessage', 'eventRW', 'eventVersion', 'resourceType']

const LEAF = { type: 'text', doc_value: true }

/** The index for a logstore that has none. */
export function wantedIndex(): IndexSettings {
  const json_keys = Object.fromEntries(OTHERS.map((path) => [path, LEAF]))
  const field = { type: 'json', token: TOKENS, caseSensitive: false, chn: false, json_keys }
  return merged({ keys: { [FIELD]: field }, rest: {}, line: { caseSensitive: false, chn: false, token: TOKENS } })
}

/** What an index lacks: columns without analytics, and whether it cuts texts early. */
export interface IndexGap {
  readonly columns: readonly string[]
  readonly cutsAt?: number
}

/** Where an index does not say it (same page). */
const USUAL_TEXT = 2_048

export function gapOf({ keys, max_text_len = USUAL_TEXT }: IndexSettings): IndexGap | undefined {
  const field = keys[FIELD]
  const isThere = (path: string) => {
    const leaf = field?.type === 'json' && field.doc_value !== false ? field.json_keys?.[path] : undefined
    return leaf !== undefined && leaf.doc_value !== false
  }
  const columns = COLUMNS.filter((path) => !isThere(path))
  if (columns.length === 0 && max_text_len >= MAX_TEXT) return undefined
  return { columns, ...(max_text_len < MAX_TEXT ? { cutsAt: max_text_len } : {}) }
}

/** The same index with everything that is read: what is there stays as it is, since an update replaces an index whole. */
export function merged(index: IndexSettings): IndexSettings {
  const field: IndexKey = index.keys[FIELD] ?? { type: 'json', token: TOKENS, caseSensitive: false, chn: false }
  const had = field.json_keys ?? {}
  const json_keys = {
    ...had,
    ...Object.fromEntries(COLUMNS.map((path) => [path, { ...LEAF, ...had[path], doc_value: true }])),
  }
  return {
    ...index,
    keys: { ...index.keys, [FIELD]: { ...field, type: 'json', doc_value: true, json_keys } },
    max_text_len: Math.max(MAX_TEXT, index.max_text_len ?? 0),
  }
}
