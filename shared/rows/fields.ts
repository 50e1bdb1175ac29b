import { decidingFindings } from '../domain/deciding.ts'
import type { FactName } from '../domain/key.ts'
import { textIn } from '../domain/messages/text-in.ts'
import type { ReadinessRow } from '../domain/readiness.ts'
import { resourceMessage } from '../domain/resources/resource-message.ts'
import { scenarioOf } from '../domain/resources/scenario.ts'
import { RULES } from '../domain/rules/registry.ts'
import { RULE_PACKS } from '../domain/rules/rule-packs.ts'
import { STALE_RULE } from '../domain/stale.ts'
import { VERDICTS } from '../domain/verdict.ts'

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
  'nextRotationAt',
  'protectionLevel',
] as const satisfies readonly FactName[]

/** What a field holds: it decides how people compare it. */
export type FieldKind = 'text' | 'list' | 'number' | 'time' | 'boolean'
export type FieldValue = string | number | boolean | null | readonly string[]

/** A flat column of a row. */
export interface Field {
  readonly name: string
  readonly kind: FieldKind
  /** From the row as it is; not escaped. `null`: not known, or there is none. */
  readonly value: (row: ReadinessRow) => FieldValue
  /** All that a text, or an entry of a list, can be. */
  readonly words?: readonly string[]
}

type Cell = Exclude<FieldValue, readonly string[]>

/** The flat columns of a row, in order: what spreadsheets get, and what people filter by. */
export const FIELDS: readonly Field[] = [
  text('accountId', (row) => row.accountId),
  text('region', (row) => row.region),
  text('keyId', (row) => row.keyId),
  text('arn', (row) => row.arn),
  list('aliases', (row) => row.aliases),
  text('owner', (row) => row.owner),
  { ...text('verdict', (row) => row.verdict), words: VERDICTS },
  { ...text('staleVerdict', (row) => row.staleVerdict ?? null), words: VERDICTS },
  { ...text('rules', (row) => row.rules), words: RULE_PACKS },
  { ...list('decidedBy', (row) => decidingRules(row)), words: [...RULES.map(({ id }) => id), STALE_RULE] },
  list('findings', (row) => row.findings.map(({ rule, effect }) => `${rule}: ${effect}`)),
  text('message', (row) =>
    decidingFindings(row)
      .map(({ message }) => message)
      .join(' '),
  ),
  text('action', (row) =>
    decidingFindings(row)
      .map(({ action }) => action)
      .filter((action) => action !== '')
      .join(' '),
  ),
  list('events', (row) => decidingFindings(row).flatMap(({ events }) => events)),
  ...FACT_NAMES.map((fact): Field => ({ name: fact, kind: kindOf(fact), value: (row) => row.facts[fact] ?? null })),
  number('calls', (row) => row.usage.calls),
  number('failures', (row) => row.usage.failures),
  list('byOperation', (row) => Object.entries(row.usage.byOperation).map(([name, calls]) => `${name} ${calls}`)),
  time('lastUsedAt', (row) => row.usage.lastUsedAt),
  list('callers', (row) =>
    row.usage.callers.map(({ principal, client, network }) => `${principal} (${client}, ${network})`),
  ),
  number('moreCallers', (row) => row.usage.moreCallers),
  time('observedFrom', (row) => row.observed.from),
  time('observedTo', (row) => row.observed.to),
  { name: 'observedComplete', kind: 'boolean', value: (row) => row.observed.complete },
  list('gaps', (row) => row.observed.gaps.map(({ from, to }) => `${from}/${to}`)),
  list('tags', (row) => row.tags.map(({ key, value }) => `${key}=${value}`)),
  list('secrets', (row) => row.secrets),
  list('resources', (row) => (row.resources ?? []).map((each) => textIn(resourceMessage(each), 'en'))),
  { ...text('scenario', (row) => scenarioOf(row)?.toString() ?? null), words: ['1', '2'] },
  list('unread', (row) => row.unread.map(({ fact, reason }) => `${fact}: ${textIn(reason, 'en')}`)),
  time('checkedAt', (row) => row.checkedAt),
  time('changedAt', (row) => row.changedAt),
]

/** The names of the flat columns. */
export const FIELD_NAMES: readonly string[] = FIELDS.map(({ name }) => name)

/** The fields of these names, in their order; a name that there is not is left out. */
export function fieldsNamed(names: readonly string[]): readonly Field[] {
  return names.flatMap((name) => FIELDS.filter((field) => field.name === name))
}

/** A field as one cell; lists are joined by `; `. Not escaped. */
export function cellOf({ value }: Field, row: ReadinessRow): Cell {
  const held = value(row)
  return isList(held) ? held.join('; ') : held
}

export function isList(value: FieldValue): value is readonly string[] {
  return Array.isArray(value)
}

function text(name: string, value: (row: ReadinessRow) => string | null): Field {
  return { name, kind: 'text', value }
}

function list(name: string, value: (row: ReadinessRow) => readonly string[]): Field {
  return { name, kind: 'list', value }
}

function number(name: string, value: (row: ReadinessRow) => number | null): Field {
  return { name, kind: 'number', value }
}

function time(name: string, value: (row: ReadinessRow) => string | null): Field {
  return { name, kind: 'time', value }
}

function kindOf(fact: FactName): FieldKind {
  if (fact === 'versions') return 'number'
  return fact === 'createdAt' || fact === 'nextRotationAt' ? 'time' : 'text'
}

/** Ids of the rules that decided the verdict, each once. What a stale row was unknown for then does not decide today. */
export function decidingRules(row: ReadinessRow): string[] {
  if (row.staleVerdict !== undefined) return [STALE_RULE]
  return [...new Set(decidingFindings(row).map(({ rule }) => rule))]
}
