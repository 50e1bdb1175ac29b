/** A table of the store: its name, and its primary key columns, which are texts all of them. Rows sort by their UTF-8 bytes. */
export interface Table {
  readonly name: string
  readonly key: readonly string[]
  /** Bytes of a text that is kept as it is; a longer one is packed. Where nothing is said, as many as a row of many still has room for. */
  readonly maxText?: number
}

/** Half a capacity unit: entries of all scopes are read together, which is paid for and takes time by their bytes. */
const MAX_ENTRY_TEXT = 2 * 1_024

export const READINESS: Table = { name: 'readiness', key: ['scope', 'key_id'] }
export const USAGE: Table = { name: 'usage', key: ['scope', 'day', 'key_id', 'series'] }
export const HISTORY: Table = { name: 'history', key: ['scope', 'key_id', 'changed_at'] }
export const PROGRESS: Table = { name: 'progress', key: ['scope', 'name'], maxText: MAX_ENTRY_TEXT }
/** Apart from `progress`: RAM gives rights on tables, and who tells the digest may write nothing else. */
export const MARKS: Table = { name: 'marks', key: ['scope', 'name'] }
/** Apart again: the auditor judges by what people said and may not say it for them. */
export const DECISIONS: Table = { name: 'decisions', key: ['scope', 'subject', 'number'] }

export const TABLES: readonly Table[] = [READINESS, USAGE, HISTORY, PROGRESS, MARKS, DECISIONS]
