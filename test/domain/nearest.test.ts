import { describe, expect, it } from 'vitest'
import { didYouMean, editsBetween, nearest } from '../../shared/domain/nearest.ts'

describe('the edits between two texts', () => {
  it.each([
    ['', '', 0],
    ['ready', 'ready', 0],
    ['', 'abc', 3],
    ['abc', '', 3],
    ['ready', 'redy', 1],
    ['redy', 'ready', 1],
    ['ready', 'reedy', 1],
    ['ready', 'raedy', 1],
    ['ready', 'reayd', 1],
    ['er', 're', 1],
    ['abcd', 'badc', 2],
    ['abc', 'cba', 2],
    ['kitten', 'sitting', 3],
    ['abcdef', 'uvwxyz', 6],
    ['ca', 'abc', 3],
  ])('%j and %j: %i', (from, to, edits) => {
    expect(editsBetween(from, to)).toBe(edits)
    expect(editsBetween(to, from)).toBe(edits)
  })
})

describe('the nearest name', () => {
  it.each<[string, readonly string[], string | undefined]>([
    ['ready', ['ready', 'reads'], 'ready'],
    ['reads', ['ready', 'reads'], 'reads'],
    [' READY\u200b', ['ready'], 'ready'],
    ['READY', ['Ready'], 'Ready'],
    ['', ['ready'], undefined],
    ['  ', ['ready'], undefined],
    ['', ['a'], undefined],
    // As many slips as the shorter of the two may have: none below three letters, one below six, two below ten, then three.
    ['ab', ['ac'], undefined],
    ['abc', ['abd'], 'abd'],
    ['abc', ['ade'], undefined],
    ['abcde', ['abcXe'], 'abcXe'],
    ['abcde', ['abXXe'], undefined],
    ['abcdef', ['abXXef'], 'abXXef'],
    ['abcdef', ['aXXXef'], undefined],
    ['abcdefghi', ['abXXefghi'], 'abXXefghi'],
    ['abcdefghi', ['aXXXefghi'], undefined],
    ['abcdefghij', ['aXXXefghij'], 'aXXXefghij'],
    ['abcdefghij', ['XXXXefghij'], undefined],
    ['abcde', ['abcdefg'], 'abcdefg'],
    ['cdefg', ['abcdefg'], undefined],
    ['abcdefg', ['cdefg'], undefined],
    ['abcXXf', ['abcdef', 'abcdXf'], 'abcdXf'],
    // What is begun and not ended, if it is one name alone.
    ['sup', ['support-required', 'ready'], 'support-required'],
    ['SUP', ['support-required', 'ready'], 'support-required'],
    ['re', ['ready', 'blocked'], undefined],
    ['port', ['support-required'], undefined],
    ['not', ['not-required', 'not-checked'], undefined],
    ['a'.repeat(80), ['a'.repeat(81)], 'a'.repeat(81)],
    ['a'.repeat(81), ['a'.repeat(81)], undefined],
  ])('to %j of %j is %j', (name, known, expected) => {
    expect(nearest(name, known)).toBe(expected)
  })

  it('is no further away than it may be', () => {
    expect(nearest('abcdefghij', ['abcdefghXX'], 2)).toBe('abcdefghXX')
    expect(nearest('abcdefghij', ['abcdefghXX'], 1)).toBeUndefined()
  })

  it('is asked for by its name, or nothing is', () => {
    expect(didYouMean('redy', ['ready'])).toMatch(/^ .*ready\?$/)
    expect(didYouMean('nothing', ['ready'])).toBe('')
  })
})
