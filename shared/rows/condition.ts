import { compareTexts } from '../domain/compare-texts.ts'
import { nearest } from '../domain/nearest.ts'
import type { Condition } from '../domain/selection.ts'
import { iso } from '../domain/time.ts'
import { FIELD_NAMES, FIELDS, type Field, type FieldKind, type FieldValue, isList } from './fields.ts'

/** A condition that a user wrote, or a sentence that says why it is none. */
export type ReadCondition = { readonly condition: Condition } | { readonly problem: string }

const OPERATORS = ['!=', '<=', '>=', '=', '~', '<', '>'] as const
type Operator = (typeof OPERATORS)[number]

interface Takes {
  readonly operators: readonly Operator[]
  readonly accepts: (value: string) => boolean
  /** In words. */
  readonly what: string
}

const TEXT: Takes = { operators: ['=', '!=', '~'], accepts: () => true, what: 'a text' }
const ORDERED: readonly Operator[] = ['=', '!=', '<', '<=', '>', '>=']

/** What can be asked of each kind of field, and what it is compared with. */
const TAKES: Readonly<Record<FieldKind, Takes>> = {
  text: TEXT,
  list: TEXT,
  number: { operators: ORDERED, accepts: (value) => /^\d+(\.\d+)?$/.test(value), what: 'a number' },
  time: { operators: ORDERED, accepts: isTime, what: 'a UTC time such as 2026-11-23 or 2026-11-23T18:00:00Z' },
  boolean: { operators: ['=', '!='], accepts: (value) => /^(true|false)$/i.test(value), what: 'true or false' },
}

/** A moment that the calendar has, as far as it is given. */
function isTime(text: string): boolean {
  if (!/^\d{4}-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}Z?)?)?)?$/.test(text)) return false
  const at = Date.parse(text + '0000-01-01T00:00:00Z'.slice(text.length))
  return !Number.isNaN(at) && iso(at).startsWith(text)
}

/** A problem repeats no more than so many characters of what it was given. */
const SHOWN = 80

/**
 * Reads `<field><operator><value>`: `=` is, `!=` is not, `~` contains, `<` `<=` `>` `>=` for numbers and times. Case does not count; a list
 * is what any of its entries is. A field whose words are all known is compared with one of them. No value, as in `lastUsedAt=`, asks for
 * rows that have none. A time is compared as far as it is given: `2026-11-23` is that whole day.
 */
export function readCondition(text: string): ReadCondition {
  const [, name = '', operator, rest = ''] = /^\s*(\w*)\s*(!=|<=|>=|[=~<>])(.*)$/s.exec(text) ?? []
  if (name === '' || !isOperator(operator)) {
    return {
      problem: `"${shortened(text)}" is not a condition; it takes a field, one of ${OPERATORS.join(' ')} and a value, such as calls>100 or tags~team.`,
    }
  }
  const field = FIELDS.find((each) => each.name === name)
  if (!field) return { problem: noField(name) }
  const value = rest.trim()
  const { operators, accepts, what } = takes(field, operator)
  if (!operators.includes(operator)) {
    return { problem: `The field ${name} takes ${operators.join(' ')}, not ${operator}.` }
  }
  const meant = meantBy(field, operator, value)
  if (meant !== undefined) {
    return { problem: `"${shortened(text)}" has one = too many; write ${shortened(meant)}.` }
  }
  const asksForNone = value === '' && (operator === '=' || operator === '!=')
  if (!asksForNone && (value === '' || !accepts(value))) {
    return { problem: `The field ${name} is compared with ${what}, not with "${shortened(value)}".` }
  }
  return { condition: { text: name + operator + value, holds: (row) => holds(field, operator, value, row) } }
}

function takes({ kind, words }: Field, operator: Operator): Takes {
  // A part of a word is no word.
  if (!words || operator === '~') return TAKES[kind]
  return {
    ...TAKES[kind],
    accepts: (value) => words.includes(value.toLowerCase()),
    what: `one of ${words.join(', ')}`,
  }
}

/** What `==`, `!==`, `=~` and `~=` are here: other languages write them, and no text of a row begins so. */
function meantBy({ name, kind }: Field, operator: Operator, value: string): string | undefined {
  const pair = operator + value.slice(0, 1)
  const rest = value.slice(1).trim()
  if (pair === '==' || pair === '!==') return name + operator + rest
  // A tag is `key=value`: `tags~=payments` asks for the value, whatever the key.
  const isContains = pair === '=~' || (pair === '~=' && name !== 'tags')
  return isContains && TAKES[kind].operators.includes('~') ? `${name}~${rest}` : undefined
}

/** Conditions in one text: a comma ends one where what follows it begins another. Other commas are part of a value. */
export function splitConditions(text: string): string[] {
  return text.split(BETWEEN)
}

const BETWEEN = new RegExp(`,(?=\\s*(?:${FIELD_NAMES.join('|')})\\s*[!=~<>])`)

/** Says that there is no such field, and which was probably meant. */
export function noField(name: string): string {
  const near = nearest(name.slice(0, SHOWN), FIELD_NAMES)
  const hint = near === undefined ? `the fields are ${FIELD_NAMES.join(', ')}.` : `did you mean ${near}?`
  return `There is no field "${shortened(name)}"; ${hint}`
}

function holds(field: Field, operator: Operator, value: string, row: Parameters<Field['value']>[0]): boolean {
  const held = field.value(row)
  const entries = isList(held) ? held : held === null || held === '' ? [] : [held]
  if (operator === '!=') return !holds(field, '=', value, row)
  if (value === '') return entries.length === 0
  return entries.some((entry) => compares(entry, operator, value, field.kind))
}

function compares(entry: Exclude<FieldValue, null>, operator: Operator, value: string, kind: FieldKind): boolean {
  const wanted = value.toLowerCase()
  const text = String(entry).toLowerCase()
  if (operator === '~') return text.includes(wanted)
  const instant = wanted.replace(/z$/, '')
  const order =
    kind === 'number'
      ? Number(entry) - Number(value)
      : kind === 'time'
        ? compareTexts(text.slice(0, instant.length), instant)
        : compareTexts(text, wanted)
  switch (operator) {
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '>=':
      return order >= 0
    default:
      return order === 0
  }
}

function isOperator(text: string | undefined): text is Operator {
  return (OPERATORS as readonly (string | undefined)[]).includes(text)
}

function shortened(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}
