import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import { fieldsNamed } from '../../shared/rows/fields.ts'
import { type Format, formatRows } from '../../shared/rows/formats.ts'
import { asJson, blockedRow, HOSTILE, NOW, row, unknownRow } from '../support/rows.ts'

const rows = [row(), blockedRow(), unknownRow()]

async function print(format: Format, these: readonly ReadinessRow[] = rows, width?: number): Promise<string> {
  let text = ''
  for await (const piece of formatRows(these, format, {
    now: NOW,
    colour: false,
    ...(width === undefined ? {} : { width }),
  }))
    text += piece
  return text
}

describe('rows as JSON', () => {
  it('are one array with every row whole', async () => {
    expect(JSON.parse(await print('json'))).toEqual(rows.map(asJson))
  })

  it('are an empty array when there is none', async () => {
    expect(JSON.parse(await print('json', []))).toEqual([])
  })

  it('are one row a line as jsonl', async () => {
    const lines = (await print('jsonl')).trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toEqual(rows.map(asJson))
  })

  it('come before the last row was read', async () => {
    async function* source() {
      yield row()
      throw new Error('the second row must not be asked for yet')
    }
    const pieces = formatRows(source(), 'jsonl', { now: NOW, colour: false })
    expect((await pieces.next()).value).toContain(row().keyId)
  })
})

describe('an owner', () => {
  const owned = (value: string) => row({ tags: [{ key: 'Owner', value }] })

  it('is a field of a row as JSON, null where no tag names one', async () => {
    expect(JSON.parse(await print('json', [owned('支付'), row()]))).toMatchObject([{ owner: '支付' }, { owner: null }])
  })

  it('is a cell that can be no formula, and empty where no tag names one', async () => {
    const cell = async (value: string) => {
      const [head = [], cells = []] = (await print('csv', [owned(value)])).slice(1).trimEnd().split('\r\n').map(cellsOf)
      return cells[head.indexOf('owner')]
    }
    expect(await cell('payments')).toBe('payments')
    expect(await cell(HOSTILE.formula)).toMatch(/^'=HYPERLINK/)
    expect(await cell(`x${HOSTILE.spacedFormula}`)).toBe(`x${HOSTILE.spacedFormula}`)
    expect(await cell(HOSTILE.spacedFormula)).toBe("'@SUM(1+1)")
    expect(await cell(HOSTILE.escape)).not.toMatch(/\p{Cc}/u)
    expect(await cell(' ')).toBe('')
  })

  it('is a column of the terminal, as long as there is room for', async () => {
    const text = await print('table', [owned('payments'), owned('所'.repeat(10_000)), owned(HOSTILE.override), row()])
    expect(text.split('\n')[0]).toMatch(/ OWNER +ACCOUNT /)
    expect(text).toMatch(/ payments +1234567890123456 /)
    expect(text).toMatch(/ - +1234567890123456 /)
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u)
    expect(Math.max(...text.split('\n').map((line) => stringWidth(line)))).toBeLessThan(350)
  })
})

describe('rows as CSV', () => {
  it('have a byte order mark, a head, and as many cells in each line', async () => {
    const text = await print('csv')
    expect(text.startsWith('\ufeff')).toBe(true)
    const lines = text.slice(1).trimEnd().split('\r\n').map(cellsOf)
    expect(lines).toHaveLength(4)
    expect(new Set(lines.map((cells) => cells.length)).size).toBe(1)
    const [head = [], , blocked = []] = lines
    const cell = (name: string) => blocked[head.indexOf(name)]
    expect(cell('keyId')).toBe(blockedRow().keyId)
    expect(cell('verdict')).toBe('blocked')
    expect(cell('decidedBy')).toBe('blocked-operation')
    expect(cell('calls')).toBe('40')
    expect(cell('lastUsedAt')).toBe('2026-11-21T08:15:00Z')
    expect(cell('observedComplete')).toBe('true')
    expect(cell('events')).toBe('EVENT-1; EVENT-2')
  })
})

describe('rows as a table', () => {
  it('fit the terminal and show each key whole', async () => {
    const lines = (await print('table', rows, 72)).trimEnd().split('\n')
    expect(lines).toHaveLength(4)
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(72)
    for (const [index, { keyId, verdict }] of rows.entries()) {
      expect(lines[index + 1]).toContain(keyId)
      expect(lines[index + 1]).toContain(verdict)
    }
  })

  const UUID = '08c33a6f-4e0a-4a1b-a3fa-7ddfa1d4fb73'
  const named = { keyId: UUID, verdict: 'support-required', aliases: ['alias/orders/prod'] } as const

  it.each([
    [60, /^support-required {2}08c3\S*…\S*fb73 {2}alias\/orders\/prod$/],
    [48, /^support-required {2}08c33…4fb73 {2}alias\/orders\/prod$/],
    [40, /^support-required {2}alias\/orders\/prod$/],
  ])('cut the id in %d columns before they touch the alias, which names the key', async (width, expected) => {
    const lines = (await print('table', [row(named)], width)).trimEnd().split('\n')
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width)
    expect(lines[1]).toMatch(expected)
  })

  it.each([80, 60, 40, 30])('never cut, in %d columns, the id of a key that has no alias', async (width) => {
    const text = await print('table', [row({ keyId: UUID, aliases: [] }), row(named)], width)
    expect(text).toContain(UUID)
    expect(text).toContain('alias/orders/prod')
  })

  it('show one name a key, in 80 columns, where there is no room for ids and aliases', async () => {
    const long = { ...named, aliases: ['alias/orders/production/europe'] }
    const told: string[] = []
    let text = ''
    const options = {
      now: NOW,
      colour: false,
      width: 80,
      onLeftOut: (titles: readonly string[]) => told.push(...titles),
    }
    for await (const piece of formatRows([row({ keyId: UUID, aliases: [] }), row(long)], 'table', options))
      text += piece
    for (const line of text.trimEnd().split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80)
    expect(text).toMatch(/^VERDICT +ALIAS OR KEY/)
    expect(text).toContain(UUID)
    expect(text).toContain('alias/orders/production/europe')
    expect(told.slice(0, 2)).toEqual(['KEY', 'ALIASES'])
  })

  it.each([80, 100, 140])('cut no region, account, number or time in %d columns', async (width) => {
    const text = await print('table', rows, width)
    for (const line of text.trimEnd().split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(width)
    expect(text).not.toMatch(/cn-\w*…|\d…/)
  })

  it('show the id whole where the alias is too long to be', async () => {
    const text = await print('table', [row({ keyId: UUID, aliases: [`alias/${'x'.repeat(240)}`] })], 80)
    expect(text).toContain(UUID)
    for (const line of text.trimEnd().split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80)
  })

  it('cut ids and aliases nowhere but on a terminal, and no id that was asked for', async () => {
    expect(await print('table', [row(named)])).not.toContain('…')
    let text = ''
    const columns = fieldsNamed(['keyId', 'aliases', 'arn'])
    for await (const piece of formatRows([row(named)], 'table', { now: NOW, colour: false, width: 30, columns }))
      text += piece
    expect(text).toContain(UUID)
  })

  it('are coloured only when asked', async () => {
    expect(await print('table')).not.toContain('\u001b')
    let text = ''
    for await (const piece of formatRows(rows, 'table', { now: NOW, colour: true })) text += piece
    expect(text).toContain('\u001b[31mblocked')
  })
})

it.each(['table', 'json', 'jsonl', 'csv'] as const)('a stale row reads as unknown in %s', async (format) => {
  const text = await print(format, [row({ checkedAt: '2026-11-01T00:00:00Z' })])
  expect(text).toContain('unknown')
})

function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')
}
