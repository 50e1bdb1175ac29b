import { nightProblem } from '../../functions/digest/night-problem.ts'
import { readDigest } from '../../functions/digest/read-digest.ts'
import type { DigestNight } from '../../shared/digest/model.ts'
import type { Diagnostic } from '../../shared/domain/readiness.ts'
import { StoreError } from '../../shared/store/errors.ts'
import type { Store } from '../../shared/store/store.ts'
import { zonedTime } from '../../shared/text/dates.ts'
import { unjudgedOf } from '../unjudged.ts'
import type { Finding } from './finding.ts'
import { type DoctorServices, failureIn } from './services.ts'
import { storeFinding } from './store.ts'

/** How far the last night came, and which accounts and regions it could not judge. */
export async function checkLastNight(store: Store, services: DoctorServices): Promise<readonly Finding[]> {
  const { config, clock, signal } = services
  try {
    const { night, diagnostics } = await readDigest(store, config, { clock, signal })
    return nightFindings(night, diagnostics, config.timezone)
  } catch (caught) {
    return [storeFinding(failureIn(caught, StoreError, services))]
  }
}

function nightFindings(night: DigestNight, diagnostics: readonly Diagnostic[], timezone: string): readonly Finding[] {
  const check = 'last night'
  const { state, lastAsOf } = night
  const problem = nightProblem(night, timezone)
  // What an older night could not judge is no news: the next will tell.
  const unjudged = state === 'missed' ? [] : unjudgedOf(diagnostics)
  const before = problem === undefined ? 'finished, but it' : 'it'
  const failures = unjudged.map(({ places, why, advice }): Finding => {
    const what = `${before} could not judge ${places}: ${why}`
    return { check, status: 'warning', what, ...(advice === '' ? {} : { advice }) }
  })
  if (problem === undefined && failures.length > 0) return failures
  const at = lastAsOf === null ? '' : zonedTime(lastAsOf, timezone)
  const what = problem ?? `finished; it judged events up to ${at}`
  const advice = ADVICE[state]
  return [{ check, ...(advice === undefined ? { status: 'ok' } : { status: 'warning', advice }), what }, ...failures]
}

/** Where something is to be done. */
const ADVICE: Readonly<Record<DigestNight['state'], string | undefined>> = {
  done: undefined,
  never: undefined,
  missed: 'Run audit, or check why its timer did not.',
  'nothing-judged': 'Check what failed, or wait for it to finish.',
  unfinished: 'Wait for it to finish, or run audit: it resumes from there.',
}
