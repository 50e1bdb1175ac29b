import { describe, expect, it } from 'vitest'
import { application, use } from '../../support/domain/case-factory.ts'
import { textsOf } from '../../support/domain/rules/finding-texts.ts'

const calledBy = (...agents: readonly (string | undefined)[]) =>
  textsOf('unknown-client', {
    uses: agents.map((agent) =>
      use({ caller: application({ client: 'unknown', ...(agent !== undefined && { agent }) }) }),
    ),
  })

describe('an application of unknown language', () => {
  it.each<[string, readonly (string | undefined)[], object, string, string]>([
    [
      'its agent',
      ['orders'],
      { agents: ['orders'], moreAgents: 0 },
      ' (user agent: orders).',
      '（User-Agent：orders）。',
    ],
    [
      'every agent once, and callers without one not',
      ['orders', undefined, 'billing', 'orders'],
      { agents: ['orders', 'billing'], moreAgents: 0 },
      ' (user agent: orders, billing).',
      '（User-Agent：orders、billing）。',
    ],
    [
      'ten agents, and how many more there are',
      Array.from({ length: 12 }, (_, n) => `app-${n}`),
      { moreAgents: 2 },
      ', app-9 and 2 more).',
      '、app-9 等 12 个）。',
    ],
  ])('is told by %s', (_, agents, data, en, zh) => {
    const texts = calledBy(...agents)
    expect(texts.data).toMatchObject(data)
    expect(texts.en.message.endsWith(en)).toBe(true)
    expect(texts.zh.message.endsWith(zh)).toBe(true)
  })

  it('without an agent is told by its calls alone', () => {
    const { data, en, zh } = calledBy(undefined)
    expect(data).not.toHaveProperty('agents')
    expect(data).not.toHaveProperty('moreAgents')
    expect(en.message).toMatch(/, the last at 2026-11-19T01:00:00Z\.$/)
    expect(zh.message).toMatch(/，最近一次在 2026-11-19T01:00:00Z。$/)
  })

  it('is the only one whose agent is named', () => {
    const java = use({ caller: application({ agent: 'java-app' }) })
    const { data } = textsOf('unknown-client', {
      uses: [java, use({ caller: application({ client: 'unknown', agent: 'orders' }) })],
    })
    expect(data).toMatchObject({ agents: ['orders'] })
  })
})
