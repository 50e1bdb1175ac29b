import * as z from 'zod'
import { region } from './values.ts'

/** Where further jobs of a night run. */
export type DispatchConfig =
  | { readonly kind: 'local' }
  /** Functions of Function Compute 3.0. */
  | { readonly kind: 'fc3'; readonly region: string }
  /** Functions of Function Compute 2.0, all of one service. */
  | { readonly kind: 'fc2'; readonly region: string; readonly service: string }

/** How many jobs may be under way at once. */
export interface FanOutConfig {
  readonly total: number
  /** Of one account: the quotas of KMS and ActionTrail are an account's. */
  readonly perAccount: number
}

/** Instances that Function Compute gives an account in a region, unless it was asked for more (docs/vendor-facts.md, "Function Compute"). */
export const MAX_FANOUT = 300
const USUAL_PER_ACCOUNT = 4

export const DISPATCH_EXPECTED =
  '`local`, `fc3:<region>`, or `fc2:<region>/<service>` with the service that holds the functions, such as fc3:cn-hangzhou'

/** A name of a service: letters, digits, `_` and `-`, not first a digit or `-`, up to 128 (CreateService of 2021-04-06). */
const SERVICE = /^[A-Za-z_][\w-]{0,127}$/

/** CMK_DISPATCH. Its issue says what is wrong with the target. */
export const dispatchValue = z.string().transform((text, context): DispatchConfig => {
  const refuse = (message: string) => {
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  }
  if (text === 'local') return { kind: 'local' }
  const [, kind, rest = ''] = /^(fc[23]):(.*)$/.exec(text) ?? []
  if (kind === undefined) return refuse('it is none of them')
  const [place = '', service, ...more] = rest.split('/')
  if (!region.safeParse(place).success) return refuse(`"${place}" is no region`)
  if (kind === 'fc3') {
    return service === undefined ? { kind, region: place } : refuse('functions of 3.0 have no service')
  }
  if (service === undefined || service === '') return refuse('it names no service')
  if (more.length > 0 || !SERVICE.test(service)) return refuse(`"${[service, ...more].join('/')}" is no service`)
  return { kind: 'fc2', region: place, service }
})

const COUNT_IN_FILE = { type: 'integer', minimum: 1, maximum: MAX_FANOUT }

/** CMK_FANOUT: jobs in all, and behind a comma those of an account. */
export const fanOutValue = z
  .string()
  .regex(/^\d{1,4}(\s*,\s*\d{1,4})?$/)
  .transform((text) => text.split(',').map(Number))
  .transform(([total = 0, perAccount = Math.min(USUAL_PER_ACCOUNT, total)]): FanOutConfig => ({ total, perAccount }))
  .refine(({ total, perAccount }) => total >= 1 && total <= MAX_FANOUT && perAccount >= 1 && perAccount <= total)
  .meta({
    inFile: {
      anyOf: [COUNT_IN_FILE, { type: 'array', items: COUNT_IN_FILE, minItems: 1, maxItems: 2 }],
    },
  })
