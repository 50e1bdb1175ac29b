import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  csvLine,
  htmlLink,
  jsonText,
  markdownCode,
  markdownText,
  scriptJson,
  visible,
} from '../../shared/text/escape.ts'
import { anyText } from '../support/domain/any-text.ts'
import { HOSTILE } from '../support/rows.ts'

describe('visible text', () => {
  it('shows what acts and leaves the rest', () => {
    expect(visible('支付 key_1 é 😀')).toBe('支付 key_1 é 😀')
    expect(visible('a\u001b[2Jb')).toBe('a\\u{1b}[2Jb')
    expect(visible('\u202eexe.yap\u2066')).toBe('\\u{202e}exe.yap\\u{2066}')
    expect(visible('a\u200bb\ufeffc\u00add')).toBe('a\\u{200b}b\\u{feff}c\\u{ad}d')
    expect(visible('a\r\nb\tc\u2028d\u009bm')).toBe('a\\u{d}\\u{a}b\\u{9}c\\u{2028}d\\u{9b}m')
    expect(visible('\u{e0041}\ud800')).toBe('\\u{e0041}\\u{d800}')
  })

  it('never holds a control, format or separator character', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(visible(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
      }),
    )
  })
})

describe('Markdown', () => {
  it('makes links, images, HTML, code and tables inert', () => {
    expect(markdownText('[a](b)')).toBe('\\[a\\](b)')
    expect(markdownText('![a](b)')).toBe('\\!\\[a\\](b)')
    expect(markdownText('<b> `c` | _d_ *e*')).toBe('\\<b\\> \\`c\\` \\| \\_d\\_ \\*e\\*')
    expect(markdownText('http://a www.b.c d@e')).toBe('http\\://a www\\.b.c d\\@e')
    expect(markdownText('- a')).toBe('\\- a')
  })

  it('leaves moments and ordinary sentences readable', () => {
    expect(markdownText('3 calls, the last at 2026-11-21T08:15:00Z (vpc).')).toBe(
      '3 calls, the last at 2026-11-21T08:15:00Z (vpc).',
    )
  })

  it('ends no code span early', () => {
    expect(markdownCode('a`b|c')).toBe('`a\\u{60}b\\u{7c}c`')
    expect(markdownCode('')).toBe('` `')
  })
})

describe('CSV', () => {
  it.each(['=1+1', '+1', '-1', '@x', '\t=1', '\r=1', '\n=1', '  =1', '\u3000=1', '\uff1d1', '\uff20x'])(
    'does not let %j be a formula',
    (text) => {
      expect(csvLine([text])).toMatch(/^"'/)
    },
  )

  it('quotes texts, and leaves numbers and nothing as they are', () => {
    expect(csvLine(['a"b', 'c,d', 3, true, null, '支付'])).toBe('"a""b","c,d",3,true,,"支付"\r\n')
  })

  it('keeps a cell in its line', () => {
    expect(csvLine([HOSTILE.lines]).match(/[\r\n]/g)).toEqual(['\r', '\n'])
  })
})

describe('HTML', () => {
  it('links http(s) addresses only', () => {
    expect(String(htmlLink('https://a.example/b?c=1&d=2 section 3'))).toMatch(
      /^<a href="https:\/\/a\.example\/b\?c=1&amp;d=2"[^>]*>[^<]*<\/a> section 3$/,
    )
    for (const text of ['javascript:alert(1)', ' https://a', 'data:text/html,x', '//evil.example', 'https://'])
      expect(String(htmlLink(text))).not.toContain('<a')
  })

  it('lets no address end its attribute', () => {
    expect(String(htmlLink('https://a.example/"onclick="x'))).toMatch(
      /^<a href="https:\/\/a\.example\/" rel="[^"]*" target="_blank">/,
    )
  })
})

describe('JSON', () => {
  it('parses to the same text and holds nothing that acts', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const json = jsonText({ text }, 2)
        expect(JSON.parse(json)).toEqual({ text })
        expect(json.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
      }),
    )
  })

  it('cannot end a script block', () => {
    const json = String(scriptJson(HOSTILE.closing))
    expect(json).not.toContain('<')
    expect(JSON.parse(json)).toBe(HOSTILE.closing)
  })
})
