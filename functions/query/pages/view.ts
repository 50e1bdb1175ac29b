import * as z from 'zod'
import { list } from '../../../shared/config/values.ts'
import { LANGUAGES, type Language } from '../../../shared/domain/language.ts'
import { VERDICTS, type Verdict } from '../../../shared/domain/verdict.ts'
import { zoneName } from '../../../shared/text/dates.ts'
import type { ReportContext } from '../../../shared/text/reader.ts'
import { ApiError } from '../api/api-error.ts'

export const SORT_NAMES = ['verdict', 'owner', 'calls', 'last', 'changed'] as const
export type SortName = (typeof SORT_NAMES)[number]
export type Direction = 'asc' | 'desc'

/** Which keys a reader looks at, and how: all of it stands in the address, so that it can be sent to somebody else. */
export interface View {
  readonly verdict: readonly Verdict[]
  /** Empty: all. */
  readonly region: string
  readonly account: string
  /** Case does not count; `-`: no tag names one. */
  readonly owner: string
  /** Words that id, aliases, tags or callers must hold, all of them. */
  readonly q: string
  readonly sort: SortName
  readonly dir: Direction
  /** From 1. */
  readonly page: number
  /** Only where the address names one. */
  readonly lang?: Language
  /** Times in UTC, not in the zone of CMK_TIMEZONE. */
  readonly tz?: 'utc' | undefined
}

/** Who reads a page that is reached from the dashboard, and from where. */
export interface PageReader {
  readonly context: ReportContext
  /** The dashboard, from here. */
  readonly home: string
  /** What its reader looked at there. */
  readonly view: View
  /** CMK_TIMEZONE. */
  readonly ownZone: string
}

/** An empty value is what a form sends for "all". */
const fields = z.object({
  verdict: list(z.string()).pipe(z.array(z.enum(VERDICTS))),
  region: z.string().max(100),
  account: z.string().max(100),
  owner: z.string().max(400),
  q: z.string().max(400),
  sort: z.enum(SORT_NAMES),
  dir: z.enum(['asc', 'desc']),
  page: z
    .string()
    .regex(/^[1-9]\d{0,6}$/)
    .transform(Number),
  lang: z.enum(LANGUAGES),
  tz: z.string().toLowerCase().pipe(z.literal('utc')),
})

type Name = keyof typeof fields.shape

const TAKES: Readonly<Record<Name, string>> = {
  verdict: VERDICTS.join(', '),
  region: 'a region id',
  account: 'an account id',
  owner: 'an owner, or - for keys without one',
  q: 'up to 400 characters',
  sort: SORT_NAMES.join(', '),
  dir: 'asc, desc',
  page: 'a whole number from 1',
  lang: LANGUAGES.join(', '),
  tz: 'utc',
}

/** The view that an address asks for. Throws an `ApiError` for a value that it does not take; other parameters are let be. */
export function viewOf(query: URLSearchParams): View {
  const texts = Object.fromEntries(
    Object.keys(TAKES).flatMap((name) => {
      const text = query.getAll(name).filter(Boolean).join(',')
      return text === '' ? [] : [[name, text]]
    }),
  )
  const parsed = fields.partial().safeParse(texts)
  if (!parsed.success) {
    const name = parsed.error.issues[0]?.path[0] as Name
    throw new ApiError('bad-request', `The parameter ${name} takes ${TAKES[name]}.`)
  }
  const {
    verdict = [],
    region = '',
    account = '',
    owner = '',
    q = '',
    sort = 'verdict',
    page = 1,
    lang,
    tz,
  } = parsed.data
  const dir = parsed.data.dir ?? firstDirection(sort)
  return { verdict, region, account, owner, q, sort, dir, page, ...(lang && { lang }), ...(tz && { tz }) }
}

/** Worst verdict first, owners by name, most calls first, newest first. */
export function firstDirection(sort: SortName): Direction {
  return sort === 'verdict' || sort === 'owner' ? 'asc' : 'desc'
}

/** The query string of a view, with changes: empty, or begins with `?`. What is as by default is left out. `more`: parameters besides. */
export function queryOf(view: View, changes: Partial<View> = {}, more?: URLSearchParams): string {
  const next = { ...view, page: 1, ...changes }
  const query = new URLSearchParams()
  if (next.verdict.length > 0) query.set('verdict', next.verdict.join(','))
  for (const name of ['region', 'account', 'owner', 'q'] as const) if (next[name] !== '') query.set(name, next[name])
  if (next.sort !== 'verdict') query.set('sort', next.sort)
  if (next.dir !== firstDirection(next.sort)) query.set('dir', next.dir)
  if (next.page > 1) query.set('page', String(next.page))
  if (next.lang !== undefined) query.set('lang', next.lang)
  if (next.tz !== undefined) query.set('tz', next.tz)
  for (const [name, value] of more ?? []) query.append(name, value)
  return query.size === 0 ? '' : `?${query}`
}

/** A link to a page with the times of another zone, and how it is called. */
export interface ZoneLink {
  readonly href: string
  readonly text: string
}

/** The page in UTC, or back in CMK_TIMEZONE; none where both are one. */
export function otherZone(
  ownZone: string,
  { tz }: View,
  hrefOf: (changes: Pick<View, 'tz'>) => string,
): ZoneLink | undefined {
  const own = zoneName(ownZone)
  if (own === 'UTC') return undefined
  const href = hrefOf({ tz: tz === undefined ? 'utc' : undefined })
  // An empty address would keep the query of this page.
  return { href: href === '' ? '?' : href, text: tz === undefined ? 'UTC' : own }
}
