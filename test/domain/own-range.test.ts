import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { describe, expect, it } from 'vitest'
import { OwnRanges } from '../../shared/domain/network.ts'
import { readOwnRanges } from '../../shared/domain/own-range.ts'

const read = (text: string) => {
  const list = readOwnRanges(text.split(','))
  if ('problem' in list) throw new Error(list.problem)
  return list
}
const problem = (text: string) => {
  const list = readOwnRanges(text.split(','))
  return 'problem' in list ? list.problem : undefined
}

describe('ranges that are the operator’s own', () => {
  it.each([
    ['47.96.0.0/24', '47.96.0.0/24'],
    ['47.96.1.1', '47.96.1.1/32'],
    ['47.96.1.1/32', '47.96.1.1/32'],
    ['2408:4000::1', '2408:4000::1/128'],
    ['2408:4000:0:0::/48', '2408:4000::/48'],
    ['203.0.113.0/24', '203.0.113.0/24'],
  ])('%s: itself, without a word', (text, canonical) => {
    expect(read(text)).toEqual({ ranges: [canonical], warnings: [] })
  })

  it.each([
    ['47.96.1.1/24', '47.96.1.0/24', 'taken as 47.96.1.0/24'],
    ['::ffff:47.96.1.1', '47.96.1.1/32', 'taken as 47.96.1.1/32'],
    ['::FFFF:47.96.1.0/120', '47.96.1.0/24', 'taken as 47.96.1.0/24'],
    ['2408:4000:1::1/48', '2408:4000:1::/48', 'taken as 2408:4000:1::/48'],
    ['172.16.0.0/12', '172.16.0.0/12', 'no effect'],
    ['192.168.1.0/24', '192.168.1.0/24', 'no effect'],
    ['10.1.2.3', '10.1.2.3/32', 'no effect'],
    ['100.64.0.0/16', '100.64.0.0/16', 'no effect'],
    ['127.0.0.1', '127.0.0.1/32', 'no effect'],
    ['169.254.0.0/16', '169.254.0.0/16', 'no effect'],
    ['224.0.0.0/24', '224.0.0.0/24', 'no effect'],
    ['fc00::/32', 'fc00::/32', 'no effect'],
    ['fe80::/64', 'fe80::/64', 'no effect'],
    ['11.168.0.0/16', '11.168.0.0/16', 'no effect'],
    ['47.96.0.0/12', '47.96.0.0/12', 'wide'],
    ['47.96.0.0/15', '47.96.0.0/15', 'wide'],
    ['2408:4000::/32', '2408:4000::/32', 'wide'],
    ['2408:4000::/47', '2408:4000::/47', 'wide'],
  ])('%s holds as %s, with a warning', (text, canonical, warning) => {
    expect(read(text)).toEqual({ ranges: [canonical], warnings: [expect.stringContaining(warning)] })
  })

  it.each([
    ['0.0.0.0/0', 'wider than /12'],
    ['::/0', 'wider than /32'],
    ['::ffff:0:0/96', 'wider than /12'],
    ['::ffff:47.0.0.0/104', 'wider than /12'],
    ['::0.0.0.0/96', 'wider than /12'],
    ['47.0.0.0/8', 'wider than /12'],
    ['47.96.0.0/11', 'wider than /12'],
    ['10.0.0.0/8', 'wider than /12'],
    ['2408::/16', 'wider than /32'],
    ['2408:4000::/31', 'wider than /32'],
    ['47.96.0.0/24,0.0.0.0/1,128.0.0.0/1', 'wider than /12'],
    ['47.96.0.0/12,47.112.0.0/12', 'make up 47.96.0.0/11'],
    ['2408:4000::/32,2408:4001::/32', 'make up 2408:4000::/31'],
    ['47.96.0.0/33', 'neither an address nor a range'],
    ['47.96.0.0/', 'neither an address nor a range'],
    ['47.96.0.0/-1', 'neither an address nor a range'],
    ['47.96/16', 'neither an address nor a range'],
    ['47.96.0.0/255.255.0.0', 'neither an address nor a range'],
    ['047.96.0.0/16', 'neither an address nor a range'],
    ['0x2f.96.0.0/16', 'neither an address nor a range'],
    ['47.96.0.0-47.96.0.9', 'neither an address nor a range'],
    ['47.96.0.*', 'neither an address nor a range'],
    ['fe80::1%eth0', 'neither an address nor a range'],
    ['2408::/129', 'neither an address nor a range'],
    ['hangzhou', 'neither an address nor a range'],
    ['/24', 'neither an address nor a range'],
  ])('%s is refused', (text, why) => {
    expect(problem(text)).toContain(why)
  })

  it('are refused where they have a good part of the internet together, however it is cut', () => {
    const every = (step: number) => Array.from({ length: 256 / step }, (_, at) => `${at * step}.16.0.0/12`).join(',')
    expect(problem(every(16))).toContain('as many addresses as a /8')
    expect(problem(every(32))).toBeUndefined()
    const halves = Array.from({ length: 32 }, (_, at) => `47.${96 + at}.0.0/16`)
    expect(problem(halves.slice(0, 16).join(','))).toBeUndefined()
    expect(problem(halves.join(','))).toContain('make up 47.96.0.0/11')
  })

  it('that are refused are named as they were written', () => {
    expect(problem('47.96.0.0/24,47.0.0.0/8')).toMatch(/^47\.0\.0\.0\/8 /)
    expect(problem('::ffff:47.0.0.0/104')).toMatch(/^::ffff:47\.0\.0\.0\/104 /)
  })

  it('are counted once where they hold each other', () => {
    const wide = Array.from({ length: 8 }, (_, at) => `${at * 16 + 1}.16.0.0/12`)
    const halves = wide.flatMap((each) => [each.replace('/12', '/13'), each.replace('.16.0.0/12', '.24.0.0/13')])
    expect(problem([...wide, ...halves].join(','))).toBeUndefined()
    const quarters = wide.map((each) => each.replace('/12', '/14'))
    expect(problem([...wide, ...quarters, ...halves].join(','))).toBeUndefined()
  })

  it('that repeat are warned of once', () => {
    expect(read('10.0.0.0/24,10.0.0.0/24').warnings).toHaveLength(1)
  })

  it('of mapped addresses that are shorter than their prefix are ranges of IPv6', () => {
    expect(read('::ffff:47.0.0.0/90').ranges).toEqual([expect.stringMatching(/^[0-9a-f:]+\/90$/)])
  })

  it('that repeat or hold each other are no trouble', () => {
    expect(read('47.96.0.0/24,47.96.0.9/24,47.96.0.0/16,47.96.0.1').ranges).toEqual([
      '47.96.0.0/24',
      '47.96.0.0/16',
      '47.96.0.1/32',
    ])
  })

  const v4 = fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })).map(([address, length]) => `${address}/${length}`)
  const v6 = fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })).map(([address, length]) => `${address}/${length}`)

  /** Those of IPv4 may be written as those of IPv6 that stand for them: behind 96 bits of their own. */
  const isTooWide = (text: string) => {
    const [address = '', length] = text.split('/')
    const written = ipaddr.parse(address)
    if (written instanceof ipaddr.IPv4) return Number(length) < 12
    const isOfIpv4 = written.isIPv4MappedAddress() && Number(length) >= 96
    return Number(length) < (isOfIpv4 ? 96 + 12 : 32)
  }

  it('of any writing: refused when shorter, else canonical once and for all, and their own network’s', () => {
    fc.assert(
      fc.property(fc.oneof(v4, v6), (text) => {
        if (isTooWide(text)) return void expect(problem(text)).toContain('wider')
        const { ranges } = read(text)
        expect(read(ranges.join(',')).ranges).toEqual(ranges)
        const [range = ''] = ranges
        expect(new OwnRanges(ranges).has(range.split('/')[0] ?? '')).toBe(true)
      }),
    )
  })

  it('hold an address whichever pieces they are cut into, up to the width that is refused', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 12, max: 24 }),
        fc.integer({ min: 0, max: 4 }),
        fc.nat(255),
        (length, cuts, byte) => {
          const size = 2 ** (32 - length - cuts)
          const start = Math.floor((47 * 2 ** 24 + byte * 2 ** 16) / 2 ** (32 - length)) * 2 ** (32 - length)
          const quad = (at: number) => [24, 16, 8, 0].map((shift) => Math.floor(at / 2 ** shift) % 256).join('.')
          const pieces = Array.from({ length: 2 ** cuts }, (_, at) => `${quad(start + at * size)}/${length + cuts}`)
          expect(problem(pieces.join(','))).toBeUndefined()
          const double = Math.floor(start / 2 ** (33 - length)) * 2 ** (33 - length)
          const both = [double, double + 2 ** (32 - length)].map((at) => `${quad(at)}/${length}`).join(',')
          if (length === 12) expect(problem(both)).toContain('make up')
          else expect(problem(both)).toBeUndefined()
        },
      ),
    )
  })
})

describe('auto', () => {
  it('stands before the ranges, however it is written and wherever, and is no range itself', () => {
    expect(readOwnRanges(['47.96.0.0/24', 'AUTO', 'auto'])).toEqual({ ranges: ['auto', '47.96.0.0/24'], warnings: [] })
    expect(readOwnRanges(['auto'])).toEqual({ ranges: ['auto'], warnings: [] })
    expect(readOwnRanges(['auto', '0.0.0.0/0'])).toHaveProperty('problem')
  })
})
