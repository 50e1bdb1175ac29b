import { InvalidArgumentError } from 'commander'
import { regionMeant } from '../shared/config/kms-regions.ts'
import { parseDay } from '../shared/domain/calendar.ts'
import { LANGUAGES, type Language } from '../shared/domain/language.ts'
import { didYouMean } from '../shared/domain/nearest.ts'
import { normalForm } from '../shared/domain/normal-form.ts'
import type { Condition } from '../shared/domain/selection.ts'
import { type Day, MINUTE } from '../shared/domain/time.ts'
import { VERDICTS, type Verdict } from '../shared/domain/verdict.ts'
import { noField, readCondition } from '../shared/rows/condition.ts'
import { type Field, fieldsNamed } from '../shared/rows/fields.ts'

/** Parsers of option values. They throw what commander turns into one line and exit status 2. */

/** A comma list of verdicts. May be given several times. */
export function verdictList(text: string, before: readonly Verdict[] = []): readonly Verdict[] {
  return [...before, ...items(text).map((item) => oneOf(VERDICTS, item))]
}

/** A comma list of regions: that there is such a region only the table knows. */
export function regionList(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...items(text).map(regionId)]
}

/** A comma list of account ids. */
export function accountList(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...items(text).map((item) => matching(item, ACCOUNT, 'an account id, digits only'))]
}

export function keyList(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...items(text)]
}

/** A condition on a field of a row. May be given several times; all must hold. */
export function conditionList(text: string, before: readonly Condition[] = []): readonly Condition[] {
  const read = readCondition(text)
  if ('problem' in read) throw new InvalidArgumentError(read.problem)
  return [...before, read.condition]
}

/** A comma list of fields of a row. */
export function fieldList(text: string, before: readonly Field[] = []): readonly Field[] {
  return [...before, ...items(text).map(fieldNamed)]
}

/** A field to sort by; `-` before it turns the order round. */
export function sortOrder(text: string): { readonly field: Field; readonly descending: boolean } {
  const name = text.trim()
  return { field: fieldNamed(name.replace(/^-/, '')), descending: name.startsWith('-') }
}

/** One of the values. */
export function choice<T extends string>(values: readonly T[]): (text: string) => T {
  return (text) => oneOf(values, text.trim())
}

export const language: (text: string) => Language = choice(LANGUAGES)

/** The most nights of a story of the sample company: about as long as evidence is kept. */
const MAX_NIGHTS = 365

/** Nights of the sample company. */
export function nightCount(text: string): number {
  const count = Number(text)
  if (Number.isInteger(count) && count >= 2 && count <= MAX_NIGHTS) return count
  throw new InvalidArgumentError(`It takes a whole number from 2 to ${MAX_NIGHTS}.`)
}

/** A TCP port; 0 takes any that is free. */
export function port(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value > 65_535) throw new InvalidArgumentError('It takes a port, 0 to 65535.')
  return value
}

/** Minutes, with a part of one if need be, as milliseconds. */
export function minutes(text: string): number {
  const value = Number(text)
  if (!/^\d+(\.\d+)?$/.test(text) || value > MAX_MINUTES)
    throw new InvalidArgumentError(`It takes a number of minutes, 0 to ${MAX_MINUTES}.`)
  return value * MINUTE
}

/** A day of the calendar. */
export function day(text: string): Day {
  const found = parseDay(text)
  if (found === undefined) throw new InvalidArgumentError(`'${text}' is no day such as 2026-12-07.`)
  return found
}

/** How many rows, 1 or more. */
export function rowCount(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < 1) throw new InvalidArgumentError('It takes a number of rows, 1 or more.')
  return value
}

/** What other programs, and other standards, call some of the values. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  ...{ english: 'en', 'en-us': 'en', chinese: 'zh', cn: 'zh', 'zh-cn': 'zh', 'zh-hans': 'zh' },
  ...{ md: 'markdown', txt: 'text', ndjson: 'jsonl', excel: 'csv', xlsx: 'csv', sh: 'shell' },
}

/** Who waits longer waits for something else. */
const MAX_MINUTES = 120
const REGION = /^[a-z]{2}(-[a-z0-9]+)+$/
const ACCOUNT = /^\d+$/

function items(text: string): string[] {
  const found = text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
  if (found.length === 0) throw new InvalidArgumentError('It takes at least one value.')
  return found
}

function fieldNamed(name: string): Field {
  const [field] = fieldsNamed([name])
  if (!field) throw new InvalidArgumentError(noField(name))
  return field
}

function oneOf<T extends string>(values: readonly T[], text: string): T {
  const found = values.find((value) => value === text)
  if (found === undefined)
    throw new InvalidArgumentError(
      `'${text}' is not one of ${values.join(', ')}.${didYouMean(OTHER_WORDS[normalForm(text)] ?? text, values)}`,
    )
  return found
}

function regionId(text: string): string {
  if (REGION.test(text)) return text
  const meant = regionMeant(text)
  const hint = meant === undefined ? '' : ` Did you mean ${meant}?`
  throw new InvalidArgumentError(`'${text}' is not a region id such as cn-hangzhou.${hint}`)
}

function matching(text: string, pattern: RegExp, what: string): string {
  if (!pattern.test(text)) throw new InvalidArgumentError(`'${text}' is not ${what}.`)
  return text
}
