import { isRotating } from '../key.ts'
import type { ReadinessRow } from '../readiness.ts'
import { scenarioOf } from '../resources/scenario.ts'
import type { RuleId } from '../rules/rule-id.ts'
import { rulePack } from '../rules/rule-packs.ts'
import type { Instant } from '../time.ts'
import { decidesAlone } from '../verdict.ts'
import { keptSdkSteps, migrationSdkSteps } from './application-steps.ts'
import { rotationOffSteps, rotationOnSteps } from './rotation-steps.ts'
import type { Step } from './step.ts'
import { terraformSeen } from './terraform.ts'

/** Secrets that a step names. */
const MAX_NAMED = 10

/** What no step of an owner mends. */
const FOR_GOOD: ReadonlySet<string> = new Set<RuleId>(['external-material', 'multiple-versions'])

/**
 * What has to be done about a key, by whom and until when, in the order in which it is done: first what comes before the move. Nothing for a
 * key that need not move, has moved, or never can.
 */
export function stepsOf(row: ReadinessRow, now: Instant): readonly Step[] {
  const { verdict, staleVerdict = verdict, findings, rules } = row
  if (decidesAlone(staleVerdict)) return []
  if (findings.some(({ rule, effect }) => effect === 'blocked' && FOR_GOOD.has(rule))) return []
  const { applicationsKeepSdk } = rulePack(rules)
  const steps = [
    ...rotationOffSteps(row, now),
    ...stateSteps(row),
    ...(applicationsKeepSdk ? keptSdkSteps(row) : migrationSdkSteps(row)),
    ...resourceSteps(row),
    ...rotationOnSteps(row),
  ]
  return [...steps.filter(({ when }) => when === 'before'), ...steps.filter(({ when }) => when === 'after')]
}

function stateSteps({ facts, keyId, region, owner }: ReadinessRow): readonly Step[] {
  if (facts.keyState !== 'PendingDeletion') return []
  return [{ id: 'cancel-deletion', params: { keyId, region }, when: 'before', forWhom: { owner } }]
}

/** What is a matter of the key itself, whoever calls with it. */
function resourceSteps(row: ReadinessRow): readonly Step[] {
  const { facts, secrets, owner, rules } = row
  const whose = { when: 'before', forWhom: { owner } } as const
  const seen = terraformSeen(row)
  const rotates = isRotating(facts)
  const named = [...secrets].sort().slice(0, MAX_NAMED)
  const ofSecrets = { secrets: named, more: secrets.length - named.length, byTicket: !rulePack(rules).secretsMigrate }
  return [
    ...(facts.protectionLevel === 'HSM' ? [{ id: 'hsm-to-software', params: {}, ...whose } as const] : []),
    ...(seen === undefined ? [] : [{ id: 'terraform', params: { seen, rotates }, ...whose } as const]),
    ...(secrets.length === 0 ? [] : [{ id: 'secrets-after-key', params: ofSecrets, ...whose } as const]),
    ...(scenarioOf(row) === 1 ? [{ id: 'services-only', params: {}, when: 'after', forWhom: { owner } } as const] : []),
  ]
}
