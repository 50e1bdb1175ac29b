import stringWidth from 'string-width'
import { visible } from '../text/escape.ts'
import { cut, cutMiddle, wrapCell } from './cell.ts'
import { type ColumnNeed, columnWidths } from './column-widths.ts'

/** A column of a terminal table. */
export interface Column<Row> {
  readonly title: string
  /** Text of the cell; escaped by the table. */
  readonly cell: (row: Row) => string
  readonly align?: 'left' | 'right'
  /** Never left out, unless `stays` says how long it stays, and cut only after everything else: in its middle, because ids differ at both ends. */
  readonly important?: boolean
  /** When it is left out where room is short: `always` never, `late` after important ones were cut, and `early` by default. */
  readonly stays?: 'early' | 'late' | 'always'
  /** The fewest columns that it is of use with; where not given, the title's width, and all of an important one. */
  readonly least?: number
  /** A cell that is too wide goes on in further lines, and is not cut. */
  readonly wraps?: true
  readonly style?: (row: Row, text: string) => string
}

export interface TableOptions {
  /** Columns of the terminal; without it the table is as wide as it is. */
  readonly width?: number
  readonly heading: (text: string) => string
  /** Is told the titles of the columns that there was no room for, if any; not those in which no row has anything. */
  readonly onLeftOut?: (titles: readonly string[]) => void
}

const GAP = '  '

/**
 * A table that fits the terminal: the widest columns that may be cut are cut first, and where that is not enough the last columns that
 * may go are left out, and important ones cut. What may not be cut is shown whole even where it is too wide. Widths count terminal
 * columns, two for a Chinese character. Ends with a line break.
 */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[], options: TableOptions): string {
  const all = columns.map((column) => ({ column, cells: rows.map((row) => visible(column.cell(row))) }))
  const widths = columnWidths(
    all.map((each) => needOf(each)),
    options.width ?? Number.POSITIVE_INFINITY,
    GAP.length,
  )
  const shown = all.flatMap((each, index) => {
    const width = widths[index]
    return width === undefined ? [] : [{ ...each, width }]
  })
  const leftOut = all.filter(({ cells }, index) => widths[index] === undefined && !isEmpty(cells))
  if (leftOut.length > 0) options.onLeftOut?.(leftOut.map(({ column }) => column.title))
  const lines = [
    options.heading(
      shown
        .map(({ column, width }) => align(cut(column.title, width), width, column))
        .join(GAP)
        .trimEnd(),
    ),
    ...rows.flatMap((row, index) => {
      const cells = shown.map(({ column, cells, width }) => linesOf(cells[index] ?? '', width, column))
      const height = Math.max(1, ...cells.map(({ length }) => length))
      return Array.from({ length: height }, (_, line) => {
        const text = shown
          .map(({ column, width }, position) => {
            const text = cells[position]?.[line] ?? ''
            const style = (cell: string) => (column.style && cell !== '' ? column.style(row, cell) : cell)
            return position === shown.length - 1 && column.align !== 'right'
              ? style(text)
              : align(text, width, column, style)
          })
          .join(GAP)
        return line === 0 ? text : text.trimEnd()
      })
    }),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

function needOf<Row>({
  column,
  cells,
}: {
  readonly column: Column<Row>
  readonly cells: readonly string[]
}): ColumnNeed {
  const natural = cells.reduce((most, cell) => Math.max(most, stringWidth(cell)), stringWidth(column.title))
  const important = column.important === true
  return {
    natural,
    least: Math.min(natural, column.least ?? (important ? natural : stringWidth(column.title))),
    important,
    stays: isEmpty(cells) && !important ? 'first' : (column.stays ?? (important ? 'always' : 'early')),
  }
}

/** No row has anything: where room is short, the column says the least. */
function isEmpty(cells: readonly string[]): boolean {
  return cells.length > 0 && cells.every((cell) => cell === '')
}

function linesOf<Row>(text: string, width: number, { wraps, important }: Column<Row>): readonly string[] {
  if (wraps) return wrapCell(text, width)
  return [(important ? cutMiddle : cut)(text, width)]
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
