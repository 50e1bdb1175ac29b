/** Ranges of the six fields of a timer trigger: second, minute, hour, day of month, month, day of week. */
const RANGES = [
  [0, 59],
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const

/** The zone and the fields of `CRON_TZ=<zone> s m h dom mon dow`. Undefined: Function Compute would not take it, or would read it as UTC. */
export function parseCron(
  expression: string,
): { readonly zone: string; readonly fields: readonly string[] } | undefined {
  const [, zone, rest] = /^CRON_TZ=(\S+) (.+)$/.exec(expression) ?? []
  const fields = rest?.split(' ') ?? []
  if (zone === undefined || fields.length !== RANGES.length) return undefined
  const fits = RANGES.every(([least, most], index) =>
    (fields[index] ?? '')
      .split(',')
      .every((part) => part === '*' || (/^\d+$/.test(part) && +part >= least && +part <= most)),
  )
  return fits ? { zone, fields } : undefined
}
