import * as z from 'zod'
import type { Decision } from '../../../shared/domain/decisions/decision.ts'
import type { HistoryEntryAsJson } from '../../../shared/rows/history-formats.ts'
import { knownDecision } from '../../../shared/store/records/decision-value.ts'
import { time, verdict } from './row-schema.ts'

const keyIds = z.array(z.string())

const decisionValue = z.discriminatedUnion('kind', [
  ...knownDecision.options,
  z
    .object({ kind: z.literal('unknown'), named: z.string(), keyIds })
    .describe('A newer version wrote it, of a kind that this one does not know; it decides nothing'),
])

const kept = z.object({
  accountId: z.string(),
  region: z.string(),
  subject: z.string().describe('What it is about: `owner/<key id>`, `waiver/<key id>/<rule>`, `batch/<id>`, …'),
  number: z.int().min(1).describe('One more than that of the decision that it follows'),
  value: decisionValue.nullable().describe('`null`: what held was withdrawn'),
  by: z.string(),
  at: time,
  why: z.string(),
  until: time.nullable().describe('From then on it holds no more; `null`: until it is withdrawn'),
})

/** What is kept of a decision. */
export const decision: z.ZodType<Decision> = kept.describe(
  'What a person decided. Nothing is written over: the newest of a subject is what holds',
)

/** A decision that was added. */
export const decisionMade = kept.extend({
  warning: z.string().describe('It is about a caller that no key shows; in English').exactOptional(),
})

const change = { at: time, accountId: z.string(), region: z.string(), why: z.array(z.string()) }

const historyEntry: z.ZodType<HistoryEntryAsJson> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('verdict'),
    ...change,
    keyId: z.string(),
    before: verdict.nullable().describe('`null`: the key was seen for the first time'),
    after: verdict.nullable().describe('`null`: the key no longer exists'),
    events: z.array(z.string()),
  }),
  z.object({
    kind: z.literal('decision'),
    ...change,
    keyIds: keyIds.describe('The keys that it names'),
    subject: z.string(),
    number: z.int().min(1),
    before: decisionValue.nullable().describe('What held before'),
    after: decisionValue.nullable().describe('`null`: what held was withdrawn'),
    by: z.string(),
    until: time.nullable(),
  }),
])

/** A part of the history. */
export const history = z.object({
  entries: z.array(historyEntry).describe('Newest first'),
  next: z.string().describe('The cursor of the next part; absent on the last').exactOptional(),
})
