import { describe, expect, it } from 'vitest'
import { fieldsOf, objectsIn, textOf, texts, textsIn, wordOf } from '../../shared/domain/event-values.ts'

const KEY = { KeyId: 'k' }
/** A value inside so many lists. */
const listed = (value: unknown, times: number): unknown => (times === 0 ? value : [listed(value, times - 1)])

describe('the objects of a value', () => {
  it.each<[string, unknown, readonly unknown[]]>([
    ['itself', KEY, [KEY]],
    ['those of a list', [KEY, { a: 1 }], [KEY, { a: 1 }]],
    ['what a JSON text says', '{"KeyId":"k"}', [KEY]],
    ['what a JSON text with space before it says', ' \n{"KeyId":"k"}', [KEY]],
    ['those of a list in a JSON text', '[{"KeyId":"k"},{"a":1}]', [KEY, { a: 1 }]],
    ['those of JSON texts in a list', ['{"KeyId":"k"}'], [KEY]],
    ['JSON texts in lists in JSON texts', JSON.stringify([JSON.stringify(KEY)]), [KEY]],
    ['JSON texts no deeper than that', JSON.stringify([JSON.stringify([JSON.stringify(KEY)])]), []],
    ['three lists deep', listed(KEY, 3), [KEY]],
    ['none deeper', listed(KEY, 4), []],
    ['none of nothing', undefined, []],
    ['none of null', null, []],
    ['none of a number', 7, []],
    ['none of a text that is none', 'KeyId', []],
    ['none of a JSON text of a number', '7', []],
    ['none of a text that only begins like JSON', '{KeyId', []],
  ])('%s', (_, value, objects) => {
    expect(objectsIn(value)).toEqual(objects)
  })
})

describe('the texts of a value', () => {
  it.each<[string, unknown, readonly string[]]>([
    ['itself', 'k', ['k']],
    ['without space around it', ' k\t', ['k']],
    ['a number as it is written', 7, ['7']],
    ['a truth as it is written', false, ['false']],
    ['those of a list', ['a', 'b'], ['a', 'b']],
    ['those of an object', { x: 'a', y: ['b'] }, ['a', 'b']],
    ['what a JSON text of a list says', '["a","b"]', ['a', 'b']],
    ['what a JSON text of an object says', '{"x":"a"}', ['a']],
    ['a text that only begins like JSON, as it came', '[a', ['[a']],
    ['a JSON text of a number, as it came', '7', ['7']],
    ['a number with its zeros', '1.0', ['1.0']],
    ['a long number to its last digit', '12345678901234567891', ['12345678901234567891']],
    ['the word null', 'null', ['null']],
    ['a text in quotation marks with them', '"[x]"', ['"[x]"']],
    ['JSON texts four deep, the last as it came', JSON.stringify([JSON.stringify(['["k"]'])]), ['["k"]']],
    ['none of an empty text', '', []],
    ['none of spaces', '  ', []],
    ['none of nothing', undefined, []],
    ['none of null', null, []],
    ['none of an empty list', [], []],
    ['four lists deep', listed('k', 4), ['k']],
    ['none deeper', listed('k', 5), []],
    ['a JSON text in four lists, as it came', listed('["k"]', 4), ['["k"]']],
    ['what a JSON text in two lists says', listed('["k"]', 2), ['k']],
  ])('%s', (_, value, expected) => {
    expect(textsIn(value)).toEqual(expected)
  })
})

describe('a value as one text', () => {
  it.each<[unknown, string]>([
    [' k ', ' k '],
    ['["a"]', '["a"]'],
    [['a', 'b'], 'a,b'],
    [{ x: 'a', y: 1 }, 'a,1'],
    [7, '7'],
    [undefined, ''],
    [null, ''],
  ])('of %j is %j', (value, text) => {
    expect(textOf(value)).toBe(text)
  })
})

describe('a word', () => {
  it.each<[unknown, string]>([
    ['system', 'system'],
    [0, '0'],
    [true, 'true'],
    [undefined, ''],
    [null, ''],
    [['system'], '["system"]'],
    [{ type: 'system' }, '{"type":"system"}'],
  ])('of %j is %j', (value, word) => {
    expect(wordOf(value)).toBe(word)
  })
})

describe('fields', () => {
  it('of one name however it is spelled are one, each value once', () => {
    const fields = fieldsOf({ KeyId: 'a' }, '{"keyid":"b"}', { KEYID: 'a', Other: 'c' })
    expect([...fields]).toEqual([
      ['keyid', ['a', 'b']],
      ['other', ['c']],
    ])
    expect(texts(fields, 'keyid')).toEqual(['a', 'b'])
    expect(texts(fields, 'other')).toEqual(['c'])
    expect(texts(fields, 'KeyId')).toEqual([])
  })

  it('hold lists and empty texts, of which texts are given alone', () => {
    const fields = fieldsOf({ KeyId: ['a', ''] }, { keyId: { Id: 'b' } }, undefined)
    expect(texts(fields, 'keyid')).toEqual(['a', 'b'])
  })
})
