import type { FoundPlace } from '../../functions/usage/sources/trail/places.ts'
import { type SourceFault, trailProblem } from '../../functions/usage/sources/trail/sentences.ts'
import { sourceText } from '../../shared/config/source-value.ts'
import { duration, gaps } from '../../shared/domain/coverage.ts'
import { groupBy } from '../../shared/domain/group-by.ts'
import { inEnglish } from '../../shared/domain/messages/text-in.ts'
import type { Scope } from '../../shared/domain/scope.ts'
import { DAY, iso } from '../../shared/domain/time.ts'
import { blindness, deliveredBy, type TrailDescription, type TrailState } from '../../shared/domain/trail.ts'
import { EVENT_DELIVERY_LAG } from '../../shared/domain/window.ts'
import { firstFew } from '../../shared/text/first-few.ts'
import { placesOf } from './call-findings.ts'
import type { Finding } from './finding.ts'
import { type AccountFinding, mergeByAccount } from './merge-by-account.ts'
import { adviceOf, type DoctorServices } from './services.ts'

const check = 'source'

/** What was found of the source for one scope. */
export interface ScopeSourceFound extends Scope {
  readonly found: FoundPlace | SourceFault | { readonly trails: readonly TrailDescription[] }
}

type Said = Omit<AccountFinding, 'accountId'> & Scope

/** The scopes in which the source shows no use of a key. It is fatal where that is so in all of them. */
export function faultFindings(all: readonly ScopeSourceFound[]): readonly Finding[] {
  const faults = all.flatMap(({ found, ...scope }) => ('reason' in found ? [{ ...scope, ...found }] : []))
  const fatal = faults.length === all.length ? ({ fatal: true } as const) : {}
  return merged(
    faults.map(({ reason, advice, error, accountId, region }) => ({
      ...{ accountId, region, check, status: 'failed', before: inEnglish(reason) },
      ...{ advice: error?.kind === 'aborted' ? adviceOf(error) : inEnglish(advice), ...fatal },
    })),
    all,
  )
}

/** With `auto`: where no trail says everything, and why each does not. */
export function noTrailFindings(all: readonly ScopeSourceFound[]): readonly Finding[] {
  return merged(
    all.flatMap(({ found, accountId, region }): Said[] => {
      if (!('trails' in found)) return []
      const why = found.trails.map((trail) => `${trail.name} ${shortcomingOf(trail, region)}`)
      const which = why.length === 0 ? 'there is none' : firstFew(why)
      const before = `auto takes LookupEvents, as no trail says everything (${which})`
      return [{ accountId, region, check, status: 'ok', before }]
    }),
    all,
  )
}

/** Which trail feeds the source, how it delivers, and what of the window it has not delivered. */
export function trailFindings(
  fed: readonly (FoundPlace & Scope)[],
  { config: { observationDays }, clock }: DoctorServices,
): readonly Finding[] {
  const to = clock() - EVENT_DELIVERY_LAG
  const window = { from: to - observationDays * DAY, to }
  const said = fed.flatMap(({ state, place, accountId, region }): Said[] => {
    const { name } = state.trail
    const about = { accountId, region, check } as const
    const { held, problems } = deliveredBy(state, region)
    const missing = gaps(window, held)
    const into = `trail ${name} delivers ${selectionOf(state)} to ${sourceText(place)}${lastOf(state)}`
    const days = Math.ceil(duration(missing) / DAY)
    return [
      { ...about, status: 'ok', before: into },
      ...problems.map((problem): Said => {
        const advice = problem.why === 'history-running' ? {} : { advice: MEND[problem.why] ?? STATE }
        return { ...about, status: 'warning', before: inEnglish(trailProblem(name, problem)), ...advice }
      }),
      ...(days < 1
        ? []
        : [
            {
              ...about,
              status: 'warning' as const,
              before: `trail ${name} has not delivered ${days} of the ${observationDays} days of the window (${spansOf(missing)}): LookupEvents reads them, 2 calls a second, for as long as it keeps them`,
              advice: state.destination === 'sls' ? HISTORY : GROWS,
            },
          ]),
    ]
  })
  return merged(said, fed)
}

const STATE = 'Check the trail in the console of ActionTrail.'
const MEND: Readonly<Record<string, string>> = {
  stopped: 'Start the trail again: nothing is delivered meanwhile.',
  'delivery-failed': 'Check that what the trail delivers to is there, and that its role may write to it.',
  'nothing-delivered': 'Wait for its first delivery, which takes some minutes; then check what it delivers to.',
}
const HISTORY = 'Run evidence setup: a history job delivers the last 90 days again.'
const GROWS =
  'It has every day from its start on. For 90 days at once, run evidence setup: a trail into Log Service can deliver them again.'

/** Why `auto` does not take a trail. */
function shortcomingOf(trail: TrailDescription, region: string): string {
  const blind = blindness(trail, region)
  if (blind?.why === 'writes-only') return 'delivers writes only'
  if (blind?.why === 'another-region') return `delivers events of ${firstFew(blind.regions)} only`
  if (!trail.enabled) return 'is not started'
  return 'delivers neither to Log Service nor to OSS'
}

function selectionOf({ trail: { readsOnly, regions } }: TrailState): string {
  const where = regions === 'all' ? 'all regions' : firstFew(regions)
  return `${readsOnly ? 'reads (EventRW Read)' : 'all events (EventRW All)'} of ${where}`
}

function lastOf({ delivery: { lastAt } }: TrailState): string {
  return lastAt === undefined ? '' : `, the last at ${iso(lastAt)}`
}

function spansOf(missing: readonly { readonly from: number; readonly to: number }[]): string {
  return firstFew(missing.map(({ from, to }) => `${iso(from).slice(0, 10)} to ${iso(to).slice(0, 10)}`))
}

/** The same of several regions of an account is told once. */
function merged(said: readonly Said[], all: readonly Scope[]): readonly Finding[] {
  const groups = groupBy(said, ({ region: _, ...finding }) => JSON.stringify(finding))
  return mergeByAccount(
    [...groups.values()].flatMap((group): AccountFinding[] => {
      const [first] = group
      if (!first) return []
      const { region: _, before, ...finding } = first
      const every = [...new Set(all.map(({ region }) => region))]
      const where = placesOf([...new Set(group.map(({ region }) => region))], every)
      return [{ ...finding, before: `${before}; for ${where} in` }]
    }),
  )
}
