import type { FactName } from '../domain/key.ts'
import type { ReadinessRow } from '../domain/readiness.ts'
import { decidingFindings } from './finding-text.ts'

/** The facts in the order in which people ask for them. */
export const FACT_NAMES = [
  'keyState',
  'keySpec',
  'keyUsage',
  'origin',
  'automaticRotation',
  'versions',
  'kmsInstanceId',
  'createdAt',
] as const satisfies readonly FactName[]

type Cell = string | number | boolean | null

/** The flat columns of a row, in order: what spreadsheets get. Lists are joined by `; `. */
const FIELDS: readonly (readonly [string, (row: ReadinessRow) => Cell])[] = [
  ['accountId', (row) => row.accountId],
  ['region', (row) => row.region],
  ['keyId', (row) => row.keyId],
  ['arn', (row) => row.arn],
  ['aliases', (row) => row.aliases.join('; ')],
  ['verdict', (row) => row.verdict],
  ['staleVerdict', (row) => row.staleVerdict ?? null],
  ['rules', (row) => row.rules],
  ['decidedBy', (row) => decidingRules(row).join('; ')],
  ['findings', (row) => row.findings.map(({ rule, effect }) => `${rule}: ${effect}`).join('; ')],
  [
    'message',
    (row) =>
      decidingFindings(row)
        .map(({ message }) => message)
        .join(' '),
  ],
  [
    'action',
    (row) =>
      decidingFindings(row)
        .map(({ action }) => action)
        .filter((action) => action !== '')
        .join(' '),
  ],
  [
    'events',
    (row) =>
      decidingFindings(row)
        .flatMap(({ events }) => events)
        .join('; '),
  ],
  ...FACT_NAMES.map((fact) => [fact, (row: ReadinessRow) => row.facts[fact]] as const),
  ['calls', (row) => row.usage.calls],
  ['failures', (row) => row.usage.failures],
  [
    'byOperation',
    (row) =>
      Object.entries(row.usage.byOperation)
        .map(([name, calls]) => `${name} ${calls}`)
        .join('; '),
  ],
  ['lastUsedAt', (row) => row.usage.lastUsedAt],
  [
    'callers',
    (row) =>
      row.usage.callers.map(({ principal, client, network }) => `${principal} (${client}, ${network})`).join('; '),
  ],
  ['moreCallers', (row) => row.usage.moreCallers],
  ['observedFrom', (row) => row.observed.from],
  ['observedTo', (row) => row.observed.to],
  ['observedComplete', (row) => row.observed.complete],
  ['gaps', (row) => row.observed.gaps.map(({ from, to }) => `${from}/${to}`).join('; ')],
  ['tags', (row) => row.tags.map(({ key, value }) => `${key}=${value}`).join('; ')],
  ['secrets', (row) => row.secrets.join('; ')],
  ['unread', (row) => row.unread.map(({ fact, reason }) => `${fact}: ${reason}`).join('; ')],
  ['checkedAt', (row) => row.checkedAt],
  ['changedAt', (row) => row.changedAt],
]

/** The names of the flat columns. */
export const FIELD_NAMES: readonly string[] = FIELDS.map(([name]) => name)

/** A row as flat columns. Not escaped. */
export function fieldsOf(row: ReadinessRow): Cell[] {
  return FIELDS.map(([, value]) => value(row))
}

/** Ids of the rules that made the verdict, each once. */
export function decidingRules(row: ReadinessRow): string[] {
  return [...new Set(decidingFindings(row).map(({ rule }) => rule))]
}
