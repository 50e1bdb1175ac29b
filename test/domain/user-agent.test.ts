import { describe, expect, it } from 'vitest'
import { namesIn, parseUserAgent } from '../../shared/domain/user-agent.ts'

const product = (name: string, version = '') => ({ name, version })

describe('a user agent', () => {
  it.each<[string, ReturnType<typeof parseUserAgent>]>([
    ['', { before: [], behind: [], remarks: [], hasBracket: false }],
    ['a/1 B', { before: [product('a', '1'), product('b')], behind: [], remarks: [], hasBracket: false }],
    [
      'a (b; c/2)  d/3/4',
      { before: [product('a')], behind: [product('d', '3/4')], remarks: ['b;', 'c/2'], hasBracket: true },
    ],
    ['(a (b) c) d', { before: [], behind: [product('d')], remarks: ['a', 'b', 'c'], hasBracket: true }],
    ['a) b (c', { before: [product('a'), product('b')], behind: [], remarks: ['c'], hasBracket: true }],
    ['/x x/', { before: [product('', 'x'), product('x')], behind: [], remarks: [], hasBracket: false }],
    [
      'Client/AliyunCLI/2 client/ request/extra/b/1 extra',
      {
        before: [product('aliyuncli', '2'), product('client'), product('b', '1'), product('extra')],
        behind: [],
        remarks: [],
        hasBracket: false,
      },
    ],
    ['a\tb\u00a0c', { before: [product('a'), product('b'), product('c')], behind: [], remarks: [], hasBracket: false }],
    ['a\u0000b', undefined],
    ['a\u007fb', undefined],
  ])('%j', (text, parts) => {
    expect(parseUserAgent(text)).toEqual(parts)
  })

  it('is none where it is longer than any header', () => {
    expect(parseUserAgent('x'.repeat(8_192))).toBeDefined()
    expect(parseUserAgent('x'.repeat(8_193))).toBeUndefined()
  })

  it('has the names that stand between slashes, semicolons and commas', () => {
    const parsed = parseUserAgent('a/1 (b;c,d) e')
    expect(parsed && namesIn(parsed)).toEqual(['a', '1', 'e', '', 'b', 'c', 'd'])
  })
})
