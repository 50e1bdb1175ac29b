import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { type Column, table } from '../../shared/rows/table.ts'
import { wrap } from '../../shared/text/wrap.ts'

interface Row {
  readonly id: string
  readonly name: string
  readonly count: number
}

const columns: readonly Column<Row>[] = [
  { title: 'ID', cell: ({ id }) => id, important: true },
  { title: 'NAME', cell: ({ name }) => name, least: 6 },
  { title: 'COUNT', cell: ({ count }) => String(count), align: 'right' },
]
const rows: readonly Row[] = [
  { id: '08c33a6f-4e0a-4a1b-9a70-000000000001', name: 'alias/支付系统主密钥', count: 7 },
  { id: 'key-hzz1', name: 'alias/a', count: 12345 },
]
const draw = (width?: number) =>
  table(rows, columns, { heading: (text) => text, ...(width === undefined ? {} : { width }) })
    .trimEnd()
    .split('\n')

describe('a table', () => {
  it('is as wide as it needs to be when nothing limits it', () => {
    expect(draw().join('\n')).toContain('alias/支付系统主密钥')
    expect(draw().join('\n')).not.toContain('…')
  })

  it.each([80, 64, 56, 50, 44, 40])('fits %d columns and never cuts the important one', (width) => {
    const lines = draw(width)
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width)
    expect(lines[1]).toContain(rows[0]?.id)
  })

  it('keeps the important column even where the terminal is narrower', () => {
    expect(draw(10)).toEqual(['ID', rows[0]?.id, rows[1]?.id])
  })

  it('cuts an important column that may be in its middle, after everything else', () => {
    const [id, ...others] = columns
    if (id === undefined) throw new Error('there are columns')
    const cuttable = [{ ...id, least: 9 }, ...others]
    const at = (width: number) =>
      table(rows, cuttable, { heading: (text) => text, width })
        .trimEnd()
        .split('\n')
    expect(at(37)).toEqual(draw(37))
    expect(at(20)).toEqual(['ID', '08c33a6f-4…000000001', 'key-hzz1'])
    expect(at(5)[1]).toBe('08c3…0001')
  })

  it('wraps the cells of a column that may be, and cuts what takes too many lines', () => {
    const wrapped = (least: number, width: number) =>
      table(
        rows,
        [
          { title: 'ID', cell: ({ id }) => id.slice(0, 8), important: true },
          { title: 'NAME', cell: ({ name }) => name, wraps: true, least },
        ],
        {
          heading: (text) => text,
          width,
        },
      )
        .trimEnd()
        .split('\n')
    expect(wrapped(10, 20)).toEqual([
      'ID        NAME',
      '08c33a6f  alias/支付',
      '          系统主密钥',
      'key-hzz1  alias/a',
    ])
    expect(wrapped(4, 14)).toEqual([
      'ID        NAME',
      '08c33a6f  alia',
      '          s/',
      '          支付',
      '          系统',
      '          主密',
      '          钥',
      'key-hzz1  alia',
      '          s/a',
    ])
    const [line = ''] = table(
      [{ ...rows[0], name: 'x'.repeat(99) } as Row],
      [{ title: 'N', cell: ({ name }) => name, wraps: true }],
      {
        heading: (text) => text,
        width: 10,
      },
    )
      .trimEnd()
      .split('\n')
      .slice(-1)
    expect(line).toBe('xxxxxxxxx…')
  })

  it('tells the columns that it leaves out, and first leaves out those in which nothing stands', () => {
    const all: readonly Column<Row>[] = [...columns, { title: 'EMPTY', cell: () => '' }]
    const leftOut = (width: number) => {
      const told: string[] = []
      const text = table(rows, all, { heading: (head) => head, width, onLeftOut: (titles) => told.push(...titles) })
      return { told, head: text.split('\n')[0] }
    }
    expect(leftOut(80)).toEqual({ told: [], head: expect.stringMatching(/COUNT {2}EMPTY$/) })
    expect(leftOut(70)).toEqual({ told: [], head: expect.stringMatching(/COUNT$/) })
    expect(leftOut(40)).toEqual({ told: ['NAME', 'COUNT'], head: 'ID' })
  })

  it('lines columns up by what a terminal shows, two columns for a Chinese character', () => {
    const [, first = '', second = ''] = draw()
    expect(stringWidth(first)).toBe(stringWidth(second))
  })

  it('sets a style after it has measured', () => {
    const styled = table(rows, [{ title: 'ID', cell: ({ id }) => id, style: (_, text) => `<${text}>` }], {
      heading: (text) => text,
      width: 10,
    })
    expect(styled).toContain('<08c33a6f-…>')
  })
})

describe('wrapped text', () => {
  it('breaks at spaces, indents, and leaves long words whole', () => {
    expect(wrap([{ text: 'aaa bbb ccccccccccccccc d' }], 9, '  ')).toEqual(['  aaa bbb', '  ccccccccccccccc', '  d'])
  })

  it('breaks Chinese anywhere but before a closing mark', () => {
    expect(wrap([{ text: '密钥不可迁移。' }], 6, '')).toEqual(['密钥不', '可迁', '移。'])
  })

  it('styles words and not the line', () => {
    expect(wrap([{ text: 'a ' }, { text: 'b c', style: (text) => `<${text}>` }], 3, '')).toEqual(['a <b>', '<c>'])
  })

  it.each(['alias/a  b', 'alias/a\u3000b', 'alias/a\u00a0b', 'alias/a\u2003b', 'alias/a b  '])(
    'shows the spaces of a name as they are: %j',
    (name) => {
      expect(wrap([{ text: 'key ' }, { text: name }, { text: ', ready' }], 80, '  ')).toEqual([`  key ${name}, ready`])
    },
  )

  it('is broken at spaces and not at those that forbid it', () => {
    expect(wrap([{ text: 'aaa  bbb\u00a0ccc   ddd' }], 9, '')).toEqual(['aaa', 'bbb\u00a0ccc', 'ddd'])
  })
})
