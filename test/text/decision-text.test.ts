import { expect, test } from 'vitest'
import type { DecisionValue } from '../../shared/domain/decisions/decision.ts'
import { decisionText } from '../../shared/text/decision-messages.ts'

const principal = 'role/orders'

test.each<[DecisionValue, string, string]>([
  [{ kind: 'client-statement', principal, client: 'nodejs' }, 'calls with Node.js', '使用 Node.js 调用'],
  [
    { kind: 'client-statement', principal, client: 'cli' },
    'calls with Alibaba Cloud CLI',
    '使用 Alibaba Cloud CLI 调用',
  ],
  [{ kind: 'keys-statement', principal, keyIds: ['key-1', 'key-2'] }, 'uses key-1, key-2', '使用 key-1、key-2'],
])('what people said is told in words: %j', (value, en, zh) => {
  expect([decisionText(value, 'en'), decisionText(value, 'zh')]).toEqual([en, zh])
})
