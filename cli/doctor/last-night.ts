import { nightProblem } from '../../functions/digest/night-problem.ts'
import { readDigest } from '../../functions/digest/read-digest.ts'
import type { DigestNight } from '../../shared/digest/model.ts'
import { inEnglish } from '../../shared/domain/messages/text-in.ts'
import type { Diagnostic } from '../../shared/domain/readiness.ts'
import { StoreError } from '../../shared/store/errors.ts'
import type { Store } from '../../shared/store/store.ts'
import { zonedTime } from '../../shared/text/dates.ts'
import type { Finding } from './finding.ts'
import { type DoctorServices, failureIn } from './services.ts'
import { storeFinding } from './store.ts'

/** How far the last night came. */
export async function checkLastNight(store: Store, services: DoctorServices): Promise<Finding> {
  const { config, clock, signal } = services
  try {
    const { night, diagnostics } = await readDigest(store, config, { clock, signal })
    return nightFinding(night, diagnostics, config.timezone)
  } catch (caught) {
    return storeFinding(failureIn(caught, StoreError, services))
  }
}

function nightFinding(night: DigestNight, diagnostics: readonly Diagnostic[], timezone: string): Finding {
  const check = 'last night'
  const { state, lastAsOf } = night
  const what = nightProblem(night, timezone)
  if (what === undefined || state === 'done') {
    const at = lastAsOf === null ? '' : zonedTime(lastAsOf, timezone)
    return { check, status: 'ok', what: `finished; it judged events up to ${at}` }
  }
  // What kept it from everything, and not what is to be seen above.
  const [why] =
    state === 'nothing-judged' ? diagnostics.filter(({ fatal, region }) => fatal && region === undefined) : []
  if (why)
    return {
      ...{ check, status: 'warning', what: `${what}: account ${why.accountId}: ${inEnglish(why.message)}` },
      advice: inEnglish(why.advice),
    }
  return state === 'never' ? { check, status: 'ok', what } : { check, status: 'warning', what, advice: ADVICE[state] }
}

const ADVICE: Readonly<Record<Exclude<DigestNight['state'], 'done' | 'never'>, string>> = {
  missed: 'Run audit, or check why its timer did not.',
  'nothing-judged': 'Check what failed above, or wait for it to finish.',
  unfinished: 'Wait for it to finish, or run audit: it resumes from there.',
}
