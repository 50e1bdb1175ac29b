import { describe, expect, it } from 'vitest'
import { RULES } from '../../shared/domain/rules/registry.ts'
import { RULE_PACKS, rulePack } from '../../shared/domain/rules/rule-packs.ts'
import { VERDICTS } from '../../shared/domain/verdict.ts'
import { page, tableOf } from '../support/docs/pages.ts'

describe('the page of verdicts', () => {
  it('has every rule in order, with its effect under each pack', async () => {
    const { text } = await page('docs/verdicts.md')
    const told = tableOf(text, 'rule').map(([rule, , ...effects]) => [rule, ...effects])
    expect(told).toEqual(
      RULES.map(({ id }) => [`\`${id}\``, ...RULE_PACKS.map((pack) => rulePack(pack).rules[id]?.effect ?? '–')]),
    )
  })

  it.each(['README.md', 'docs/verdicts.md'])('and %s have every verdict', async (path) => {
    const { text } = await page(path)
    expect(
      tableOf(text, 'verdict')
        .map(([verdict]) => verdict)
        .sort(),
    ).toEqual(VERDICTS.map((verdict) => `\`${verdict}\``).sort())
  })
})
