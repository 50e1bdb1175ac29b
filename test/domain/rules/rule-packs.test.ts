import { expect, it } from 'vitest'
import { renderFinding } from '../../../shared/domain/rules/render-finding.ts'
import { RULE_PACKS, rulePack } from '../../../shared/domain/rules/rule-packs.ts'

it('a pack is found by its id', () => {
  expect(RULE_PACKS.map((id) => rulePack(id).id)).toEqual(RULE_PACKS)
})

it.each(['2022-01', '2023-9', '', 'constructor'])('%j is an error, and not the older pack', (id) => {
  expect(() => rulePack(id)).toThrow(RangeError)
  const finding = { rule: 'blocked-operation', message: '', action: '', data: { pack: id, operations: ['ReEncrypt'] } }
  expect(() => renderFinding(finding, 'en')).toThrow(/There is no rule pack/)
})
