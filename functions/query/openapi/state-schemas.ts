import * as z from 'zod'
import { BATCH_STATES, type Decision, SPOKEN_CLIENTS } from '../../../shared/domain/decisions/decision.ts'
import { RULE_IDS } from '../../../shared/domain/rules/rule-id.ts'
import type { HistoryEntryAsJson } from '../../../shared/rows/history-formats.ts'
import { time, verdict } from './row-schema.ts'

const keyIds = z.array(z.string())
const principal = z.string()

export const decisionValue = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('owner'), keyId: z.string(), owner: z.string() }),
  z.object({ kind: z.literal('waiver'), keyId: z.string(), rule: z.enum(RULE_IDS) }),
  z.object({ kind: z.literal('keys-statement'), principal, keyIds }),
  z.object({ kind: z.literal('client-statement'), principal, client: z.enum(SPOKEN_CLIENTS) }),
  z.object({
    kind: z.literal('batch'),
    batch: z.string(),
    state: z.enum(BATCH_STATES),
    ...{ keyIds, secrets: z.array(z.string()), destination: z.string().nullable() },
    ticket: z.string().exactOptional(),
    window: z.object({ from: time, to: time }).exactOptional(),
  }),
])

/** What is kept of a decision. */
export const decision: z.ZodType<Decision> = z
  .object({
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
  .describe('What a person decided. Nothing is written over: the newest of a subject is what holds')

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
