import stringWidth from 'string-width'
import { visible } from './escape.ts'

/** A column of a terminal table. */
export interface Column<Row> {
  readonly title: string
  /** Text of the cell; escaped by the table. */
  readonly cell: (row: Row) => string
  readonly align?: 'left' | 'right'
  /** Never cut and never left out. */
  readonly important?: boolean
  /** The fewest columns that it is of use with; the title's width where not given. */
  readonly least?: number
  readonly style?: (row: Row, text: string) => string
}

export interface TableOptions {
  /** Columns of the terminal; without it the table is as wide as it is. */
  readonly width?: number
  readonly heading: (text: string) => string
}

const GAP = '  '
const CUT = '…'

/**
 * A table that fits the terminal: the widest columns that may be cut are cut first, and where that is not enough the last columns that
 * may go are left out. Widths count terminal columns, two for a Chinese character. Ends with a line break.
 */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[], options: TableOptions): string {
  const all = columns.map((column) => ({ column, cells: rows.map((row) => visible(column.cell(row))) }))
  const fitted = shrink(
    all.map(({ column, cells }) => {
      const natural = cells.reduce((most, cell) => Math.max(most, stringWidth(cell)), stringWidth(column.title))
      const least = column.important ? natural : Math.min(natural, column.least ?? stringWidth(column.title))
      return { natural, least, important: column.important === true }
    }),
    options.width ?? Number.POSITIVE_INFINITY,
  )
  const shown = all.flatMap((each, index) => {
    const width = fitted[index]
    return width === undefined ? [] : [{ ...each, width }]
  })
  const lines = [
    options.heading(
      shown
        .map(({ column, width }) => align(cut(column.title, width), width, column))
        .join(GAP)
        .trimEnd(),
    ),
    ...rows.map((row, index) =>
      shown
        .map(({ column, cells, width }, position) => {
          const text = cut(cells[index] ?? '', width)
          const style = (cell: string) => (column.style ? column.style(row, cell) : cell)
          return position === shown.length - 1 && column.align !== 'right'
            ? style(text)
            : align(text, width, column, style)
        })
        .join(GAP),
    ),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

interface Need {
  readonly natural: number
  readonly least: number
  readonly important: boolean
}

/** The width of each column, or undefined where it is left out. */
function shrink(needs: readonly Need[], width: number): (number | undefined)[] {
  const widths: (number | undefined)[] = needs.map(({ natural }) => natural)
  const total = () => {
    const kept = widths.filter((each) => each !== undefined)
    return kept.reduce((sum, each) => sum + each, 0) + GAP.length * Math.max(0, kept.length - 1)
  }
  while (total() > width) {
    const widest = needs
      .map(({ least }, index) => ({ index, slack: (widths[index] ?? 0) - least, size: widths[index] ?? 0 }))
      .filter(({ slack }) => slack > 0)
      .sort((a, b) => b.size - a.size)[0]
    if (!widest) {
      const dropped = needs.findLastIndex(({ important }, index) => !important && widths[index] !== undefined)
      if (dropped < 0) break
      widths[dropped] = undefined
      // With a column less there is room again for those that were cut.
      needs.forEach(({ natural }, index) => {
        if (widths[index] !== undefined) widths[index] = natural
      })
    } else widths[widest.index] = widest.size - 1
  }
  return widths
}

function align(
  text: string,
  width: number,
  column: { readonly align?: 'left' | 'right' },
  style = (cell: string) => cell,
): string {
  const padding = ' '.repeat(Math.max(0, width - stringWidth(text)))
  return column.align === 'right' ? padding + style(text) : style(text) + padding
}

/** The beginning of a text and a sign that there is more. */
function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text
  let kept = ''
  let used = 0
  for (const character of text) {
    const wide = stringWidth(character)
    if (used + wide > width - 1) break
    kept += character
    used += wide
  }
  return kept + CUT
}
