import { calendarDay } from '../calendar.ts'
import { DAY } from '../time.ts'
import { otherRegionOf } from './instance-region.ts'
import type { PlanOptions } from './plan.ts'
import type { PlanFacts } from './plan-facts.ts'
import { openSlots } from './slots.ts'
import { earliestDay, SEARCHED_WEEKS } from './windows.ts'

/** How far ahead a window may be looked for: what is known of the use of keys says nothing of later years. */
const FURTHEST = 400 * DAY

/** What is asked for and cannot be, in one line; undefined where there is nothing. `named`: regions whose destination was asked for by name. */
export function planProblem(facts: PlanFacts, options: PlanOptions, named: readonly string[]): string | undefined {
  return pastProblem(options) ?? freezeProblem(options) ?? destinationProblem(facts, options, named)
}

function pastProblem({ from, now, timezone }: PlanOptions): string | undefined {
  const today = calendarDay(now, timezone)
  if (from === undefined) return undefined
  if (from < today)
    return `${from} is past: today is ${today} in ${timezone}. Name the earliest day of a window, today or later.`
  const last = calendarDay(now + FURTHEST, timezone)
  return from > last ? `${from} is too far ahead: name a day up to ${last} as the earliest of a window.` : undefined
}

function freezeProblem(options: PlanOptions): string | undefined {
  const { now, timezone, windowHours: hours, freezes } = options
  const from = earliestDay(options)
  if (openSlots({ from, after: now, days: SEARCHED_WEEKS * 7, hours, freezes, timezone }).length > 0) return undefined
  return `The freezes leave no window of ${hours} h within ${SEARCHED_WEEKS} weeks from ${from}. Shorten them, or name a later earliest day.`
}

function destinationProblem(facts: PlanFacts, options: PlanOptions, named: readonly string[]): string | undefined {
  for (const region of named) {
    if (facts.regions.includes(region)) continue
    const where = facts.regions.length === 0 ? 'in no region' : `in ${facts.regions.join(', ')}`
    return `No key of the default KMS instance is in ${region}: there are such keys ${where}.`
  }
  for (const [region, instance] of Object.entries(options.destinations)) {
    const own = otherRegionOf(instance, region, facts, options)
    if (own === undefined) continue
    return `${instance} is in ${own}, not in ${region}: keys move only to an instance of their own region.`
  }
  return undefined
}
