import { attributeEvent, namesKey } from '../../../shared/domain/attribution.ts'
import type { AttributionContext } from '../../../shared/domain/claims.ts'
import type { Interval } from '../../../shared/domain/coverage.ts'
import { parseEvent } from '../../../shared/domain/event.ts'
import { identityOfEvent } from '../../../shared/domain/event-identity.ts'
import { identifyCaller } from '../../../shared/domain/identify-caller.ts'
import { isCryptographic, isUnknownOperation } from '../../../shared/domain/operations.ts'
import { type Day, dayOf } from '../../../shared/domain/time.ts'
import type { UsageRow } from '../../../shared/domain/usage.ts'
import { UsageDay } from '../../../shared/domain/usage-day.ts'
import type { WorldEvent } from '../../../simulator/cloud/world.ts'

/** The rows that events of a scope come to, in the order of the table, by the domain alone: no source, no page, no store. */
export function expectedRows(
  events: readonly WorldEvent[],
  { from, to }: Interval,
  context: AttributionContext,
): UsageRow[] {
  const days = new Map<Day, UsageDay>()
  const seen = new Set<string>()
  for (const { raw } of events) {
    const event = parseEvent(raw)
    if (!event || event.at < from || event.at >= to || (event.service !== 'Kms' && event.service !== '')) continue
    if (!isCryptographic(event.name) && !(isUnknownOperation(event.name) && namesKey(event, context))) continue
    const identity = identityOfEvent(event)
    if (seen.has(identity)) continue
    seen.add(identity)
    const name = dayOf(event.at)
    const day = days.get(name) ?? new UsageDay(name)
    days.set(name, day)
    day.add(event, identifyCaller(event), attributeEvent(event, context))
  }
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, day]) => day.rows())
}
