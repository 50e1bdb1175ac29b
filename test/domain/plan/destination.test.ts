import { describe, expect, it } from 'vitest'
import {
  byRegion,
  type Destination,
  destinationIn,
  parseDestination,
  parseInstance,
} from '../../../shared/domain/plan/destination.ts'

/** What is not said is absent, which is why these compare strictly: a kind that is there and undefined would be one that somebody said. */
describe('a destination that is written', () => {
  it.each([
    ['cn-hangzhou=kst-hzz65f176a0ogplgq0001', { region: 'cn-hangzhou', instance: 'kst-hzz65f176a0ogplgq0001' }],
    ['cn-hangzhou=kst-hzz1:software', { region: 'cn-hangzhou', instance: 'kst-hzz1', kind: 'software' }],
    ['ap-southeast-1=kst-sg-1:hardware', { region: 'ap-southeast-1', instance: 'kst-sg-1', kind: 'hardware' }],
    ['cn-hangzhou=kst-hzz1:ＨＡＲＤＷＡＲＥ', { region: 'cn-hangzhou', instance: 'kst-hzz1', kind: 'hardware' }],
    [' cn-shanghai = KST-shh2 : Software ', { region: 'cn-shanghai', instance: 'KST-shh2', kind: 'software' }],
  ])('"%s" is read', (text, destination) => {
    expect(parseDestination(text)).toStrictEqual(destination)
  })

  it.each([
    '',
    'cn-hangzhou',
    'kst-hzz1',
    '=kst-hzz1',
    'cn-hangzhou=',
    'cn-hangzhou=kst-hzz1=kst-hzz2',
    'hangzhou=kst-hzz1',
    'cn-hangzhou-=kst-hzz1',
    'the cn-hangzhou=kst-hzz1',
    'cn-hangzhou 1=kst-hzz1',
    'cn-hangzhou=key-hzz1',
    'cn-hangzhou=kst-',
    'cn-hangzhou=my-kst-hzz1',
    'cn-hangzhou=kst-hzz1 kst-hzz2',
    'cn-hangzhou=kst-hzz1:',
    'cn-hangzhou=kst-hzz1:external',
    'cn-hangzhou=kst-hzz1:software:hardware',
    'cn-hangzhou=key-hzz1:software',
  ])('"%s" is none', (text) => {
    expect(parseDestination(text)).toBeUndefined()
  })
})

describe('an instance that is written', () => {
  it.each([
    ['kst-hzz1', { instance: 'kst-hzz1' }],
    ['kst-hzz1 : hardware', { instance: 'kst-hzz1', kind: 'hardware' }],
    ['cn-hangzhou=kst-hzz1', undefined],
    ['kst-hzz1:cn-hangzhou', undefined],
    ['', undefined],
  ])('"%s" is of no region', (text, instance) => {
    expect(parseInstance(text)).toStrictEqual(instance)
  })
})

describe('destinations', () => {
  const given: readonly Destination[] = [
    { region: 'cn-hangzhou', instance: 'kst-hzz1', kind: 'hardware' },
    { region: 'cn-shanghai', instance: 'kst-shh1' },
    { region: 'cn-beijing', instance: 'kst-bjj1' },
    { region: 'cn-hangzhou', instance: 'kst-hzz2' },
    { region: 'cn-shanghai', instance: 'kst-shh2', kind: 'software' },
  ]

  it('are one a region: the last that names it, with what is said of that one', () => {
    expect(byRegion(given)).toStrictEqual({
      destinations: { 'cn-hangzhou': 'kst-hzz2', 'cn-shanghai': 'kst-shh2', 'cn-beijing': 'kst-bjj1' },
      destinationKinds: { 'cn-shanghai': 'software' },
    })
    expect(byRegion([])).toStrictEqual({ destinations: {}, destinationKinds: {} })
  })

  it.each([
    ['cn-shanghai', { instance: 'kst-shh2', kind: 'software' }],
    ['cn-hangzhou', { instance: 'kst-hzz2' }],
    ['cn-shenzhen', undefined],
  ])('are found by region: %s', (region, destination) => {
    expect(destinationIn(region, byRegion(given))).toStrictEqual(destination)
  })

  it('are none in a region of which only the kind is said', () => {
    expect(destinationIn('cn-hangzhou', { destinations: {}, destinationKinds: { 'cn-hangzhou': 'hardware' } })).toBe(
      undefined,
    )
  })
})
