import { describe, expect, it } from 'vitest'
import type { Finding, ReadinessRow } from '../../../shared/domain/readiness.ts'
import { RequestFacts } from '../../../shared/domain/request/request-facts.ts'
import { DAY, iso } from '../../../shared/domain/time.ts'
import { VERDICTS } from '../../../shared/domain/verdict.ts'
import { AS_OF, callerNamed, NOW, readyRow } from '../../support/domain/plan-rows.ts'
import { batchDecision, supportRow } from '../../support/domain/request-rows.ts'
import { finding } from '../../support/rows.ts'

const PLACE = { accountId: '1234567890123456', region: 'cn-hangzhou' }
const nameOf = (keyId: string) => ({ ...PLACE, keyId })

function factsOf(rows: readonly ReadinessRow[], decisions: Parameters<typeof batchDecision>[0][] = []): RequestFacts {
  const facts = new RequestFacts(decisions.map(batchDecision), NOW)
  for (const row of rows) facts.add(row)
  return facts
}

describe('what requests are made of', () => {
  it('are of the rows those that are ready or for technical support', () => {
    const facts = factsOf(VERDICTS.map((verdict) => readyRow(`key-${verdict}`, { verdict })))
    const kept = VERDICTS.filter((verdict) => facts.key(nameOf(`key-${verdict}`)) !== undefined)
    expect(kept).toEqual(['support-required', 'ready'])
  })

  it('are the keys that batches name too, whatever became of them, of their account and region alone', () => {
    const rows = [
      readyRow('key-orders', { verdict: 'blocked' }),
      readyRow('key-orders', { verdict: 'blocked', region: 'cn-shanghai' }),
      readyRow('key-other', { verdict: 'blocked' }),
    ]
    const facts = factsOf(rows, [{ keyIds: ['key-orders'] }])
    expect(facts.key(nameOf('key-orders'))?.verdict).toBe('blocked')
    expect(facts.key({ ...nameOf('key-orders'), region: 'cn-shanghai' })).toBeUndefined()
    expect(facts.key(nameOf('key-other'))).toBeUndefined()
  })

  it('are the keys for technical support in the order in which they came', () => {
    const rows = [supportRow({ keyId: 'key-b' }), readyRow('key-ready'), supportRow({ keyId: 'key-a' })]
    expect(factsOf(rows).supportRequired.map(({ keyId }) => keyId)).toEqual(['key-b', 'key-a'])
  })
})

describe('what a request says of a key', () => {
  it('is its use, who makes it, and how long that was observed', () => {
    const callers = [callerNamed('role/orders')]
    const usage = { calls: 12, lastUsedAt: iso(AS_OF - DAY), callers, moreCallers: 3 }
    const observed = { from: '2026-09-01T00:00:00Z', to: '2026-11-22T00:00:00Z', complete: false }
    const facts = factsOf([readyRow('key-1', { usage, observed: { ...observed, gaps: [] } })])
    expect(facts.key(nameOf('key-1'))).toMatchObject(usage)
    expect(facts.key(nameOf('key-1'))?.observed).toEqual(observed)
  })

  const settled = finding({ rule: 'settled-by-statement', effect: 'note' })
  const disabled = finding({ rule: 'key-disabled', effect: 'note' })
  it.each([
    ['nothing', [], false],
    ['a statement', [settled], true],
    ['a statement beside another finding', [disabled, settled], true],
    ['another finding', [disabled], false],
  ] as [string, readonly Finding[], boolean][])('tells whether a statement settles it: %s', (_, findings, said) => {
    expect(factsOf([readyRow('key-1', { findings })]).key(nameOf('key-1'))?.byStatement).toBe(said)
  })

  it('has of its findings those that decide', () => {
    const row = supportRow({ findings: [disabled, ...supportRow().findings, settled] })
    const rules = factsOf([row]).supportRequired.flatMap(({ findings }) => findings.map(({ rule }) => rule))
    expect(rules).toEqual(['unsupported-language'])
  })
})
