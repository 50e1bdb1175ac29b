import { createHash } from 'node:crypto'
import { compareTexts } from '../compare-texts.ts'
import { groupBy } from '../group-by.ts'
import { keyName } from '../key-name.ts'
import { message, type Text } from '../messages/message.ts'
import type { ReadinessRow } from '../readiness.ts'
import { scopeId } from '../scope.ts'
import type { Instant } from '../time.ts'
import { stageOf } from './environment.ts'
import { otherRegionOf } from './instance-region.ts'
import { keySets, secretsOf } from './key-sets.ts'
import { withRequests } from './left-keys.ts'
import { keysOf, type Packed, pack, packedTogether } from './pack.ts'
import { type Batch, type DecidedBatch, isTold, MAX_BATCH, type Plan, type PlanOptions } from './plan.ts'
import { PlanFacts, type ReadyKey } from './plan-facts.ts'
import { plannedDestinations } from './planned-destinations.ts'
import { groupByCaller } from './shared-callers.ts'
import { SEARCHED_WEEKS, Windows } from './windows.ts'

/** A batch before it has a window. */
interface Draft extends Packed {
  readonly accountId: string
  readonly region: string
  readonly environment: string | undefined
  readonly stage: number
  readonly destination: string | null
  /** Batches with the same one never have windows that overlap. */
  readonly place: string
  /** What people decided about it, once the vendor knows of it. */
  readonly decided?: DecidedBatch
}

/** The plan of rows of the readiness table, in any order. */
export function makePlan(rows: Iterable<ReadinessRow>, options: PlanOptions): Plan {
  const facts = new PlanFacts(options.now)
  for (const row of rows) facts.add(row)
  return planOf(facts, options)
}

/** The plan of facts: the same facts and options make the same plan. */
export function planOf(facts: PlanFacts, options: PlanOptions): Plan {
  const windows = new Windows(options)
  // Also of batches without a key that is ready: the instance stands still then.
  for (const each of toldOf(options)) {
    const { destination, window } = each.value
    const place = destination ?? destinationOf(each.region, facts, options) ?? scopeId(each)
    if (window) windows.agreed(place, window)
  }
  const batches = byPlaces(draftsOf(facts, options)).flatMap((drafts) => scheduled(drafts, windows, facts, options))
  const { instances = [], now, timezone } = options
  const { asOf, regions } = facts
  const left = withRequests(facts.left, toldOf(options))
  const destinations = plannedDestinations(facts, batches, options, instances, now)
  const here = instances.filter(({ region }) => regions.includes(region))
  return { asOf, timezone, batches: batches.sort(inOrder), left, destinations, instances: here }
}

function draftsOf(facts: PlanFacts, options: PlanOptions): readonly Draft[] {
  const scopes = groupBy(facts.ready, ({ accountId, region }) => `${accountId}:${region}`)
  const batchOfKey = new Map(
    toldOf(options).flatMap((each) => each.value.keyIds.map((keyId) => [keyName({ ...each, keyId }), each] as const)),
  )
  return [...scopes.values()].flatMap((all) => {
    const { accountId = '', region = '' } = all[0] ?? {}
    const destination = destinationOf(region, facts, options)
    const byBatch = groupBy(all, (key) => batchOfKey.get(keyName(key)))
    const requested = [...byBatch].flatMap(([decided, keys]) =>
      decided ? [toldDraft(decided, keys, destination, options)] : [],
    )
    const sets = groupByCaller(byBatch.get(undefined) ?? []).flatMap(keySets)
    const planned = [...groupBy(sets, ({ environment }) => environment)].flatMap(([environment, members]) =>
      pack(members, options.windowHours).map((packed) => ({
        ...packed,
        ...{ accountId, region, environment, destination },
        stage: stageOf(environment),
        place: destination ?? scopeId({ accountId, region }),
      })),
    )
    return [...requested, ...planned]
  })
}

/** A batch that was requested: the keys of it that are still to move, whatever a plan of today would make of them. */
function toldDraft(
  decided: DecidedBatch,
  keys: readonly ReadyKey[],
  configured: string | null,
  { windowHours }: PlanOptions,
): Draft {
  const { accountId, region, value } = decided
  const destination = value.destination ?? configured
  const sets = groupByCaller(keys).flatMap(keySets)
  const environments = new Set(sets.map((each) => each.environment))
  const environment = environments.size === 1 ? sets[0]?.environment : undefined
  const place = destination ?? scopeId({ accountId, region })
  return {
    ...packedTogether(sets, windowHours),
    ...{ accountId, region, environment, destination, stage: stageOf(environment), place, decided },
  }
}

/** Batches of which the vendor knows. */
function toldOf({ decided = [] }: PlanOptions): readonly DecidedBatch[] {
  return decided.filter(isTold)
}

/** A KMS instance of another region takes no key of this one. */
function destinationOf(region: string, facts: PlanFacts, options: PlanOptions): string | null {
  const instance = options.destinations[region]
  if (instance === undefined) return null
  return otherRegionOf(instance, region, facts, options) === undefined ? instance : null
}

/** Drafts of each place, those of tests first. */
function byPlaces(drafts: readonly Draft[]): readonly (readonly Draft[])[] {
  const places = [...groupBy(drafts, ({ place }) => place).values()]
  return places.map((each) => [...each].sort((a, b) => a.stage - b.stage || compareTexts(nameOf(a), nameOf(b))))
}

/** The batches of one place with their windows: production begins when everything else is over. */
function scheduled(drafts: readonly Draft[], windows: Windows, facts: PlanFacts, options: PlanOptions): Batch[] {
  const batches: (Batch & { readonly stage: number })[] = []
  for (const draft of drafts) {
    const earlier = batches.filter(({ stage, window }) => stage < draft.stage && window !== null)
    const notBefore = earlier.reduce((last, { window }) => Math.max(last, Date.parse(window?.to ?? '')), 0)
    const first = batchOf(draft, notBefore, windows, [
      ...(draft.decided ? toldTexts(draft.decided) : draft.sets.flatMap(({ why }) => why)),
      ...whyTexts(draft, facts, options),
      ...(earlier.length > 0 && !draft.decided ? [message('plan-after-environments')] : []),
    ])
    const followers = followersOf(draft, first, windows, options)
    batches.push(...[first, ...followers].map((batch) => ({ ...batch, stage: draft.stage })))
  }
  return batches.map(({ stage: _, ...batch }) => batch)
}

function batchOf(draft: Draft, notBefore: Instant, windows: Windows, why: readonly Text[]): Batch {
  const keys = keysOf(draft)
  const secrets = [...new Set(draft.sets.flatMap((set) => secretsOf(set.keys).slice(0, MAX_BATCH)))]
  const order = secrets.length > 0 ? [message('plan-keys-before-secrets')] : []
  return batch(draft, { keys, secrets, why: [...why, ...order] }, windows, notBefore)
}

/** Batches for the secrets of a key that has more than one batch takes: after its key. */
function followersOf(
  { decided: _, ...draft }: Draft,
  first: Batch,
  windows: Windows,
  options: PlanOptions,
): readonly Batch[] {
  const more = draft.sets.flatMap(({ moreSecrets }) => moreSecrets)
  const key = first.keys[0]?.keyId ?? ''
  let last = first
  return more.map((secrets, at) => {
    const why = [message('plan-secrets-of', { key, part: at + 2, parts: more.length + 1, after: first.id })]
    // Without a window of the key nobody knows what comes after it.
    const notBefore = last.window === null ? Number.POSITIVE_INFINITY : Date.parse(last.window.to)
    const id = idOf([draft.accountId, draft.region, 'secrets', ...secrets])
    const decided = toldOf(options).find((each) => each.value.batch === id && scopeId(each) === scopeId(draft))
    const told = decided ? toldTexts(decided) : []
    last = batch(
      { ...draft, ...(decided && { decided }) },
      { keys: [], secrets, why: [...why, ...told] },
      windows,
      notBefore,
    )
    return last
  })
}

function batch(
  draft: Draft,
  { keys, secrets, why }: { readonly keys: readonly ReadyKey[] } & Pick<Batch, 'secrets' | 'why'>,
  windows: Windows,
  notBefore: Instant,
): Batch {
  const { accountId, region, destination, place, profile, environment = null, decided } = draft
  const agreed = decided?.value.window
  const found = agreed
    ? { window: windows.agreed(place, agreed, profile) }
    : profile && windows.take(place, profile, notBefore)
  const noWindow = profile && !found ? [message('plan-no-window', { weeks: SEARCHED_WEEKS })] : []
  const quiet =
    profile && found && !agreed && profile.calls.every((calls) => calls === 0) ? [message('plan-quiet')] : []
  return {
    id:
      decided?.value.batch ??
      idOf([accountId, region, ...(keys.length > 0 ? keys.map(({ keyId }) => keyId).sort() : ['secrets', ...secrets])]),
    ...{ accountId, region, destination, environment },
    state: decided?.value.state ?? null,
    ticket: decided?.value.ticket ?? null,
    window: found?.window ?? null,
    keys: keys.map(({ keyId, aliases }) => ({ keyId, aliases })),
    secrets,
    why: [...why, ...noWindow, ...quiet],
  }
}

/** What of a batch is not a matter of one set. */
function whyTexts(draft: Draft, facts: PlanFacts, options: PlanOptions): readonly Text[] {
  const { environment, region, destination, sets, lacking, decided } = draft
  const instance = options.destinations[region]
  const nowhere =
    instance === undefined
      ? message('plan-no-destination', { region })
      : message('plan-destination-elsewhere', {
          instance,
          region: otherRegionOf(instance, region, facts, options) ?? '',
        })
  return [
    ...(environment === undefined || decided ? [] : [message('plan-environment', { environment })]),
    ...(sets.length > 1 && !decided ? [message('plan-packed', { groups: sets.length })] : []),
    ...(keysOf(draft).length === 1 && !decided ? [message('plan-one-key')] : []),
    ...(lacking.older > 0 && !decided?.value.window ? [message('plan-no-profile', { keys: lacking.older })] : []),
    ...(lacking.short > 0 && !decided?.value.window ? [message('plan-short-evidence', { keys: lacking.short })] : []),
    ...(destination === null ? [nowhere] : []),
  ]
}

/** Why a batch is as it is that was requested. */
function toldTexts({ value }: DecidedBatch): readonly Text[] {
  const { state, ticket = null, window } = value
  const isOver = state === 'moved' || state === 'verified'
  return [
    message('plan-requested', { ticket }),
    ...(window ? [message('plan-agreed-window')] : []),
    ...(isOver ? [message('plan-not-moved')] : []),
  ]
}

function nameOf(draft: Draft): string {
  return JSON.stringify([draft.accountId, draft.region, draft.environment ?? '', keysOf(draft)[0]?.keyId])
}

/** By account and region, those of tests first, then by time. What ties stays as it was: secrets after their key. */
function inOrder(a: Batch, b: Batch): number {
  return (
    compareTexts(a.accountId, b.accountId) ||
    compareTexts(a.region, b.region) ||
    stageOf(a.environment ?? undefined) - stageOf(b.environment ?? undefined) ||
    compareTexts(a.window?.from ?? '~', b.window?.from ?? '~')
  )
}

function idOf(parts: readonly string[]): string {
  return `batch-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12)}`
}
