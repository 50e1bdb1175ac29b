import { describe, expect, it } from 'vitest'
import { judge } from '../../../shared/domain/judge.ts'
import type { Finding } from '../../../shared/domain/readiness.ts'
import { RULES } from '../../../shared/domain/rules/registry.ts'
import { renderFinding, ruleTexts } from '../../../shared/domain/rules/render-finding.ts'
import { RULE_PACKS, rulePack } from '../../../shared/domain/rules/rule-packs.ts'
import { FIXTURES } from '../../support/domain/rules/rule-fixtures.ts'
import { HALF_WIDTH } from '../../support/text/chinese.ts'

const LEFTOVER = /undefined|null|NaN|\[object|\$\{|[{}]|TODO|\s{2}|\(\)|^\s|\s$|[,:]\s*\./
const CHINESE = /[\u4e00-\u9fff]/
/** Half-width punctuation next to a Chinese character, and full-width punctuation with nothing in it. */
const BAD_CHINESE = /[\u4e00-\u9fff][,:;()]|[,:;()][\u4e00-\u9fff]|\uff08\uff09|[\uff0c\u3001\uff1a]\u3002/

/** Every finding that the fixtures of its rule make, or those of one rule, under both packs. */
function samples(of?: string): readonly Finding[] {
  return RULE_PACKS.flatMap((pack) =>
    Object.entries(FIXTURES).flatMap(([id, { fires }]) =>
      of === undefined || of === id
        ? fires.flatMap(([, context]) => judge(context, pack).findings.filter(({ rule }) => rule === id))
        : [],
    ),
  )
}

it('ids are unique and kebab-case', () => {
  const ids = RULES.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/)
})

it.each(RULES)('$id cites a page of the vendor in every pack', ({ id }) => {
  const sources = RULE_PACKS.flatMap((pack) => rulePack(pack).rules[id]?.source ?? [])
  expect(sources.length).toBeGreaterThan(0)
  for (const source of sources) expect(source).toMatch(/^https:\/\/www\.alibabacloud\.com\/help\/en\/[a-z0-9/-]+$/)
})

describe.each(['en', 'zh'] as const)('in %s', (language) => {
  it.each(RULES)('$id reads as whole sentences', ({ id }) => {
    const found = samples(id)
    expect(found.length).toBeGreaterThan(0)
    for (const sample of found) {
      const { title, message, action } = renderFinding(sample, language)
      expect(title).not.toBe('')
      expect(message).toMatch(language === 'zh' ? /。$/ : /^[A-Z\d].*\.$/s)
      if (action !== '') expect(action).toMatch(language === 'zh' ? /。$/ : /^[A-Z].*\.$/s)
      for (const text of [title, message, action].filter((each) => each !== '')) {
        expect(text).not.toMatch(LEFTOVER)
        expect(text).not.toMatch(BAD_CHINESE)
        if (language === 'zh') expect(text).not.toMatch(HALF_WIDTH)
        expect(CHINESE.test(text)).toBe(language === 'zh')
      }
    }
  })

  it.each(RULES)('$id has a title of its own', ({ id }) => {
    const titles = RULES.map((rule) => rule.texts[language].title)
    expect(titles.filter((title) => title === ruleTexts(id, language)?.title)).toHaveLength(1)
  })

  it.each(RULES)('$id stays readable when its data is of an older version', ({ id }) => {
    const { message, action } = renderFinding({ rule: id, message: '', action: '', data: {} }, language)
    expect(`${message}${action}`).not.toMatch(/undefined|null|NaN|\[object/)
  })
})

it('a stored finding renders to the texts that it was stored with', () => {
  for (const sample of samples()) {
    const stored: Finding = JSON.parse(JSON.stringify(sample))
    expect(renderFinding(stored, 'en')).toMatchObject({ message: sample.message, action: sample.action })
  }
})

it('a finding of a rule that this version does not know keeps its stored texts', () => {
  const stored = { rule: 'from-the-future', message: 'Found.', action: 'Do.', data: {} }
  expect(ruleTexts('from-the-future', 'zh')).toBeUndefined()
  expect(renderFinding(stored, 'zh')).toEqual({ title: 'from-the-future', message: 'Found.', action: 'Do.' })
})

it('every step that blocks or delays a migration says what to do about it', () => {
  for (const { effect, action } of samples()) {
    if (effect !== 'note' && effect !== 'not-required') expect(action).not.toBe('')
  }
})

it('never says that a key is unused', () => {
  for (const sample of samples()) {
    for (const language of ['en', 'zh'] as const) {
      const { title, message, action } = renderFinding(sample, language)
      expect(`${title} ${message} ${action}`).not.toMatch(/unused|not used|未使用|没有使用|闲置/i)
    }
  }
})
