import * as z from 'zod'
import { CALLER_STATES } from '../../../shared/domain/after-move/after-move.ts'
import { BATCH_STATES, type Decision } from '../../../shared/domain/decisions/decision.ts'
import { PROBED_OPERATIONS } from '../../../shared/domain/event-shape.ts'
import { FINDING_LEVELS } from '../../../shared/domain/instances/instance-finding.ts'
import { INSTANCE_KINDS } from '../../../shared/domain/instances/instance-kind.ts'
import type { InstanceRow } from '../../../shared/domain/instances/instance-row.ts'
import type { InEnglish } from '../../../shared/domain/messages/text-in.ts'
import { MAX_BATCH, WEEKDAYS } from '../../../shared/domain/plan/plan.ts'
import type { Diagnostic } from '../../../shared/domain/readiness.ts'
import { RULE_PACKS } from '../../../shared/domain/rules/rule-packs.ts'
import type { ScopeEvidence } from '../../../shared/domain/scope-evidence.ts'
import { VERDICTS } from '../../../shared/domain/verdict.ts'
import type { ComparisonAsJson } from '../../../shared/rows/comparison-formats.ts'
import type { PlanAsJson } from '../../../shared/rows/plan-as-json.ts'
import { ERROR_CODES, type ErrorCode } from '../api/api-error.ts'
import type { KeyAsJson } from '../api/key-answer.ts'
import type { Summary } from '../api/summary.ts'
import { request } from './request-schema.ts'
import { count, interval, row, rowFields, time, verdict } from './row-schema.ts'
import { decision, decisionMade, history } from './state-schemas.ts'

const scope = { accountId: z.string(), region: z.string() }
const byVerdict = z.partialRecord(z.enum(VERDICTS), count)

const diagnostic: z.ZodType<InEnglish<Diagnostic>> = z
  .object({
    accountId: z.string(),
    region: z.string().exactOptional(),
    keyId: z.string().exactOptional(),
    stage: z.enum(['inventory', 'usage', 'assess']),
    status: z.enum(['denied', 'throttled', 'unreachable', 'error', 'skipped', 'incomplete']),
    action: z.string().describe('What was asked, such as ListKeys'),
    code: z.string().exactOptional(),
    requestId: z.string().exactOptional(),
    message: z.string(),
    advice: z.string().describe('What to do about it'),
    fatal: z.boolean().describe('Nothing of the account and region could be judged because of it'),
    asOf: time,
  })
  .describe('Something that kept the last run from seeing everything')

const movedKeys = z
  .object({
    keys: count,
    needAttention: count.describe('Those for which somebody has to act'),
    listed: z
      .array(
        z.object({
          ...{ ...scope, keyId: z.string(), aliases: z.array(z.string()), owner: z.string().exactOptional() },
          ...{ left: count, failing: count, closesAt: time.nullable(), rotationOff: z.boolean() },
          callers: z
            .array(z.object({ principal: z.string(), state: z.enum(CALLER_STATES) }))
            .describe('Empty here: a row names them'),
        }),
      )
      .max(50),
  })
  .describe('Keys that have moved and that somebody still calls the old way, the most pressing first')

const summary: z.ZodType<InEnglish<Summary>> = z.object({
  madeAt: time,
  rules: z.enum(RULE_PACKS).describe('The rule pack that judged most rows; that of CMK_RULES where there is none'),
  rulePacks: z.partialRecord(z.enum(RULE_PACKS), count).describe('How many rows each pack judged'),
  configuredRules: z.enum(RULE_PACKS).describe('CMK_RULES: the pack that the next audit judges by'),
  night: z.object({
    state: z.enum(['done', 'unfinished', 'nothing-judged', 'missed', 'never']),
    lastAsOf: time.nullable(),
    unfinished: z.array(z.object(scope)),
    ownRanges: z.array(z.array(z.string())).describe('The lists of CMK_OWN_CIDRS that the run judged by, each once'),
  }),
  totals: z.object({
    keys: count,
    byVerdict,
    byScope: z.array(z.object({ ...scope, keys: count, byVerdict })),
  }),
  moves: movedKeys,
  freshness: z.array(z.object({ ...scope, oldestCheckedAt: time, newestCheckedAt: time, stale: count })),
  gaps: z.array(z.object({ ...scope, keys: count, gaps: z.array(interval) })),
  diagnostics: z.array(diagnostic),
})

const control = z.object({
  state: z.enum(['proven', 'unproven', 'unknown']),
  eventAt: time.nullable().describe('The newest event that was shown'),
  ownCallsAt: time.nullable().describe('The newest calls of this suite that were found among the events'),
  problem: z.enum(['no-event', 'own-calls-missing', 'events-missing', 'contradiction']).nullable(),
})

const seenDays = z.object({
  source: z.string().nullable().describe('As CMK_SOURCE names it; null where an older version did not say'),
  mode: z.string().nullable(),
  days: z.number(),
  intervals: z.array(interval),
})

const callShape = z.object({
  operation: z.enum(PROBED_OPERATIONS),
  dryRun: z.boolean(),
  shown: z.enum(['yes', 'no', 'not-yet']),
  delaySeconds: z.number().nullable(),
  event: z
    .object({
      keyIn: z.array(z.string()).describe('Fields that name the key'),
      maskedIn: z.array(z.string()),
      tied: z.boolean().describe('Whether the event tells which key it was'),
      ciphertext: z.enum(['whole', 'cut', 'lost', 'absent', 'none']),
      responseElements: z.boolean(),
      eventRW: z.enum(['Read', 'Write', 'other', 'absent']),
      vpcId: z.boolean(),
      sourceIpAddress: z.boolean(),
      userAgent: z.enum(['as-sent', 'cut', 'other', 'absent']),
      dryRunVisible: z.boolean().nullable(),
      identity: z.array(z.string()).describe('Fields of userIdentity that are filled'),
    })
    .describe('No value of the event; absent where none was shown')
    .exactOptional(),
})

const seenShape = z.object({
  source: z.string(),
  at: time,
  problem: z.enum(['operations-not-shown', 'agents-changed']).nullable().describe('What makes verdicts unknown'),
  operations: z.array(z.string()),
  untied: z.array(z.string()).describe('Operations whose events do not tell their key'),
  calls: z.array(callShape),
})

const evidence: z.ZodType<readonly InEnglish<ScopeEvidence>[]> = z.array(
  z.object({
    ...scope,
    asOf: time,
    window: interval.nullable().describe('The longest observation window of any key; null where no key needs one'),
    days: z.number(),
    seen: z.array(seenDays),
    missing: z.array(interval),
    missingDays: z.number(),
    secondsLeft: z.number().nullable().describe('About how long reading what is missing takes'),
    control: control.describe('Whether the source is known to be alive'),
    reasons: z.array(z.string()),
    shape: z.array(seenShape).describe('What doctor --probe found that the events of each source hold'),
  }),
)

const plannedWindow = z.object({
  from: time,
  to: time,
  weekday: z.enum(WEEKDAYS).describe('On which it begins, in the zone of the plan'),
  expectedCalls: z.number().min(0).describe('Calls with keys of the batch in such hours, on average'),
  weeksOfEvidence: count.describe(
    'How often these hours were observed, of the key that was observed least; 0 only of an agreed window: expectedCalls says nothing then',
  ),
})

const batch = z.object({
  id: z.string().describe('Stays the same while the same keys are in the batch, and once it was requested'),
  ...scope,
  destination: z.string().nullable().describe('The KMS instance of CMK_DESTINATION; null where none is configured'),
  state: z.enum(BATCH_STATES).nullable().describe('How far it is once it was requested; null: nobody has requested it'),
  ticket: z.string().nullable().describe("The number of the vendor's ticket"),
  window: plannedWindow
    .nullable()
    .describe('The agreed one where there is; null where there is no evidence of a quiet hour, or none is free'),
  keys: z.array(z.string()).max(MAX_BATCH).describe('Key ids'),
  secrets: z.array(z.string()).max(MAX_BATCH).describe('Names of secrets, which follow their keys'),
  why: z.array(z.string()),
})

const comparison: z.ZodType<ComparisonAsJson> = z.object({
  asOf: time.nullable().describe('The newest facts; null where there is no key'),
  packs: z.array(z.enum(RULE_PACKS)),
  keys: count.describe('Keys that were judged'),
  differing: count.describe('Keys whose verdicts differ'),
  totals: z.partialRecord(z.enum(RULE_PACKS), byVerdict),
  settings: z
    .array(
      z.object({
        setting: z.enum(['CMK_OBSERVATION_DAYS', 'CMK_OWN_CIDRS', 'CMK_DESTINATION']),
        ...{ audited: z.string(), now: z.string(), scopes: z.array(z.object(scope)) },
      }),
    )
    .describe('By which the last audit judged otherwise than is judged here'),
  rows: z.array(
    z.object({
      ...scope,
      keyId: z.string(),
      aliases: z.array(z.string()),
      owner: z.string().nullable(),
      verdicts: z.partialRecord(z.enum(RULE_PACKS), verdict),
      differs: z.boolean(),
      why: z.array(
        z.object({
          rule: z.string(),
          effects: z
            .partialRecord(z.enum(RULE_PACKS), z.enum([...VERDICTS, 'note']).nullable())
            .describe('null: the pack does not know the rule, or it did not fire'),
          message: z.string(),
          action: z.string(),
        }),
      ),
    }),
  ),
})

const destination = z.object({
  ...scope,
  instance: z.string().nullable().describe('null where CMK_DESTINATION names none for the region'),
  kind: z.enum(INSTANCE_KINDS).nullable().describe('As CMK_DESTINATION says it; no API does'),
  findings: z
    .array(
      z.object({
        id: z.string(),
        level: z
          .enum(FINDING_LEVELS)
          .describe('problem: does not fit; check: only a person can tell; advice: what to choose or buy'),
        params: z.record(z.string(), z.unknown()),
        message: z.string(),
      }),
    )
    .describe('The worst first; numbers are of all accounts of the region together'),
  buy: z
    .object({ kind: z.enum(INSTANCE_KINDS), keys: count, secrets: count, qps: count.nullable() })
    .nullable()
    .describe('What to buy where the region has no instance yet'),
})

const plan: z.ZodType<PlanAsJson> = z.object({
  asOf: time.nullable().describe('The newest verdict that it is made of; null where there is none'),
  timezone: z.string().describe('CMK_TIMEZONE'),
  batches: z.array(batch),
  left: z.array(
    z.object({
      ...{ ...scope, keyId: z.string(), verdict, why: z.array(z.string()) },
      requested: z
        .object({ batch: z.string(), state: z.enum(BATCH_STATES), ticket: z.string().nullable() })
        .describe('The batch that the vendor was asked to move it in all the same')
        .exactOptional(),
    }),
  ),
  destinations: z.array(destination),
})

const quota = z.object({ quota: count.nullable(), used: count.nullable() })

const instances: z.ZodType<readonly InEnglish<InstanceRow>[]> = z.array(
  z.object({
    ...scope,
    instance: z.string().nullable().describe('null where the instances could not be listed'),
    name: z.string().nullable(),
    status: z.string().nullable().describe('Connected where it can be used'),
    isDestination: z.boolean().describe('Named by CMK_DESTINATION'),
    kind: z.enum(INSTANCE_KINDS).nullable(),
    keys: quota.describe('A key version counts as a key'),
    secrets: quota,
    qps: z.number().nullable(),
    vpcs: z.array(z.string()),
    vpcQuota: quota,
    chargeType: z.string().nullable(),
    createdAt: z.string().nullable(),
    endsAt: z.string().nullable(),
    unread: z.array(z.string()),
    asOf: time,
  }),
)

const key: z.ZodType<Omit<KeyAsJson, 'decisions'> & { decisions: readonly Decision[] }> = z.object({
  ...rowFields,
  decisions: z
    .array(decision)
    .describe('What people decided and holds: about the key, its batch, and callers whose calls may be with it'),
})

const page = z.object({
  rows: z.array(row).describe('In a stable order: by account and region, then by key id'),
  next: z.string().describe('The cursor of the next page; absent on the last').exactOptional(),
})

const error: z.ZodType<{ error: { code: ErrorCode; message: string } }> = z.object({
  error: z.object({
    code: z.enum(ERROR_CODES),
    message: z.string().describe('What is wrong and what to do, in English'),
  }),
})

const named = z.registry<{ id: string }>()
for (const [id, schema] of Object.entries({
  Row: row,
  Key: key,
  Page: page,
  Summary: summary,
  Evidence: evidence,
  Plan: plan,
  Comparison: comparison,
  Decision: decision,
  DecisionMade: decisionMade,
  Decisions: z.array(decision),
  History: history,
  Request: request,
  Instances: instances,
  Health: z.object({ status: z.literal('ok') }),
  Error: error,
}))
  named.add(schema, { id })

/** JSON Schemas (2020-12) of the answers, by the name under which the description refers to them. */
export function answerSchemas(): Readonly<Record<string, object>> {
  // As of input: a program that reads an answer must take fields that it does not know.
  const { schemas } = z.toJSONSchema(named, { uri: (id) => `#/components/schemas/${id}`, io: 'input' })
  return Object.fromEntries(Object.entries(schemas).map(([id, { $schema, $id, ...schema }]) => [id, schema]))
}
