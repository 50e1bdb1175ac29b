import { compareTexts } from '../compare-texts.ts'
import { distinctTexts, type Text } from '../messages/message.ts'
import { type DecidingOperation, isDeciding } from '../operations.ts'
import type { FindingData } from '../readiness.ts'
import type { Use } from '../rule-context.ts'
import { newestEvents } from '../usage.ts'
import type { RuleMatch } from './rule.ts'

/** The most names of one sort that a finding's texts list. */
export const MAX_NAMES = 10

/** Applications are judged; cloud services and people at the console are not (docs/verdicts.md, "Rules"). */
export function ofApplications(uses: readonly Use[]): readonly Use[] {
  return uses.filter(({ caller }) => caller.kind === 'application')
}

/** True for a call that was carried out, or that the service itself failed: it was meant, and comes again. */
export function wasMeant({ outcome }: Use): boolean {
  return outcome === 'made' || outcome === 'service-failure'
}

/** The uses by applications of the operations that the page forbids. */
export function decidingUses(uses: readonly Use[]): readonly (Use & { readonly operation: DecidingOperation })[] {
  return ofApplications(uses).filter((use): use is Use & { readonly operation: DecidingOperation } =>
    isDeciding(use.operation),
  )
}

/** Fires with these uses as proof, or not at all when there are none. `more` is what the rule's texts need beside them. */
export function matchFromUses(uses: readonly Use[], more: FindingData = {}): RuleMatch | undefined {
  if (uses.length === 0) return undefined
  return { data: { ...useData(uses), ...more }, events: newestEvents(uses.flatMap((use) => use.events)) }
}

/** The first of the names in order and how many there are beside them, under two names of a finding's data. */
export function truncatedList(name: string, moreName: string, values: readonly Text[]): FindingData {
  const distinct = distinctTexts(values)
  return { [name]: distinct.slice(0, MAX_NAMES), [moreName]: Math.max(0, distinct.length - MAX_NAMES) }
}

function useData(uses: readonly Use[]): FindingData {
  const calls = new Map<string, number>()
  for (const use of uses) calls.set(use.caller.principal, (calls.get(use.caller.principal) ?? 0) + use.calls)
  const callers = [...calls].sort(([a, m], [b, n]) => n - m || compareTexts(a, b)).map(([principal]) => principal)
  return {
    operations: [...new Set(uses.map((use) => use.operation))].sort(compareTexts),
    ...truncatedList('callers', 'moreCallers', callers),
    clients: [...new Set(uses.map(({ caller }) => caller.client))].sort(compareTexts),
    networks: [...new Set(uses.map(({ caller }) => caller.network))].sort(compareTexts),
    calls: uses.reduce((sum, use) => sum + use.calls, 0),
    lastAt: uses.map((use) => use.lastAt).reduce((a, b) => (a > b ? a : b)),
  }
}
