import stringWidth from 'string-width'
import { visible } from '../text/escape.ts'

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
 * may go are left out, and important ones cut. What may not be cut is shown whole even where it is too wide. Widths count terminal
 * columns, two for a Chinese character. Ends with a line break.
 */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[], options: TableOptions): string {
  const all = columns.map((column) => ({ column, cells: rows.map((row) => visible(column.cell(row))) }))
  const fitted = shrink(
    all.map(({ column, cells }) => {
      const natural = cells.reduce((most, cell) => Math.max(most, stringWidth(cell)), stringWidth(column.title))
      const important = column.important === true
      return {
        natural,
        least: Math.min(natural, column.least ?? (important ? natural : stringWidth(column.title))),
        important,
        stays: column.stays ?? (important ? 'always' : 'early'),
      }
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
          const text = (column.important ? cutMiddle : cut)(cells[index] ?? '', width)
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
  readonly stays: 'early' | 'late' | 'always'
}

/** The width of each column, or undefined where it is left out. */
function shrink(needs: readonly Need[], width: number): (number | undefined)[] {
  const widths: (number | undefined)[] = needs.map(({ natural }) => natural)
  const total = () => {
    const kept = widths.filter((each) => each !== undefined)
    return kept.reduce((sum, each) => sum + each, 0) + GAP.length * Math.max(0, kept.length - 1)
  }
  const widest = (important: boolean) =>
    needs
      .map((need, index) => ({ ...need, index, size: widths[index] ?? 0 }))
      .filter((need) => need.important === important && need.size > need.least)
      .sort((a, b) => b.size - a.size)[0]
  const last = (stays: Need['stays']) =>
    needs.findLastIndex((need, index) => need.stays === stays && widths[index] !== undefined)
  while (total() > width) {
    const early = last('early')
    const cuttable = widest(false) ?? (early < 0 ? widest(true) : undefined)
    if (cuttable) {
      widths[cuttable.index] = cuttable.size - 1
      continue
    }
    const dropped = early < 0 ? last('late') : early
    if (dropped < 0) break
    widths[dropped] = undefined
    // With a column less there is room again for those that were cut.
    needs.forEach(({ natural }, index) => {
      if (widths[index] !== undefined) widths[index] = natural
    })
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
  return stringWidth(text) <= width ? text : beginning([...text], width - 1).join('') + CUT
}

/** Both ends of a text and a sign that there is more between them. */
function cutMiddle(text: string, width: number): string {
  if (stringWidth(text) <= width) return text
  const end = Math.floor((width - 1) / 2)
  const tail = beginning([...text].reverse(), end).reverse()
  return [...beginning([...text], width - 1 - end), CUT, ...tail].join('')
}

/** As many characters as fit. */
function beginning(characters: readonly string[], width: number): string[] {
  const kept: string[] = []
  let used = 0
  for (const character of characters) {
    used += stringWidth(character)
    if (used > width) break
    kept.push(character)
  }
  return kept
}
