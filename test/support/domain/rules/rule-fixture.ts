import type { RuleContext } from '../../../../shared/domain/rule-context.ts'
import type { RulePack } from '../../../../shared/domain/rules/rule-packs.ts'
import type { Effect } from '../../../../shared/domain/verdict.ts'

/** Cases in which a rule fires, with its effects, and near misses in which it does not. */
export interface RuleFixture {
  readonly fires: readonly (readonly [
    what: string,
    subject: RuleContext,
    /** Null: the pack does not know the rule. */
    effects: Readonly<Record<RulePack, Effect | null>>,
  ])[]
  readonly misses: readonly (readonly [what: string, subject: RuleContext])[]
}

export function effects(literal: Effect | null, newer: Effect): Readonly<Record<RulePack, Effect | null>> {
  return { '2023-09': literal, '2024-11': newer }
}

export const NOTE = effects('note', 'note')
export const BLOCKED = effects('blocked', 'blocked')
export const ACTION = effects('action-required', 'action-required')
export const UNKNOWN = effects('unknown', 'note')
export const SUPPORT = effects('support-required', 'note')
/** Facts of a key that is in an instance. */
export const INSTANCE = { kmsInstanceId: 'kst-hzz62ee817bvyyr5x****' }
