import { decidingFindings } from '../deciding.ts'
import type { Decision } from '../decisions/decision.ts'
import { ofKind, standingDecisions } from '../decisions/standing.ts'
import { type KeyName, keyName } from '../key-name.ts'
import type { DecidedBatch } from '../plan/plan.ts'
import type { ReadinessRow } from '../readiness.ts'
import { scenarioOf } from '../resources/scenario.ts'
import type { RuleId } from '../rules/rule-id.ts'
import { applyStaleness } from '../stale.ts'
import { stepsOf } from '../steps/steps-of.ts'
import type { Instant } from '../time.ts'
import type { RequestedKey } from './request.ts'

const SETTLED: RuleId = 'settled-by-statement'

/** What requests are made of: of the rows of a table no more than they name, and the batches that people have decided about. */
export class RequestFacts {
  readonly #now: Instant
  readonly #keys = new Map<string, RequestedKey>()
  readonly #wanted: ReadonlySet<string>
  /** By account, region and subject. */
  readonly decided: readonly DecidedBatch[]

  /** `decisions`: in any order. `now`: what was checked more than 48 hours before is not known. */
  constructor(decisions: Iterable<Decision>, now: Instant) {
    this.#now = now
    this.decided = ofKind(standingDecisions(decisions, now), 'batch')
    this.#wanted = new Set(
      this.decided.flatMap((each) => each.value.keyIds.map((keyId) => keyName({ ...each, keyId }))),
    )
  }

  add(row: ReadinessRow): void {
    const shown = applyStaleness(row, this.#now)
    const isNamed = shown.verdict === 'ready' || shown.verdict === 'support-required' || this.#wanted.has(keyName(row))
    if (isNamed) this.#keys.set(keyName(row), keyOf(shown, this.#now))
  }

  key(name: KeyName): RequestedKey | undefined {
    return this.#keys.get(keyName(name))
  }

  /** Keys that the page sends to technical support, in the order in which they came. */
  get supportRequired(): readonly RequestedKey[] {
    return [...this.#keys.values()].filter(({ verdict }) => verdict === 'support-required')
  }
}

function keyOf(row: ReadinessRow, now: Instant): RequestedKey {
  const { accountId, region, keyId, arn, aliases, owner, rules, secrets, verdict, facts, usage, observed } = row
  return {
    ...{ accountId, region, keyId, arn, aliases, owner, rules, secrets, verdict },
    keySpec: facts.keySpec,
    protectionLevel: facts.protectionLevel ?? null,
    scenario: scenarioOf(row),
    ...{ calls: usage.calls, lastUsedAt: usage.lastUsedAt, callers: usage.callers, moreCallers: usage.moreCallers },
    observed: { from: observed.from, to: observed.to, complete: observed.complete },
    byStatement: row.findings.some(({ rule }) => rule === SETTLED),
    findings: decidingFindings(row),
    steps: stepsOf(row, now),
  }
}
