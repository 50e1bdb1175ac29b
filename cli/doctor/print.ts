import { jsonText, visible } from '../../shared/text/escape.ts'
import { type Paint, paint } from '../../shared/text/verdict-style.ts'
import { type Ink, wrap } from '../../shared/text/wrap.ts'
import { EXIT } from '../exit-status.ts'
import { exitStatusOf, type Finding } from './finding.ts'

const CONCLUSION: Record<ReturnType<typeof exitStatusOf>, string> = {
  [EXIT.done]: 'An audit has everything it needs.',
  [EXIT.incomplete]: 'An audit would work, with gaps: see what failed.',
  [EXIT.failed]: 'An audit would judge nothing: see what failed.',
  [EXIT.usage]: 'Nothing can be done with this configuration.',
}

/** A line each, what to do about it below, and what it all comes to. Lines are broken to `width` columns, if it is given. */
export function printFindings(
  findings: readonly Finding[],
  width: number | undefined,
  colour: boolean,
  conclusion: string = CONCLUSION[exitStatusOf(findings)],
): string {
  const colours = paint(colour)
  const column = Math.max(...findings.map(({ check }) => check.length))
  const lines = findings.flatMap(({ check, status, what, advice }) => {
    const mark = markOf(status, colours)
    const first = `${mark}  ${check.padEnd(column)}  `
    const indent = ' '.repeat('skipped'.length + column + 4)
    const draw = (inks: readonly Ink[], before: string) => wrap(inks, width ?? Number.POSITIVE_INFINITY, before)
    return [
      ...draw([{ text: visible(what) }], first),
      ...(advice === undefined ? [] : draw([{ text: `To do: ${visible(advice)}` }], indent)),
    ]
  })
  return `${[...lines, '', conclusion].join('\n')}\n`
}

/** One array. */
export function findingsAsJson(findings: readonly Finding[]): string {
  return `${jsonText(findings, 2)}\n`
}

function markOf(status: Finding['status'], colours: Paint): string {
  const style = { ok: colours.green, warning: colours.yellow, failed: colours.red, skipped: colours.dim }[status]
  return style(status) + ' '.repeat('skipped'.length - status.length)
}
