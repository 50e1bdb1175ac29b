import { z } from 'zod'
import { list } from '../../../shared/config/values.ts'
import { LANGUAGES, type Language, VERDICTS, type Verdict } from '../../../shared/domain/verdict.ts'
import { ApiError } from '../api-error.ts'

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
  const { verdict = [], region = '', account = '', owner = '', q = '', sort = 'verdict', page = 1, lang } = parsed.data
  const dir = parsed.data.dir ?? firstDirection(sort)
  return { verdict, region, account, owner, q, sort, dir, page, ...(lang && { lang }) }
}

/** Worst verdict first, owners by name, most calls first, newest first. */
export function firstDirection(sort: SortName): Direction {
  return sort === 'verdict' || sort === 'owner' ? 'asc' : 'desc'
}

/** The query string of a view, with changes: empty, or begins with `?`. What is as by default is left out. */
export function queryOf(view: View, changes: Partial<View> = {}): string {
  const next = { ...view, page: 1, ...changes }
  const query = new URLSearchParams()
  if (next.verdict.length > 0) query.set('verdict', next.verdict.join(','))
  for (const name of ['region', 'account', 'owner', 'q'] as const) if (next[name] !== '') query.set(name, next[name])
  if (next.sort !== 'verdict') query.set('sort', next.sort)
  if (next.dir !== firstDirection(next.sort)) query.set('dir', next.dir)
  if (next.page > 1) query.set('page', String(next.page))
  if (next.lang !== undefined) query.set('lang', next.lang)
  return query.size === 0 ? '' : `?${query}`
}
