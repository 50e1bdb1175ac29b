import * as z from 'zod'
import { region } from '../../shared/config/values.ts'
import { BATCH_STATES, SPOKEN_CLIENTS } from '../../shared/domain/decisions/decision.ts'
import { RULE_IDS } from '../../shared/domain/rules/rule-id.ts'
import { iso, parseInstant } from '../../shared/domain/time.ts'
import { DecisionProblem } from './decision-problem.ts'

/** Characters of a name, and of a reason. */
const MAX_NAME = 100
const MAX_WHY = 500
/** Keys that one statement may name. */
const MAX_KEYS = 50

/** Nothing that breaks lines, hides or turns text around, and no half of a character, which no store keeps. */
const line = (most: number) =>
  z
    .string()
    .trim()
    .regex(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]+$/u)
    .max(most)
const keyName = line(400)
const principal = line(400)
/** Where it is agreed on a moment, a text without an offset is another for each reader. */
const instant = z
  .string()
  .regex(/(Z|[+-]\d{2}:?\d{2})\s*$/i)
  .transform((text, context) => {
    const at = parseInstant(text)
    if (at !== undefined) return iso(at)
    context.addIssue({ code: 'custom' })
    return z.NEVER
  })

/** What is decided, as people give it: keys by id, ARN or alias. */
const decided = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('owner'), key: keyName, owner: line(MAX_NAME) }),
  z.strictObject({ kind: z.literal('waiver'), key: keyName, rule: z.enum(RULE_IDS) }),
  z.strictObject({
    kind: z.literal('keys-statement'),
    principal,
    keys: z.array(keyName).min(1).max(MAX_KEYS),
  }),
  z.strictObject({ kind: z.literal('client-statement'), principal, client: z.enum(SPOKEN_CLIENTS) }),
  z.strictObject({
    kind: z.literal('batch'),
    batch: line(MAX_NAME),
    state: z.enum(BATCH_STATES),
    ticket: line(MAX_NAME).exactOptional(),
    window: z.strictObject({ from: instant, to: instant }).exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('withdrawal'),
    subject: z
      .string()
      .regex(/^\P{Cc}+$/u)
      .max(1_000),
  }),
])

/** A decision as somebody sends it. */
export const requestSchema = z.strictObject({
  accountId: z.string().regex(/^\d{5,20}$/),
  region,
  decision: decided,
  by: line(MAX_NAME),
  why: line(MAX_WHY),
  /** A day of CMK_TIMEZONE, up to whose end it holds. */
  until: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .nullish(),
  /** Number of the decision on this subject that its author saw last; 0: none. */
  after: z.int().min(0).exactOptional(),
})

export type DecisionRequest = z.infer<typeof requestSchema>
export type Decided = DecisionRequest['decision']

const MOMENT = 'a moment with its offset, such as 2026-12-06T01:00:00+08:00'

const TAKES: Readonly<Record<string, string>> = {
  accountId: 'the digits of an account id',
  region: 'a region id, such as cn-hangzhou',
  decision: 'an object with `kind`: owner, waiver, keys-statement, client-statement, batch or withdrawal',
  key: 'a key id, ARN or alias',
  keys: `a list of 1 to ${MAX_KEYS} key ids, ARNs or aliases`,
  owner: `a name of up to ${MAX_NAME} characters on one line`,
  rule: 'the id of a rule that fired, such as multiple-versions',
  principal:
    'a caller as rows name it, such as role/orders; of a language also agent/<first product of its user agent>',
  client: `one of ${SPOKEN_CLIENTS.join(', ')}`,
  batch: 'the id of a batch of the plan',
  state: `one of ${BATCH_STATES.join(', ')}`,
  ticket: `the number of the ticket, up to ${MAX_NAME} characters on one line`,
  window: 'an object with `from` and `to`, ISO 8601',
  from: MOMENT,
  to: MOMENT,
  subject: 'the subject of a decision that holds, as `state` lists it',
  by: `who decides, up to ${MAX_NAME} characters on one line`,
  why: `a reason, up to ${MAX_WHY} characters on one line`,
  until: 'a day, such as 2027-01-31',
  after: 'the number of the last decision that was seen, 0 or more',
}

/** What somebody sent as a request. Throws a `DecisionProblem` that names the member and what it takes. */
export function decisionRequest(given: unknown): DecisionRequest {
  const parsed = requestSchema.safeParse(given)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const path = issue?.path.filter((part) => typeof part === 'string') ?? []
  if (issue?.code === 'unrecognized_keys')
    throw new DecisionProblem('invalid', `There is no member "${String(issue.keys[0]).slice(0, 80)}" in a decision.`)
  const name = path.at(-1) ?? ''
  throw new DecisionProblem(
    'invalid',
    name === ''
      ? 'A decision is a JSON object with accountId, region, decision, by and why.'
      : `"${path.join('.')}" takes ${TAKES[name === 'kind' ? 'decision' : name] ?? 'another value'}.`,
  )
}
