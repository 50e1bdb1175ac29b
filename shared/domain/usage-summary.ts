import { isPlain, mayBeApplication } from './caller.ts'
import { isDeciding } from './operations.ts'
import type { CallerSummary, UsageSummary } from './readiness.ts'
import type { Use } from './rule-context.ts'
import { MAX_CALLERS } from './usage.ts'
import { vpcsOf } from './vpcs.ts'

/**
 * What a row says of a key's use: every caller and outcome of cryptographic operations in the window. `hours` and `week`: the calls by UTC
 * hour of day and of the week.
 */
export function summarizeUse(uses: readonly Use[], hours: readonly number[], week?: readonly number[]): UsageSummary {
  const callers = byCaller(uses)
  const byOperation: Record<string, number> = {}
  for (const use of uses) byOperation[use.operation] = (byOperation[use.operation] ?? 0) + use.calls
  return {
    calls: total(uses, 'calls'),
    failures: total(uses, 'failures'),
    byOperation,
    lastUsedAt: latest(uses),
    callers: callers.slice(0, MAX_CALLERS),
    moreCallers: Math.max(0, callers.length - MAX_CALLERS),
    hours,
    ...(week && { week }),
  }
}

function byCaller(uses: readonly Use[]): CallerSummary[] {
  const groups = new Map<string, Use[]>()
  for (const use of uses) {
    const name = JSON.stringify([use.caller.principal, use.caller.client, use.caller.network])
    groups.set(name, [...(groups.get(name) ?? []), use])
  }
  return [...groups.values()]
    .map((group) => ({ group, weight: Math.max(...group.map(weight)) }))
    .sort((a, b) => b.weight - a.weight || total(b.group, 'calls') - total(a.group, 'calls') || order(a.group, b.group))
    .map(({ group }) => summarizeCaller(group))
}

function summarizeCaller(group: readonly Use[]): CallerSummary {
  const { principal, client, network } = (group[0] as Use).caller
  return {
    principal,
    client,
    network,
    ...vpcsOf(group),
    operations: [...new Set(group.map((use) => use.operation))].sort(),
    calls: total(group, 'calls'),
    failures: total(group, 'failures'),
    lastSeenAt: latest(group) ?? '',
  }
}

/** The most telling callers come first: those who decide, then those whose client or network does, then the other applications. */
function weight({ caller, operation }: Use): number {
  if (!mayBeApplication(caller)) return 0
  if (isDeciding(operation)) return 3
  return isPlain(caller) ? 1 : 2
}

function total(uses: readonly Use[], field: 'calls' | 'failures'): number {
  return uses.reduce((sum, use) => sum + use[field], 0)
}

function latest(uses: readonly Use[]): string | null {
  return uses.reduce<string | null>((last, { lastAt }) => (last === null || lastAt > last ? lastAt : last), null)
}

function order(a: readonly Use[], b: readonly Use[]): number {
  return (a[0]?.caller.principal ?? '') < (b[0]?.caller.principal ?? '') ? -1 : 1
}
