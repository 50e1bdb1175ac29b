import * as z from 'zod'
import { type OwnRangeList, readOwnRanges } from '../domain/own-range.ts'
import { type Destination, parseDestination } from '../domain/plan/destination.ts'
import { parseFreeze } from '../domain/plan/freezes.ts'
import type { DayRange } from '../domain/plan/plan.ts'

/**
 * What the values of variables look like. Every schema takes text; its one message says what the value may be. A file may hold some values
 * in a form of its own, which `inFile` describes as JSON Schema does: what becomes of it is the text that the schema takes.
 */

/** A comma list, without empty items and repetitions. One of nothing but commas is none: whoever wrote it means something. */
export function list(item: z.ZodType<string, string>) {
  return z
    .string()
    .refine((text) => text === '' || /[^,\s]/.test(text), 'it lists nothing')
    .transform((text) => [...new Set(text.split(',').map((part) => part.trim()))].filter((part) => part !== ''))
    .pipe(z.array(item))
    .meta({ inFile: { type: 'array', items: itemInFile(item) } })
}

/** YAML has an account id for a number. */
function itemInFile(item: z.ZodType<string, string>) {
  const { $schema: _, ...schema } = z.toJSONSchema(item, { io: 'input', target: 'draft-7' })
  const takesIds = 'pattern' in schema && item.safeParse('1000000000000001').success
  return takesIds ? { ...schema, type: ['string', 'integer'] } : schema
}

/** A decimal number above 0 and up to `most`. */
export function amount(most: number) {
  return z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .transform(Number)
    .pipe(z.number().positive().max(most))
    .meta({ inFile: { type: 'number', exclusiveMinimum: 0, maximum: most } })
}

/** A whole number from 1 to `most`. */
export function wholeNumber(most: number) {
  return z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .pipe(z.int().min(1).max(most))
    .meta({ inFile: { type: 'integer', minimum: 1, maximum: most } })
}

export const region = z.string().regex(/^[a-z]+(-[a-z0-9]+)+$/)
/** CMK_OWN_CIDRS. Its issue says what is wrong with which range. */
export const ownRanges = list(z.string()).transform((items, context): OwnRangeList => {
  const read = readOwnRanges(items)
  if (!('problem' in read)) return read
  context.addIssue({ code: 'custom', message: read.problem })
  return z.NEVER
})
/** CMK_FREEZES: local days and ranges of them. */
export const freezes = list(z.string()).transform((items, context): DayRange[] =>
  items.flatMap((item) => {
    const range = parseFreeze(item)
    if (range) return [range]
    context.addIssue({ code: 'custom', message: `"${item}" is neither` })
    return []
  }),
)
/** CMK_DESTINATION: one KMS instance a region. */
export const destinations = list(z.string()).transform((items, context): Record<string, Destination> => {
  const found = new Map<string, Destination>()
  for (const item of items) {
    const destination = parseDestination(item)
    const problem = destination === undefined ? 'is none' : 'names a region twice'
    if (destination === undefined || found.has(destination.region))
      context.addIssue({ code: 'custom', message: `"${item}" ${problem}` })
    else found.set(destination.region, destination)
  }
  return Object.fromEntries(found)
})
/** Names of RAM roles (CreateRole, RoleName: letters, digits, `.` and `-`), and those that older roles have. */
export const roleName = z.string().regex(/^[\w.@-]{1,64}$/)

/** An address without path, query or credentials in it. */
export const address = z.string().refine((text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) return false
  return url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '' && url.password === ''
})

export const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    context.addIssue({ code: 'custom', message: 'no JSON' })
    return z.NEVER
  }
})
