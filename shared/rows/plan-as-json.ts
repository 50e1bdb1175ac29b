import type { FindingLevel, InstanceFinding } from '../domain/instances/instance-finding.ts'
import { inEnglish } from '../domain/messages/text-in.ts'
import { requestedText } from '../domain/plan/left-keys.ts'
import type { Batch, LeftKey, Plan, PlannedDestination, RequestedIn } from '../domain/plan/plan.ts'
import type { Verdict } from '../domain/verdict.ts'

/** A batch as JSON has it. Times are ISO 8601 UTC. */
export interface BatchAsJson extends Omit<Batch, 'environment' | 'keys' | 'why'> {
  /** Ids. */
  readonly keys: readonly string[]
  /** English sentences. */
  readonly why: readonly string[]
}

export interface LeftAsJson {
  readonly accountId: string
  readonly region: string
  readonly keyId: string
  readonly verdict: Verdict
  /** What decides, in English. */
  readonly why: readonly string[]
  /** The batch that the vendor was asked to move it in all the same. */
  readonly requested?: RequestedIn
}

/** What is said of a destination: its params as they are, and an English sentence of them. */
export interface DestinationFindingAsJson {
  readonly id: string
  readonly level: FindingLevel
  readonly params: Readonly<Record<string, unknown>>
  readonly message: string
}

export interface DestinationAsJson extends Omit<PlannedDestination, 'findings'> {
  readonly findings: readonly DestinationFindingAsJson[]
}

/** A plan as JSON has it. */
export interface PlanAsJson extends Pick<Plan, 'asOf' | 'timezone'> {
  readonly batches: readonly BatchAsJson[]
  readonly left: readonly LeftAsJson[]
  readonly destinations: readonly DestinationAsJson[]
}

export function planAsJson({ asOf, timezone, batches, left, destinations }: Plan): PlanAsJson {
  return {
    asOf,
    timezone,
    batches: batches.map(batchAsJson),
    left: left.map((key) => {
      const { accountId, region, keyId, verdict, requested } = key
      return { accountId, region, keyId, verdict, why: whyLeft(key), ...(requested && { requested }) }
    }),
    destinations: destinations.map(({ findings, ...rest }) => ({ ...rest, findings: findings.map(findingAsJson) })),
  }
}

/** What keeps a key, and what that means for a batch that was requested; in English. */
export function whyLeft(key: LeftKey): readonly string[] {
  const requested = requestedText(key)
  return [...key.findings.map(({ message }) => message), ...(requested ? [inEnglish(requested)] : [])]
}

function findingAsJson({ level, text }: InstanceFinding): DestinationFindingAsJson {
  return { id: text.id, level, params: inEnglish(text.params), message: inEnglish(text) }
}

function batchAsJson({
  id,
  accountId,
  region,
  destination,
  state,
  ticket,
  window,
  keys,
  secrets,
  why,
}: Batch): BatchAsJson {
  return {
    ...{ id, accountId, region, destination, state, ticket, window },
    keys: keys.map(({ keyId }) => keyId),
    secrets,
    why: inEnglish(why),
  }
}
