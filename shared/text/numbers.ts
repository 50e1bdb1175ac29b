const GROUPED = new Intl.NumberFormat('en-US')

/** `12,345`: as numbers are written in English, and in Chinese texts of this sort too. */
export function grouped(count: number): string {
  return GROUPED.format(count)
}
