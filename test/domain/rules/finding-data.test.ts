import { describe, expect, it } from 'vitest'
import { message } from '../../../shared/domain/messages/message.ts'
import { listOf, numberOf, textOf, textsOf } from '../../../shared/domain/rules/finding-data.ts'

const BUDGET = message('budget-used-up')
/** What rows of other versions may have under a name. */
const DATA = { text: 'cn-hangzhou', empty: '', number: 3, names: ['a', 'b'], mixed: ['a', BUDGET], none: [] }

describe('what a row has under a name', () => {
  it.each([
    ['text', 'cn-hangzhou', 0, [], []],
    ['empty', '', 0, [], []],
    ['number', '', 3, [], []],
    ['names', '', 0, ['a', 'b'], ['a', 'b']],
    ['mixed', '', 0, ['a'], ['a', BUDGET]],
    ['none', '', 0, [], []],
    ['absent', '', 0, [], []],
  ] as const)('%s reads as nothing where another is asked for', (name, text, number, names, texts) => {
    expect(textOf(DATA, name)).toBe(text)
    expect(numberOf(DATA, name)).toBe(number)
    expect(listOf(DATA, name)).toEqual(names)
    expect(textsOf(DATA, name)).toEqual(texts)
  })
})
