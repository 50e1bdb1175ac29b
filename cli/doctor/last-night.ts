import { readDigest } from '../../functions/digest/read-digest.ts'
import type { DigestNight } from '../../shared/digest/model.ts'
import { StoreError } from '../../shared/store/errors.ts'
import type { Store } from '../../shared/store/store.ts'
import { zonedTime } from '../../shared/text/dates.ts'
import { namedScopes } from '../../shared/text/named-scopes.ts'
import type { Finding } from './finding.ts'
import { type DoctorServices, failureIn } from './services.ts'
import { storeFinding } from './store.ts'

/** How far the last night came. */
export async function checkLastNight(store: Store, services: DoctorServices): Promise<Finding> {
  const { config, clock, signal } = services
  try {
    const { night } = await readDigest(store, config, { clock, signal })
    return nightFinding(night, config.timezone)
  } catch (caught) {
    return storeFinding(failureIn(caught, StoreError, services))
  }
}

function nightFinding({ state, lastAsOf, unfinished }: DigestNight, timezone: string): Finding {
  const check = 'last night'
  const at = lastAsOf === null ? '' : zonedTime(lastAsOf, timezone)
  const warning = (what: string, advice: string): Finding => ({ check, status: 'warning', what, advice })
  switch (state) {
    case 'done':
      return { check, status: 'ok', what: `finished; it judged events up to ${at}` }
    case 'never':
      return { check, status: 'ok', what: 'no audit has run yet' }
    case 'missed':
      return warning(`the last audit was that of ${at}`, 'Run audit, or check why its timer did not.')
    case 'nothing-judged':
      return warning(
        `the audit of ${at} has produced no verdicts`,
        'Check what failed above, or wait for it to finish.',
      )
    case 'unfinished':
      return warning(
        `the audit of ${at} has not finished ${unfinished.length} of its regions: ${namedScopes(unfinished)}`,
        'Wait for it to finish, or run audit: it resumes from there.',
      )
  }
}
