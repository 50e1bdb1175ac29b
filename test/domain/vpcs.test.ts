import { expect, test } from 'vitest'
import { vpcsOf } from '../../shared/domain/vpcs.ts'

const named = (count: number) => Array.from({ length: count }, (_, at) => `vpc-${100 + at}`)

test('VPCs of calls are named once, sorted, and not where none is known', () => {
  expect(vpcsOf([{ vpcs: ['vpc-b', 'vpc-a'] }, {}, { vpcs: ['vpc-b'] }])).toEqual({ vpcs: ['vpc-a', 'vpc-b'] })
  expect(vpcsOf([{}])).toEqual({})
})

test('a caller has at most 20 named, and is said to have others beyond', () => {
  expect(vpcsOf([{ vpcs: named(20).reverse() }])).toEqual({ vpcs: named(20) })
  expect(vpcsOf([{ vpcs: named(21).reverse() }])).toEqual({ vpcs: named(20), otherVpcs: true })
  expect(vpcsOf([{ vpcs: named(1), otherVpcs: true }, { vpcs: named(1) }])).toEqual({ vpcs: named(1), otherVpcs: true })
})
