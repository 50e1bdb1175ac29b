import * as z from 'zod'
import { BATCH_STATES } from '../../../shared/domain/decisions/decision.ts'
import { PROTECTION_LEVELS } from '../../../shared/domain/key.ts'
import type { RequestAsJson } from '../../../shared/views/request-json.ts'
import { interval, time, verdict } from './row-schema.ts'

const scope = { accountId: z.string(), region: z.string() }

const inLanguages = z.object({ en: z.string(), zh: z.string() }).describe('Plain text')

const key = z.object({
  ...{ keyId: z.string(), arn: z.string(), aliases: z.array(z.string()), owner: z.string().nullable(), verdict },
  keySpec: z.string().nullable(),
  protectionLevel: z.enum(PROTECTION_LEVELS).nullable(),
  scenario: z.literal([1, 2]).nullable().describe('Of the page: 1 cloud services only, 2 applications'),
  decidedBy: z.array(z.string()).describe('Ids of the rules that decide'),
  events: z.array(z.string()).describe('Ids of the deciding events'),
})

const step = z.object({
  id: z.string(),
  when: z.enum(['before', 'after']).describe('The move'),
  principal: z.string().nullable().describe('Whose application has to change; null: a matter for the owner of the key'),
  by: time.nullable(),
  keys: z.array(z.string()).describe('Key ids'),
  text: inLanguages,
  code: z.string().nullable().describe('A command or a piece of configuration'),
})

const batch = z.object({
  id: z.string(),
  ...scope,
  way: z.enum(['ticket', 'tool']).describe("Technical support moves the keys, or the console's migration tool does"),
  destination: z.string().nullable(),
  window: interval.nullable(),
  agreed: z.boolean().describe('The window was agreed with the vendor'),
  state: z.enum(BATCH_STATES).nullable().describe('null: nobody has decided about it'),
  ticketNumber: z.string().nullable(),
  keys: z.array(key),
  notReady: z.array(key).describe('Ready when it was requested, and not any more'),
  moved: z.array(key).describe('In a KMS instance by now'),
  gone: z.array(z.string()).describe('Ids of keys that the table no longer has'),
  secrets: z.array(z.string()),
  missing: z.array(z.enum(['window', 'window-past', 'destination'])),
  text: inLanguages,
  steps: z.array(step),
})

/** What the vendor is asked for. */
export const request: z.ZodType<RequestAsJson> = z.object({
  asOf: time.nullable(),
  timezone: z.string().describe('CMK_TIMEZONE'),
  batches: z.array(batch),
  support: z.array(z.object({ ...scope, keys: z.array(key), text: inLanguages })),
})
