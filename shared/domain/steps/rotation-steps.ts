import { isRotating } from '../key.ts'
import type { ReadinessRow } from '../readiness.ts'
import { DAY, type Instant, iso, parseInstant } from '../time.ts'
import type { Step, Urgency } from './step.ts'

/** So long before the rotation its owners hear how many days are left, and so long before it they hear it loudest. */
const SOON = 30 * DAY
const NEAR = 7 * DAY

type RotationRow = Pick<ReadinessRow, 'accountId' | 'region' | 'keyId' | 'facts' | 'owner'>

/** Before the move: automatic rotation off, by the date of the next rotation, and the compliance rule that complains meanwhile. */
export function rotationOffSteps({ region, keyId, facts, owner }: RotationRow, now: Instant): readonly Step[] {
  if (!isRotating(facts)) return []
  const next = parseInstant(facts.nextRotationAt)
  const params = {
    ...{ keyId, region, suspended: facts.automaticRotation === 'Suspended', urgency: urgencyOf(next, now) },
    daysLeft: next === undefined ? 0 : Math.max(0, Math.floor((next - now) / DAY)),
    nextRotationAt: next === undefined ? '' : iso(next),
  }
  const forWhom = { owner }
  return [
    { id: 'rotation-off', params, when: 'before', forWhom, ...(next !== undefined && { by: iso(next) }) },
    { id: 'rotation-rule', params: {}, when: 'before', forWhom },
  ]
}

/** After the move: automatic rotation on again. */
export function rotationOnSteps({ region, keyId, facts, owner }: RotationRow): readonly Step[] {
  if (!isRotating(facts)) return []
  return [{ id: 'rotation-on', params: { keyId, region }, when: 'after', forWhom: { owner } }]
}

function urgencyOf(next: Instant | undefined, now: Instant): Urgency {
  if (next === undefined) return 'undated'
  if (next <= now) return 'due'
  if (next - now <= NEAR) return 'near'
  return next - now <= SOON ? 'soon' : 'later'
}
