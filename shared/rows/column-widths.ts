/** What a column of a terminal table needs. */
export interface ColumnNeed {
  /** Columns of the terminal that its widest cell takes. */
  readonly natural: number
  /** The fewest that it is of use with. */
  readonly least: number
  /** Cut only after everything else. */
  readonly important: boolean
  /** When it is left out: `first` before any other column is touched, `early` before important ones are cut, `late` after that, `always` never. */
  readonly stays: 'first' | 'early' | 'late' | 'always'
}

/** The width of each column, or undefined where it is left out, so that all of them with `gap` between them fit into `width` where they can. */
export function columnWidths(needs: readonly ColumnNeed[], width: number, gap: number): (number | undefined)[] {
  const widths: (number | undefined)[] = needs.map(({ natural }) => natural)
  const total = () => {
    const kept = widths.filter((each) => each !== undefined)
    return kept.reduce((sum, each) => sum + each, 0) + gap * Math.max(0, kept.length - 1)
  }
  const widest = (important: boolean) =>
    needs
      .map((need, index) => ({ ...need, index, size: widths[index] ?? 0 }))
      .filter((need) => need.important === important && need.size > need.least)
      .sort((a, b) => b.size - a.size)[0]
  const last = (stays: ColumnNeed['stays']) =>
    needs.findLastIndex((need, index) => need.stays === stays && widths[index] !== undefined)
  const leaveOut = (index: number) => {
    widths[index] = undefined
    // With a column less there is room again for those that were cut.
    needs.forEach(({ natural }, each) => {
      if (widths[each] !== undefined) widths[each] = natural
    })
  }
  while (total() > width) {
    const empty = last('first')
    if (empty >= 0) {
      leaveOut(empty)
      continue
    }
    const early = last('early')
    const cuttable = widest(false) ?? (early < 0 ? widest(true) : undefined)
    if (cuttable) {
      widths[cuttable.index] = cuttable.size - 1
      continue
    }
    const dropped = early < 0 ? last('late') : early
    if (dropped < 0) break
    leaveOut(dropped)
  }
  return widths
}
