import * as z from 'zod'
import { CLIENTS, NETWORKS } from '../../../shared/domain/caller.ts'
import { RULE_PACKS } from '../../../shared/domain/rules/rule-packs.ts'
import { VERDICTS } from '../../../shared/domain/verdict.ts'
import { FACT_NAMES } from '../../../shared/rows/fields.ts'
import type { RowAsJson } from '../../../shared/rows/row-as-json.ts'

/** The shapes that rows are described with. The compiler holds them to the types of the domain, the tests to what is answered. */

export const time = z.string().meta({ format: 'date-time', description: 'ISO 8601, UTC' })
export const count = z.int().min(0)
export const verdict = z.enum(VERDICTS)
export const interval = z.object({ from: time, to: time })
const effect = z.enum([...VERDICTS, 'note']).describe('A verdict, or `note`: for information only')
const text = z.string().nullable()

const facts = z
  .object({
    keyState: text,
    keySpec: text,
    keyUsage: text,
    origin: text,
    automaticRotation: text,
    versions: count.nullable(),
    kmsInstanceId: text,
    createdAt: time.nullable(),
    nextRotationAt: time.nullable().describe('When KMS makes the next key version by itself'),
  })
  .describe('What KMS says. `null`: it has none, or it could not be read (see `unread`)')

const finding = z.object({
  rule: z.string(),
  effect,
  message: z.string().describe('What was found, in English'),
  action: z.string().describe('What to do about it; empty where nothing needs doing'),
  source: z.string().describe("The vendor's page that the rule is based on; empty for a stale row"),
  events: z.array(z.string()).describe('Ids of the deciding ActionTrail events, newest first, at most 10'),
  data: z
    .record(z.string(), z.union([z.string(), z.number(), z.array(z.string())]))
    .describe('The values in the message'),
})

const caller = z.object({
  principal: z.string().describe('`root`, `user/<name>`, `role/<name>`, `service/<host>` or `unknown`'),
  client: z.enum(CLIENTS),
  network: z.enum(NETWORKS),
  operations: z.array(z.string()),
  calls: count,
  failures: count,
  lastSeenAt: time,
})

const usage = z
  .object({
    calls: count,
    failures: count,
    byOperation: z.record(z.string(), count),
    lastUsedAt: time.nullable(),
    callers: z.array(caller).max(50).describe('The most telling first'),
    moreCallers: count.describe('Callers beyond those listed'),
    hours: z.array(count).length(24).describe('Calls by hour of the day, UTC'),
    week: z
      .array(count)
      .length(168)
      .describe(
        'Calls by hour of the week, UTC: weekday * 24 + hour, Monday = 0. Absent where an older version judged the key',
      )
      .exactOptional(),
  })
  .describe('Cryptographic operations in the window, of every caller and outcome')

const observed = z
  .object({ from: time, to: time, complete: z.boolean(), gaps: z.array(interval) })
  .describe('What the verdict looked back over, and where the trail was not read')

const unread = z.object({
  fact: z.enum([...FACT_NAMES, 'arn', 'creatorType', 'secrets', 'aliases']),
  reason: z.string(),
})

/** A row as it is shown. */
export const row: z.ZodType<RowAsJson> = z
  .object({
    accountId: z.string(),
    region: z.string(),
    keyId: z.string(),
    arn: z.string(),
    aliases: z.array(z.string()),
    verdict,
    decidedBy: z
      .array(z.string())
      .describe(
        'Ids of the rules that decided the verdict: none for `ready`, `stale` for a row that was not checked for 48 hours',
      ),
    rules: z.enum(RULE_PACKS).describe('The rule pack that judged'),
    facts,
    findings: z.array(finding),
    usage,
    observed,
    checkedAt: time.describe('The evaluation time of the run that last checked the key; ISO 8601, UTC'),
    changedAt: time.describe('Since when the verdict holds; ISO 8601, UTC'),
    tags: z.array(z.object({ key: z.string(), value: z.string() })),
    owner: text.describe('The owner that its tags name; `null` where none does'),
    secrets: z.array(z.string()).describe('Names of secrets that are encrypted with it'),
    unread: z.array(unread).describe('Facts that could not be read, and why'),
    staleVerdict: verdict
      .describe('Only where the row was not checked for 48 hours, so that `verdict` is `unknown`: what it was then')
      .exactOptional(),
  })
  .describe('A key and its verdict. More fields may be added; these stay.')
