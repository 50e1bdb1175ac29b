import * as z from 'zod'
import { CALLER_STATES } from '../../../shared/domain/after-move/after-move.ts'
import { CLIENTS, NETWORKS } from '../../../shared/domain/caller.ts'
import { PROTECTION_LEVELS } from '../../../shared/domain/key.ts'
import { RESOURCE_KINDS, RESOURCE_SERVICES } from '../../../shared/domain/resources/key-resource.ts'
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
    protectionLevel: z.enum(PROTECTION_LEVELS).exactOptional().describe('Not there where KMS does not say so'),
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
  vpcs: z.array(z.string()).max(20).exactOptional().describe('Ids of the VPCs that its calls came from'),
  otherVpcs: z.literal(true).exactOptional().describe('Calls came from VPCs too whose ids are not known'),
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

const resource = z.object({
  service: z.enum([...RESOURCE_SERVICES, 'tag']),
  kind: z.enum(RESOURCE_KINDS),
  id: z.string().describe("The resource's own id or name; the region of a default disk key; the key of a tag"),
  use: z.string().describe("The service's word for what the key does there, or for the state of the resource"),
  attachedTo: z.string().describe('The ECS instance that a disk is attached to').exactOptional(),
})

const resourceRead = z.object({
  service: z.enum(RESOURCE_SERVICES),
  unread: text.describe('Why its resources were not read; `null`: they were'),
})

const afterMove = z
  .object({
    moved: z
      .object({ after: time.nullable(), by: time })
      .describe('Between which moments the key moved: no event tells the moment itself'),
    closesAt: time
      .nullable()
      .describe("When the page's month for modifying applications ends, at the earliest; `null`: they keep their SDK"),
    complete: z.boolean().describe('Whether all events since the move were read'),
    instanceLog: z.object({
      state: z
        .enum(['read', 'incomplete', 'not-there', 'not-asked'])
        .describe("The instance's own log in Log Service; it is never switched on by this program"),
      reason: z.string().exactOptional(),
    }),
    left: count.describe('Callers that still have to change, as far as anything shows'),
    failing: count.describe('Those of them whose last calls failed'),
    silent: count.describe('Those of them that were not seen since the move'),
    callers: z
      .array(
        z.object({
          principal: z.string().describe('As in `usage.callers`, or `aap/<name>` of an application access point'),
          state: z.enum(CALLER_STATES),
          left: z.boolean(),
          clients: z.array(z.enum(CLIENTS)),
          operations: z
            .array(z.string())
            .describe('Through the shared gateway since the move, as `calls` and `failures`'),
          failingOperations: z
            .array(z.string())
            .describe('Of a failing one: the operations whose last calls failed; absent in rows of older versions')
            .exactOptional(),
          calls: count,
          failures: count,
          instanceCalls: count.describe("Through the dedicated gateway, by the instance's log"),
          lastSeenAt: time,
          events: z.array(z.string()),
        }),
      )
      .max(50)
      .describe('The most pressing first'),
    moreCallers: count,
    peak: z
      .object({ at: time, calls: count })
      .nullable()
      .describe('The busiest hour of all moved keys of the account and region through the shared gateway'),
    rotationOff: z.boolean().describe('Automatic rotation was on before the move, and was not seen on since'),
  })
  .describe('Only of a key that moved into a KMS instance: what became of its callers')

const scenario = z
  .union([z.literal(1), z.literal(2)])
  .nullable()
  .describe(
    "The scenario of the vendor's page: 1, only cloud services use the key; 2, applications do; `null`: not known; absent in rows of older versions",
  )
  .exactOptional()

/** The fields of a row as it is shown. */
export const rowFields = {
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
  scenario,
  rules: z.enum(RULE_PACKS).describe('The rule pack that judged'),
  facts,
  findings: z.array(finding),
  usage,
  observed,
  checkedAt: time.describe('The evaluation time of the run that last checked the key; ISO 8601, UTC'),
  changedAt: time.describe('Since when the verdict holds; ISO 8601, UTC'),
  tags: z.array(z.object({ key: z.string(), value: z.string() })),
  owner: text.describe('The owner that a person or its tags name; `null` where none does'),
  secrets: z.array(z.string()).describe('Names of secrets that are encrypted with it'),
  unread: z.array(unread).describe('Facts that could not be read, and why'),
  resources: z
    .array(resource)
    .describe('Cloud resources that name the key, at most 200; absent in rows of older versions')
    .exactOptional(),
  moreResources: count.describe('Resources beyond those listed').exactOptional(),
  resourceReads: z
    .array(resourceRead)
    .describe('The services of CMK_RESOURCES, and why one was not read; a service that is not there was not asked')
    .exactOptional(),
  waivers: z
    .array(z.object({ rule: z.string(), by: z.string(), at: time, why: z.string(), until: time.nullable() }))
    .describe('Findings that somebody has taken note of; they change no verdict')
    .exactOptional(),
  afterMove: afterMove.exactOptional(),
  staleVerdict: verdict
    .describe('Only where the row was not checked for 48 hours, so that `verdict` is `unknown`: what it was then')
    .exactOptional(),
}

/** A row as it is shown. */
export const row: z.ZodType<RowAsJson> = z
  .object(rowFields)
  .describe('A key and its verdict. More fields may be added; these stay.')
