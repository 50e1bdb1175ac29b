import { LANGUAGES, type Language } from '../domain/language.ts'
import { batchSteps } from '../domain/request/batch-steps.ts'
import type { MigrationRequest, RequestedBatch, RequestedKey, SupportCase } from '../domain/request/request.ts'
import { stepText } from '../text/step-messages.ts'
import { batchTicketText, supportTicketText } from './request.ts'

type InLanguages = Readonly<Record<Language, string>>

export interface RequestedKeyAsJson
  extends Pick<
    RequestedKey,
    'keyId' | 'arn' | 'aliases' | 'owner' | 'verdict' | 'keySpec' | 'protectionLevel' | 'scenario'
  > {
  /** Ids of the rules that decide. */
  readonly decidedBy: readonly string[]
  /** Ids of the deciding events. */
  readonly events: readonly string[]
}

export interface RequestedBatchAsJson
  extends Omit<RequestedBatch, 'ticket' | 'keys' | 'notReady' | 'moved' | 'expected'> {
  readonly ticketNumber: string | null
  readonly keys: readonly RequestedKeyAsJson[]
  readonly notReady: readonly RequestedKeyAsJson[]
  readonly moved: readonly RequestedKeyAsJson[]
  /** What to paste into the ticket, or the steps of the tool. */
  readonly text: InLanguages
  readonly steps: readonly {
    readonly id: string
    readonly when: 'before' | 'after'
    /** Null: the owner of the key. */
    readonly principal: string | null
    readonly by: string | null
    readonly keys: readonly string[]
    readonly text: InLanguages
    readonly code: string | null
  }[]
}

export interface RequestAsJson extends Pick<MigrationRequest, 'asOf' | 'timezone'> {
  readonly batches: readonly RequestedBatchAsJson[]
  readonly support: readonly {
    readonly accountId: string
    readonly region: string
    readonly keys: readonly RequestedKeyAsJson[]
    readonly text: InLanguages
  }[]
}

/** A request as JSON has it. Times are ISO 8601 UTC; those in texts are on the clocks of the request's zone. */
export function requestAsJson(request: MigrationRequest): RequestAsJson {
  const { asOf, timezone, batches, support } = request
  return {
    ...{ asOf, timezone },
    batches: batches.map((batch) => batchAsJson(batch, timezone)),
    support: support.map((each) => supportAsJson(each, timezone)),
  }
}

function batchAsJson(batch: RequestedBatch, timezone: string): RequestedBatchAsJson {
  const { ticket, keys, notReady, moved, expected: _, ...rest } = batch
  return {
    ...rest,
    ticketNumber: ticket,
    keys: keys.map(keyAsJson),
    notReady: notReady.map(keyAsJson),
    moved: moved.map(keyAsJson),
    text: inLanguages((language) => batchTicketText(batch, { language, timezone })),
    steps: batchSteps(keys).map(({ step, keyIds }) => ({
      ...{ id: step.id, when: step.when, keys: keyIds },
      principal: 'principal' in step.forWhom ? step.forWhom.principal : null,
      by: step.by ?? null,
      text: inLanguages((language) => stepText(step, { language, timezone }).text),
      code: stepText(step, { language: 'en', timezone }).code ?? null,
    })),
  }
}

function supportAsJson(support: SupportCase, timezone: string): RequestAsJson['support'][number] {
  const { accountId, region, keys } = support
  const text = inLanguages((language) => supportTicketText(support, { language, timezone }))
  return { accountId, region, keys: keys.map(keyAsJson), text }
}

function keyAsJson(key: RequestedKey): RequestedKeyAsJson {
  const { keyId, arn, aliases, owner, verdict, keySpec, protectionLevel, scenario, findings } = key
  return {
    ...{ keyId, arn, aliases, owner, verdict, keySpec, protectionLevel, scenario },
    decidedBy: findings.map(({ rule }) => rule),
    events: [...new Set(findings.flatMap(({ events }) => events))],
  }
}

function inLanguages(say: (language: Language) => string): InLanguages {
  return Object.fromEntries(LANGUAGES.map((language) => [language, say(language)])) as InLanguages
}
