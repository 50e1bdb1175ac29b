import * as z from 'zod'
import { BATCH_STATES, type DecisionValue, type KnownValue, SPOKEN_CLIENTS } from '../../domain/decisions/decision.ts'
import { RULE_IDS } from '../../domain/rules/rule-id.ts'

const keyIds = z.array(z.string())
const principal = z.string()

/** What a decision says. A member that a newer version added makes it another decision: it may say less than what is known of it. */
export const knownDecision = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('owner'), keyId: z.string(), owner: z.string() }),
  z.strictObject({ kind: z.literal('waiver'), keyId: z.string(), rule: z.enum(RULE_IDS) }),
  z.strictObject({ kind: z.literal('keys-statement'), principal, keyIds }),
  z.strictObject({ kind: z.literal('client-statement'), principal, client: z.enum(SPOKEN_CLIENTS) }),
  z.strictObject({
    kind: z.literal('batch'),
    batch: z.string(),
    state: z.enum(BATCH_STATES),
    ...{ keyIds, secrets: z.array(z.string()), destination: z.string().nullable() },
    ticket: z.string().exactOptional(),
    window: z.strictObject({ from: z.iso.datetime(), to: z.iso.datetime() }).exactOptional(),
  }),
]) satisfies z.ZodType<KnownValue>

/** What any decision has that names keys. */
const named = z.object({
  kind: z.string().catch('?'),
  keyId: z.string().optional().catch(undefined),
  keyIds: keyIds.optional().catch(undefined),
})

/** What a stored decision says; where a newer version wrote what this one cannot read, which kind it names and which keys. */
export function decisionValueOf(stored: unknown): DecisionValue | null {
  if (stored === null) return null
  const parsed = knownDecision.safeParse(stored)
  if (parsed.success) return parsed.data
  const { kind, keyId, keyIds: several = [] } = named.catch({ kind: '?' }).parse(stored)
  return { kind: 'unknown', named: kind, keyIds: keyId === undefined ? several : [keyId, ...several] }
}
