import { describe, expect, it } from 'vitest'
import { abilityOf, mayEncrypt } from '../../shared/domain/ability.ts'
import { NO_FACTS } from '../../shared/domain/key.ts'

describe('a key that may encrypt', () => {
  it.each([
    ['ENCRYPT/DECRYPT', true],
    ['SIGN/VERIFY', false],
    [' Sign/Verify ', false],
    ['a usage that nobody knows', true],
    [null, true],
  ])('%j: %s', (keyUsage, may) => {
    expect(mayEncrypt({ keyUsage })).toBe(may)
  })
})

describe('how many calls of a row can have used a key', () => {
  const ROW = { operation: 'Decrypt', firstAt: '2026-11-20T08:00:00Z', lastAt: '2026-11-20T10:00:00Z' }
  const keyOf = (facts: Partial<typeof NO_FACTS>) => ({ facts: { ...NO_FACTS, ...facts } })

  it.each([
    ['2026-11-19T00:00:00Z', 'all'],
    [ROW.firstAt, 'all'],
    ['2026-11-20T08:00:01Z', 'some'],
    ['2026-11-20T09:59:59Z', 'some'],
    [ROW.lastAt, 'none'],
    ['2026-11-21T00:00:00Z', 'none'],
    [null, 'all'],
  ])('one that was created at %s: %s', (createdAt, ability) => {
    expect(abilityOf(keyOf({ createdAt }), ROW)).toBe(ability)
  })

  it('one that nobody has seen: none', () => {
    expect(abilityOf(undefined, ROW)).toBe('none')
  })

  it.each([
    ['ReEncrypt', 'SIGN/VERIFY', 'none'],
    ['ReEncrypt', 'ENCRYPT/DECRYPT', 'all'],
    ['AsymmetricSign', 'SIGN/VERIFY', 'all'],
  ])('%s by one for %s: %s', (operation, keyUsage, ability) => {
    expect(abilityOf(keyOf({ keyUsage }), { ...ROW, operation })).toBe(ability)
  })
})
