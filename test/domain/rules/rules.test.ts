import { describe, expect, it } from 'vitest'
import { judge } from '../../../shared/domain/judge.ts'
import type { RuleContext } from '../../../shared/domain/rule-context.ts'
import { RULES } from '../../../shared/domain/rules/registry.ts'
import { RULE_PACKS, type RulePack } from '../../../shared/domain/rules/rule-packs.ts'
import { FIXTURES } from '../../support/domain/rules/rule-fixtures.ts'

function effectOf(id: string, context: RuleContext, pack: RulePack) {
  return judge(context, pack).findings.find(({ rule }) => rule === id)?.effect
}

it('every rule has cases that fire and cases that do not, and no others are listed', () => {
  expect(Object.keys(FIXTURES)).toEqual(RULES.map(({ id }) => id))
  for (const { fires, misses } of Object.values(FIXTURES)) {
    expect(fires.length).toBeGreaterThan(0)
    expect(misses.length).toBeGreaterThan(0)
  }
})

describe.each(RULE_PACKS)('pack %s', (pack) => {
  describe.each(Object.entries(FIXTURES))('%s', (id, { fires, misses }) => {
    it.each(fires)('fires: %s', (_, context, effects) => {
      expect(effectOf(id, context, pack)).toBe(effects[pack] ?? undefined)
    })

    it.each(misses)('does not fire: %s', (_, context) => {
      expect(effectOf(id, context, pack)).toBeUndefined()
    })
  })
})
