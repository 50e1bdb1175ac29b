import { describe, expect, it } from 'vitest'
import { makeDigest } from '../../shared/digest/digest.ts'
import { rulePacksOf } from '../../shared/digest/rule-packs.ts'
import type { Language } from '../../shared/domain/language.ts'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import type { RulePack } from '../../shared/domain/rules/rule-packs.ts'
import { renderReport } from '../../shared/report/page.ts'
import { renderMarkdown, renderTerminal } from '../../shared/views/digest-text.ts'
import { appOver, ask, storeOf, TOKEN } from '../support/functions/query/asked.ts'
import { askPage } from '../support/pages/asked-page.ts'
import { LAST_RUN, NOW, row } from '../support/rows.ts'

const timezone = 'Asia/Shanghai'
const judged = (counts: Partial<Record<RulePack, number>>): ReadinessRow[] =>
  Object.entries(counts).flatMap(([rules, count]) =>
    Array.from({ length: count }, (_, at) => row({ keyId: `key-${rules}-${at}`, rules: rules as RulePack })),
  )

/** Everything that names a rule pack over these rows, where CMK_RULES is `rules`. */
async function told(rows: readonly ReadinessRow[], rules: RulePack, language: Language = 'en') {
  const digest = await makeDigest({ rows, changes: [], diagnostics: [], lastRun: LAST_RUN, now: NOW, timezone, rules })
  const app = appOver(await storeOf(rows), { env: { CMK_API_TOKEN: TOKEN, CMK_RULES: rules } })
  return {
    digest,
    summary: (await ask(app, '/api/summary')).json,
    texts: [
      renderTerminal(digest, { language, timezone, colour: false }),
      renderMarkdown(digest, { language, timezone }).replaceAll('\\', ''),
      [...renderReport({ rows, digest, language, timezone })].join(''),
      (await askPage(app, `/?lang=${language}`)).html,
    ],
  }
}

describe('the rule pack of a page or message', () => {
  it('is that of its rows, in every rendering, and nothing is said where CMK_RULES is the same', async () => {
    const { digest, summary, texts } = await told(judged({ '2024-11': 2 }), '2024-11')
    const packs = { rules: '2024-11', rulePacks: { '2024-11': 2 }, configuredRules: '2024-11' }
    expect(digest).toMatchObject(packs)
    expect(summary).toMatchObject(packs)
    for (const text of texts) {
      expect(text).toContain('rules 2024-11 ·')
      expect(text).not.toMatch(/2023-09|CMK_RULES is/)
    }
  })

  it('is not that of an environment that names another, which is said', async () => {
    const { summary, texts } = await told(judged({ '2023-09': 2 }), '2024-11')
    expect(summary).toMatchObject({ rules: '2023-09', rulePacks: { '2023-09': 2 }, configuredRules: '2024-11' })
    for (const text of texts) {
      expect(text).toContain('rules 2023-09 ·')
      expect(text).toContain(
        'CMK_RULES is 2024-11, but these rows were judged by 2023-09: the next audit re-evaluates them.',
      )
    }
    for (const text of (await told(judged({ '2023-09': 2 }), '2024-11', 'zh')).texts) {
      expect(text).toContain('规则 2023-09 ·')
      expect(text).toContain('CMK_RULES 为 2024-11，但这些结果是按 2023-09 判定的：下次审计将重新判定。')
    }
  })

  it('names how many another judged, where rows of several stand together', async () => {
    const rows = judged({ '2023-09': 3, '2024-11': 1 })
    const { digest, summary, texts } = await told(rows, '2023-09')
    expect(digest.rulePacks).toEqual({ '2023-09': 3, '2024-11': 1 })
    expect(summary).toMatchObject({ rules: '2023-09', rulePacks: { '2023-09': 3, '2024-11': 1 } })
    for (const text of texts) {
      expect(text).toContain('rules 2023-09; 1 key judged by 2024-11 ·')
      expect(text).toContain('CMK_RULES is 2023-09, but 1 key was judged by 2024-11: the next audit re-evaluates them.')
    }
    for (const text of (await told(rows, '2023-09', 'zh')).texts)
      expect(text).toContain('规则 2023-09；另有 1 个密钥按 2024-11 判定 ·')
  })

  it('is the one of most rows, of equals that of the environment, and of no row that too', () => {
    expect(rulePacksOf({ '2023-09': 3, '2024-11': 4 }, '2023-09').rules).toBe('2024-11')
    expect(rulePacksOf({ '2023-09': 4, '2024-11': 4 }, '2023-09').rules).toBe('2023-09')
    expect(rulePacksOf({ '2023-09': 4, '2024-11': 4 }, '2024-11').rules).toBe('2024-11')
    expect(rulePacksOf({}, '2024-11')).toEqual({ rules: '2024-11', rulePacks: {}, configuredRules: '2024-11' })
  })
})
