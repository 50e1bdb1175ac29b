import * as z from 'zod'
import { list, region, wholeNumber } from '../../../shared/config/values.ts'
import { parseDay } from '../../../shared/domain/calendar.ts'
import { ENTRY_KINDS } from '../../../shared/domain/history-entries/entry.ts'
import { nearest } from '../../../shared/domain/nearest.ts'
import type { Condition, Selection } from '../../../shared/domain/selection.ts'
import { parseInstant } from '../../../shared/domain/time.ts'
import { VERDICTS } from '../../../shared/domain/verdict.ts'
import { readCondition, splitConditions } from '../../../shared/rows/condition.ts'
import { ApiError } from './api-error.ts'

/** Which rows are asked for, and which part of them. */
export interface PageRequest {
  readonly selection: Selection
  readonly limit: number
  readonly cursor?: string
}

/** Values that one filter may have. */
export const MAX_VALUES = 50
/** Rows of a page. */
export const MAX_ROWS = 1_000
export const DEFAULT_ROWS = 100
/** Longer addresses, in characters, are not read. */
const MAX_URL_LENGTH = 8_192
/** An error repeats no more than so many characters of what it was given. */
const SHOWN = 80

export const accountId = z.string().regex(/^\d{5,20}$/)
/** A key id, alias or ARN, or what could be one: the ARN of the longest alias has fewer characters. */
export const keyName = z.string().regex(/^\P{Cc}{1,400}$/u)

/** Conditions on fields of a row. Function Compute joins those that were given one by one with commas, which stand in values too. */
const conditions = z
  .array(z.string())
  .transform((texts) => texts.flatMap(splitConditions))
  .pipe(z.array(z.string()).max(MAX_VALUES))
  .transform((texts, context): Condition[] =>
    texts.flatMap((text) => {
      const read = readCondition(text)
      if ('condition' in read) return [read.condition]
      context.addIssue({ code: 'custom', message: read.problem })
      return []
    }),
  )

/** Which rows. A list that is given several times comes as one text, joined by commas; conditions come one by one. */
const filters = z.object({
  verdict: values(z.enum(VERDICTS)),
  region: values(region),
  account: values(accountId),
  key: values(keyName),
  where: conditions.exactOptional(),
})

const scopes = z.object({ region: filters.shape.region, account: filters.shape.account })

const state = z.object({
  ...scopes.shape,
  all: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .exactOptional(),
})

const history = z.object({
  ...scopes.shape,
  key: filters.shape.key,
  kind: z.enum(ENTRY_KINDS).exactOptional(),
  since: z
    .string()
    .refine((text) => parseDay(text) !== undefined || parseInstant(text) !== undefined)
    .exactOptional(),
  limit: wholeNumber(MAX_ROWS).default(DEFAULT_ROWS),
  cursor: z.string().min(1).exactOptional(),
})

/** A batch by its id, as the plan makes them. */
const request = z.object({
  ...scopes.shape,
  batch: z
    .string()
    .regex(/^[\w-]{1,100}$/)
    .exactOptional(),
})

const page = z.object({
  ...filters.shape,
  limit: wholeNumber(MAX_ROWS).default(DEFAULT_ROWS),
  cursor: z.string().min(1).exactOptional(),
})

type Name = keyof typeof page.shape | keyof typeof state.shape | keyof typeof history.shape | 'batch'

/** What each takes, for who gave something else, and for the description of the API. */
export const TAKES: Readonly<Record<Name, string>> = {
  verdict: `a comma list of ${VERDICTS.join(', ')}`,
  region: `1 to ${MAX_VALUES} region ids, such as cn-hangzhou, comma separated`,
  account: `1 to ${MAX_VALUES} account ids, digits only, comma separated`,
  key: `1 to ${MAX_VALUES} key ids, ARNs or aliases, comma separated`,
  where: `1 to ${MAX_VALUES} conditions such as calls>100 or tags~team; a comma ends one where another follows`,
  batch: 'the id of one batch, such as batch-0123456789ab',
  limit: `one whole number from 1 to ${MAX_ROWS}`,
  cursor: 'the "next" of the previous page',
  kind: `one of ${ENTRY_KINDS.join(', ')}`,
  since: 'a day of CMK_TIMEZONE such as 2026-11-01, or a moment in ISO 8601 with its offset',
  all: 'true, for what is over or was withdrawn as well, or false',
}

/** The rows that a query string asks for. Throws an `ApiError` that names the parameter, what it got and what it takes. */
export function rowsRequest(query: URLSearchParams): Selection {
  return read(query, filters)
}

/** The page that a query string asks for. Throws the same. */
export function pageRequest(query: URLSearchParams): PageRequest {
  const { limit, cursor, ...selection } = read(query, page)
  return { selection, limit, ...(cursor === undefined ? {} : { cursor }) }
}

/** The scopes that a query string asks for. Throws the same. */
export function scopesRequest(query: URLSearchParams): Pick<Selection, 'account' | 'region'> {
  return read(query, scopes)
}

/** The decisions that a query string asks for. Throws the same. */
export function stateRequest(query: URLSearchParams): Pick<Selection, 'account' | 'region'> & { all?: boolean } {
  return read(query, state)
}

/** The part of the history that a query string asks for. Throws the same. */
export function historyRequest(query: URLSearchParams): z.infer<typeof history> {
  return read(query, history)
}

/** The batches that a query string asks for. Throws the same. */
export function batchesRequest(query: URLSearchParams): z.infer<typeof request> {
  return read(query, request)
}

function read<T>(query: URLSearchParams, shape: z.ZodObject & z.ZodType<T>): T {
  refuseOthers(query, Object.keys(shape.shape))
  const joined = (name: string) => query.getAll(name).join(',')
  const given = [...query.keys()].map((name) => [name, name === 'where' ? query.getAll(name) : joined(name)] as const)
  const parsed = shape.safeParse(Object.fromEntries(given))
  if (parsed.success) return parsed.data as T
  const [issue] = parsed.error.issues
  const name = issue?.path[0] as Name
  if (name === 'where' && issue?.code === 'custom')
    throw new ApiError('bad-request', `The parameter ${name} cannot be read. ${issue.message}`)
  throw new ApiError('bad-request', `The parameter ${name} is "${shortened(joined(name))}"; it takes ${TAKES[name]}.`)
}

/** Throws an `ApiError` for an address that is too long. */
export function refuseLong(url: string): void {
  if (url.length > MAX_URL_LENGTH)
    throw new ApiError('uri-too-long', `The address is too long; it takes up to ${MAX_URL_LENGTH} characters.`)
}

/** Throws an `ApiError` for a parameter of another name than these, naming the one that was probably meant. */
export function refuseOthers(query: URLSearchParams, known: readonly string[]): void {
  for (const name of query.keys()) {
    if (known.includes(name)) continue
    const near = nearest(name.slice(0, SHOWN), known)
    const takes = known.length === 0 ? 'none' : known.join(', ')
    const hint = near === undefined ? `this path takes ${takes}.` : `did you mean ${near}?`
    throw new ApiError('bad-request', `There is no parameter "${shortened(name)}"; ${hint}`)
  }
}

function values<T extends string>(value: z.ZodType<T, string>) {
  return list(z.string()).pipe(z.array(value).min(1).max(MAX_VALUES)).exactOptional()
}

function shortened(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}
