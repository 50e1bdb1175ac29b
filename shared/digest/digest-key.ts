import { decidingCallers, decidingFindings } from '../domain/deciding.ts'
import { isRotating } from '../domain/key.ts'
import { ownerOf } from '../domain/owner.ts'
import type { ReadinessRow } from '../domain/readiness.ts'
import { isQuietButNeeded, scenarioOf } from '../domain/resources/scenario.ts'
import { stepsOf } from '../domain/steps/steps-of.ts'
import { type Instant, iso, parseInstant } from '../domain/time.ts'
import { decidesAlone } from '../domain/verdict.ts'
import type { DigestKey, RotatingKey } from './model.ts'

/** What a digest keeps of a row as it is shown; `now`: as of when steps are asked for. */
export function digestKeyOf(row: ReadinessRow, now: Instant): DigestKey {
  const { accountId, region, keyId, aliases, verdict, staleVerdict } = row
  const deciding = decidingFindings(row)
  const callers = decidingCallers(row, deciding)
  const owner = ownerOf(row)
  const scenario = scenarioOf(row)
  const steps = [...new Set(stepsOf(row, now).map(({ id }) => id))]
  return {
    accountId,
    region,
    keyId,
    aliases,
    ...(owner === undefined ? {} : { owner }),
    verdict,
    ...(staleVerdict === undefined ? {} : { staleVerdict }),
    deciding,
    callers,
    complete: row.observed.complete && row.unread.length === 0,
    ...(scenario === null ? {} : { scenario }),
    ...(isQuietButNeeded(row) ? { quietButNeeded: true } : {}),
    ...(steps.length === 0 ? {} : { steps }),
  }
}

/** A key that has to move and that a second key version would block: undefined of one that has several, or is blocked for good already. */
export function rotatingKeyOf(
  key: DigestKey,
  { facts, verdict, staleVerdict = verdict }: ReadinessRow,
): RotatingKey | undefined {
  const { versions, origin } = facts
  const isRotatedInto =
    isRotating(facts) && !decidesAlone(staleVerdict) && (versions ?? 1) <= 1 && origin !== 'EXTERNAL'
  if (!isRotatedInto) return undefined
  const next = parseInstant(facts.nextRotationAt)
  return {
    ...key,
    nextRotationAt: next === undefined ? null : iso(next),
    suspended: facts.automaticRotation === 'Suspended',
  }
}

/** What has no date comes last. */
export function byRotation({ nextRotationAt: a }: RotatingKey, { nextRotationAt: b }: RotatingKey): number {
  if (a === b) return 0
  if (a === null || b === null) return a === null ? 1 : -1
  return a < b ? -1 : 1
}
