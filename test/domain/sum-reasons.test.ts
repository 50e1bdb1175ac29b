import { describe, expect, it } from 'vitest'
import { type Message, message, type Text } from '../../shared/domain/messages/message.ts'
import { dayRanges, sumReasons } from '../../shared/domain/messages/sum-reasons.ts'
import { textIn } from '../../shared/domain/messages/text-in.ts'
import { DAY, dayOf, HOUR } from '../../shared/domain/time.ts'

const FIRST = Date.parse('2026-09-01T00:00:00Z')
const lacking = (n: number, lacks: 'incomplete' | 'limited' = 'incomplete'): Message =>
  message('answer-lacks', { day: dayOf(FIRST + n * DAY), lacks })
const many = (count: number) => Array.from({ length: count }, (_, n) => n)
const english = (reasons: readonly Text[]) => sumReasons(reasons).map((each) => textIn(each, 'en'))

describe('reasons of a gap', () => {
  it('of the same kind are one sentence with its days as ranges, the oldest first', () => {
    const reasons = [12, 4, 3, 5, 12, 1, 0].map((n) => lacking(n))
    expect(english(reasons)).toEqual([
      'the answer of Log Service for 2026-09-01 to 2026-09-02, 2026-09-04 to 2026-09-06, 2026-09-13 is not complete, even for a single minute',
    ])
    expect(sumReasons(reasons).map((each) => textIn(each, 'zh'))).toEqual([
      '日志服务对 2026-09-01 至 2026-09-02、2026-09-04 至 2026-09-06、2026-09-13 的查询结果不完整，即使只查询一分钟',
    ])
  })

  it('stay short, however many days and ranges they are of', () => {
    const scattered = many(90).map((n) => lacking(2 * n))
    expect(english(scattered)).toEqual([expect.stringContaining('2026-09-01, 2026-09-03, 2026-09-05 and 87 more')])
    expect(textIn(sumReasons(scattered)[0] ?? '', 'zh')).toContain('2026-09-05 等（另有 87 天）')
  })

  it('of one day are as they were told, and others apart', () => {
    const reasons = [message('budget-used-up'), lacking(2), lacking(2, 'limited'), 'said by an older version']
    expect(sumReasons(reasons)).toEqual([reasons[0], reasons[3], reasons[1], reasons[2]])
  })

  it('come in one order, whatever order the days were read in', () => {
    const reasons = many(9).map((n) => lacking(n, n % 3 === 0 ? 'limited' : 'incomplete'))
    expect(sumReasons([...reasons].reverse())).toEqual(sumReasons(reasons))
  })

  it.each([
    ['the first day of each', [0, 10], [5], ['incomplete', 'limited']],
    ['the first, whichever was read first', [10, 3], [2], ['limited', 'incomplete']],
  ])('of several kinds come by %s', (_, incomplete, limited, order) => {
    const reasons = [...incomplete.map((n) => lacking(n)), ...limited.map((n) => lacking(n, 'limited'))]
    expect(sumReasons(reasons)).toMatchObject(order.map((lacks) => ({ id: 'answer-lacks', params: { lacks } })))
  })

  it('of two days name both', () => {
    expect(sumReasons([lacking(0), lacking(1)])).toEqual([
      message('answer-lacks', {
        day: message('day-ranges', { ranges: [['2026-09-01', '2026-09-02']], more: 0 }),
        lacks: 'incomplete',
      }),
    ])
  })

  it('that were summed before keep their days', () => {
    const summed = [
      [0, 1],
      [7, 8],
    ].flatMap((days) => sumReasons(days.map((n) => lacking(n))))
    expect(sumReasons(summed)).toEqual(summed)
  })

  it('that come again take no room from others', () => {
    const files = [0, 1, 2, 3, 4, 0, 5].map((n) =>
      message('archive-file', { path: `${n}.gz`, fault: 'cut', detail: '' }),
    )
    const calls = ['NoPermission', 'Timeout'].map((code) => message('call', { action: 'LookupEvents', code }))
    expect(sumReasons([...files, ...calls])).toEqual([
      ...files.slice(0, 3),
      ...calls,
      message('more-reasons', { count: 3 }),
    ])
  })

  it('of many files leave room for one of each kind, and say how many more there are', () => {
    const files = many(9).map((n) => message('archive-file', { path: `${n}.gz`, fault: 'cut', detail: '' }))
    const call = message('call', { action: 'LookupEvents', code: 'NoPermission' })
    expect(english([...files, call, lacking(0)])).toEqual([
      '0.gz is cut off',
      '1.gz is cut off',
      '2.gz is cut off',
      'LookupEvents: NoPermission',
      expect.stringContaining('2026-09-01'),
      'and 6 more',
    ])
  })

  it('are none where there is none', () => {
    expect(sumReasons([])).toEqual([])
  })
})

it('the days of a gap are those of which some part is missing', () => {
  const gap = [
    { from: FIRST + 23 * HOUR, to: FIRST + DAY + HOUR },
    { from: FIRST + 5 * DAY, to: FIRST + 6 * DAY },
  ]
  expect(textIn(dayRanges(gap), 'en')).toBe('2026-09-01 to 2026-09-02, 2026-09-06')
})
