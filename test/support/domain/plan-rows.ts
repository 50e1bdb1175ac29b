import type { Client } from '../../../shared/domain/caller.ts'
import type { Decision } from '../../../shared/domain/decisions/decision.ts'
import type { DecidedBatch, PlanOptions } from '../../../shared/domain/plan/plan.ts'
import type { CallerSummary, ReadinessRow } from '../../../shared/domain/readiness.ts'
import { RequestFacts } from '../../../shared/domain/request/request-facts.ts'
import { DAY, iso } from '../../../shared/domain/time.ts'
import { row } from '../rows.ts'

/** A Monday afternoon in China. */
export const NOW = Date.parse('2026-11-23T07:00:00Z')
export const AS_OF = NOW - DAY / 4

export const OPTIONS: PlanOptions = {
  windowHours: 2,
  freezes: [],
  destinations: { 'cn-hangzhou': 'kst-hzz1' },
  destinationKinds: {},
  timezone: 'Asia/Shanghai',
  now: NOW,
}

export function callerNamed(principal: string, client: Client = 'java'): CallerSummary {
  return {
    principal,
    client,
    network: client === 'cloud-service' ? 'cloud-service' : 'vpc',
    operations: ['Decrypt'],
    calls: 1,
    failures: 0,
    lastSeenAt: iso(AS_OF),
  }
}

/** Calls in each hour of the UTC week: `usual`, but for the hours that are named. */
export function weekOf(usual: number, others: Readonly<Record<number, number>> = {}): readonly number[] {
  return Array.from({ length: 168 }, (_, hour) => others[hour] ?? usual)
}

/** So busy but for two hours of the UTC week, from `hour` on, that no other window serves. */
export function quietAt(hour: number): readonly number[] {
  return weekOf(130_000, { [hour]: 0, [hour + 1]: 0 })
}

/** What people decided about batches, as a plan takes it. */
export function decidedBatches(...decisions: readonly Decision[]): readonly DecidedBatch[] {
  return new RequestFacts(decisions, NOW).decided
}

interface Parts extends Partial<Omit<ReadinessRow, 'usage' | 'observed'>> {
  readonly callers?: readonly string[]
  readonly week?: readonly number[] | undefined
  /** How long its use was observed without a gap, up to AS_OF. */
  readonly days?: number
  readonly usage?: Partial<ReadinessRow['usage']>
  readonly observed?: Partial<ReadinessRow['observed']>
}

/** A key that is ready, used the same at all hours unless `week` says otherwise, observed for 13 weeks. */
export function readyRow(keyId: string, parts: Parts = {}): ReadinessRow {
  const { callers = [], days = 91, usage, observed, ...rest } = parts
  const week = 'week' in parts ? parts.week : weekOf(0)
  const { week: _, ...fields } = rest
  const base = row()
  return {
    ...base,
    keyId,
    aliases: [],
    verdict: 'ready',
    findings: [],
    tags: [],
    secrets: [],
    checkedAt: iso(AS_OF),
    ...fields,
    usage: {
      ...base.usage,
      callers: callers.map((name) => callerNamed(name)),
      moreCallers: 0,
      ...(week && { week }),
      ...usage,
    },
    observed: { from: iso(AS_OF - days * DAY), to: iso(AS_OF), complete: true, gaps: [], ...observed },
  }
}
