import { groupBy } from '../group-by.ts'
import { type Batch, type DecidedBatch, isTold, type Plan, type PlannedWindow } from '../plan/plan.ts'
import { type RulePack, rulePack } from '../rules/rule-packs.ts'
import { byScope, scopeId } from '../scope.ts'
import type { Instant } from '../time.ts'
import { decidesAlone } from '../verdict.ts'
import type { MigrationRequest, Missing, RequestedBatch, RequestedKey } from './request.ts'
import type { RequestFacts } from './request-facts.ts'

/** A batch before it is known what became of its keys. */
interface Draft extends Pick<RequestedBatch, 'id' | 'accountId' | 'region' | 'destination' | 'secrets'> {
  readonly window: Pick<PlannedWindow, 'from' | 'to'> | null
  readonly expected: RequestedBatch['expected']
  readonly decided: DecidedBatch | undefined
  readonly keyIds: readonly string[]
}

export interface RequestOptions {
  readonly now: Instant
  /** The pack by which a batch of secrets alone goes: its keys are elsewhere. */
  readonly rules: RulePack
}

/**
 * What the vendor is to be asked for: the batches of a plan, those that people have decided about as they decided, and the keys that the page
 * sends to technical support. `plan` is made with the same decisions: a key of a batch that was requested is in no other.
 */
export function makeRequest(plan: Plan, facts: RequestFacts, { now, rules }: RequestOptions): MigrationRequest {
  const decided = new Map(facts.decided.map((each) => [nameOf({ ...each, id: each.value.batch }), each]))
  const planned = plan.batches.map((batch) => plannedDraft(batch, decided.get(nameOf(batch))))
  const inPlan = new Set(plan.batches.map(nameOf))
  const others = facts.decided
    .filter((each) => isTold(each) && !inPlan.has(nameOf({ ...each, id: each.value.batch })))
    .map((each) => decidedDraft(each))
  const drafts = [...others, ...planned].sort(byScope)
  const support = groupBy(facts.supportRequired, scopeId)
  return {
    asOf: plan.asOf,
    timezone: plan.timezone,
    batches: drafts
      .filter(({ keyIds, secrets }) => keyIds.length + secrets.length > 0)
      .map((each) => batchOf(each, facts, { now, rules })),
    support: [...support.values()]
      .map((keys) => ({ accountId: keys[0]?.accountId ?? '', region: keys[0]?.region ?? '', keys: keys.sort(byKeyId) }))
      .sort(byScope),
  }
}

/** Whether a batch still waits for its move: those that have moved are asked for by name only. */
export function isOpen({ state }: Pick<RequestedBatch, 'state'>): boolean {
  return state !== 'moved' && state !== 'verified'
}

function plannedDraft(batch: Batch, decided: DecidedBatch | undefined): Draft {
  if (decided && isTold(decided)) return decidedDraft(decided, batch)
  const { id, accountId, region, destination, keys, secrets } = batch
  return {
    ...{ id, accountId, region, decided, destination, secrets },
    ...windowsOf(decided, batch),
    keyIds: keys.map(({ keyId }) => keyId),
  }
}

/** A batch as somebody decided; what he left open is as today's plan has it, where that has the batch. */
function decidedDraft(decided: DecidedBatch, planned?: Batch): Draft {
  const { accountId, region, value } = decided
  const { batch: id, keyIds, secrets, destination } = value
  return {
    ...{ id, accountId, region, decided, keyIds, secrets },
    destination: destination ?? planned?.destination ?? null,
    ...windowsOf(decided, planned),
  }
}

function windowsOf(decided: DecidedBatch | undefined, planned: Batch | undefined): Pick<Draft, 'window' | 'expected'> {
  if (decided?.value.window) return { window: decided.value.window, expected: null }
  const window = planned?.window ?? null
  if (window === null || window.weeksOfEvidence === 0) return { window, expected: null }
  const { from, to, expectedCalls, weeksOfEvidence } = window
  return { window: { from, to }, expected: { expectedCalls, weeksOfEvidence } }
}

function batchOf(
  { keyIds, decided, ...draft }: Draft,
  facts: RequestFacts,
  { now, rules }: RequestOptions,
): RequestedBatch {
  const { id, accountId, region, destination, window, expected, secrets } = draft
  const found = keyIds.flatMap((keyId) => facts.key({ accountId, region, keyId }) ?? [])
  const known = new Set(found.map(({ keyId }) => keyId))
  const keys = found.filter(({ verdict }) => verdict === 'ready')
  const moved = found.filter(({ verdict }) => decidesAlone(verdict))
  const state = decided?.value.state ?? null
  const agreed = decided?.value.window !== undefined
  return {
    ...{ id, accountId, region, way: wayOf(found, rules), destination, window, agreed, expected, state },
    ticket: decided?.value.ticket ?? null,
    ...{ keys, moved, notReady: found.filter((key) => !keys.includes(key) && !moved.includes(key)) },
    gone: keyIds.filter((keyId) => !known.has(keyId)),
    secrets,
    missing: isOpen({ state }) ? missingOf({ destination, window, agreed }, now) : [],
  }
}

/** The tool takes the keys only where every one of them was judged by a page that has it. */
function wayOf(keys: readonly RequestedKey[], rules: RulePack): RequestedBatch['way'] {
  const packs = keys.length === 0 ? [rules] : keys.map((key) => key.rules)
  return packs.every((pack) => rulePack(pack).applicationsKeepSdk) ? 'tool' : 'ticket'
}

function missingOf(
  { destination, window, agreed }: Pick<RequestedBatch, 'destination' | 'window' | 'agreed'>,
  now: Instant,
): readonly Missing[] {
  const isPast = agreed && window !== null && Date.parse(window.to) <= now
  return [
    ...(window === null ? (['window'] as const) : isPast ? (['window-past'] as const) : []),
    ...(destination === null ? (['destination'] as const) : []),
  ]
}

function nameOf({ accountId, region, id }: Pick<Batch, 'accountId' | 'region' | 'id'>): string {
  return JSON.stringify([accountId, region, id])
}

function byKeyId(a: RequestedKey, b: RequestedKey): number {
  return a.keyId < b.keyId ? -1 : 1
}
