import { type CallShape, type EventShape, shapeProblem, untiedOperations } from '../../shared/domain/event-shape.ts'
import { iso } from '../../shared/domain/time.ts'
import { type Column, table } from '../../shared/rows/table.ts'
import { jsonText, visible } from '../../shared/text/escape.ts'
import { paint } from '../../shared/text/verdict-style.ts'
import { EXIT, type ExitStatus } from '../exit-status.ts'
import type { ProbeResult } from './probe.ts'
import { refusal } from './probe-texts.ts'

/** 3 where something was refused, was not shown, or contradicts what verdicts rest on. */
export function probeStatus({ calls, shapes }: ProbeResult): ExitStatus {
  const isWhole = calls.every(({ failed }) => failed === undefined)
  const isShown = shapes.every(
    (shape) => shape.calls.every(({ shown }) => shown === 'yes') && shapeProblem(shape) === undefined,
  )
  return isWhole && isShown ? EXIT.done : EXIT.incomplete
}

/** A table a source, and what it means. */
export function printProbe(result: ProbeResult, width: number | undefined, colour: boolean): string {
  const { bold } = paint(colour)
  const parts = result.shapes.map((shape) =>
    [
      `${visible(shape.source)} showed of the calls of ${iso(shape.at)}:`,
      table(shape.calls, COLUMNS, { heading: bold, ...(width === undefined ? {} : { width }) }).trimEnd(),
      '',
      ...meaningOf(shape).map(visible),
    ].join('\n'),
  )
  const refused = result.calls.flatMap((call) => refusal(call, result.key) ?? []).map(visible)
  return `${[...parts, ...refused].join('\n')}\n`
}

/** One object. No value of an event, and no plaintext or ciphertext, is in it. */
export function probeAsJson({ key, calls, shapes }: ProbeResult): string {
  const { accountId, region, keyId } = key
  const failed = calls.flatMap((call) => (call.failed ? [{ operation: call.operation, code: call.failed.code }] : []))
  const told = shapes.map((shape) => ({ ...shape, at: iso(shape.at), problem: shapeProblem(shape)?.why ?? null }))
  return `${jsonText({ accountId, region, keyId, failed, shapes: told }, 2)}\n`
}

const COLUMNS: readonly Column<CallShape>[] = [
  { title: 'CALL', cell: ({ operation, dryRun }) => `${operation}${dryRun ? ' (dry run)' : ''}`, important: true },
  {
    title: 'SHOWN',
    cell: ({ shown, delaySeconds }) =>
      shown === 'yes' ? `after ${delaySeconds} s` : shown === 'no' ? 'no' : 'not yet',
    stays: 'always',
  },
  { title: 'KEY TOLD', cell: ({ event }) => (event ? yesNo(event.tied) : ''), stays: 'always' },
  {
    title: 'KEY NAMED IN',
    cell: ({ event }) => event?.keyIn.join(', ') || event?.maskedIn.map((each) => `${each} (masked)`).join(', ') || '',
  },
  { title: 'CIPHERTEXT', cell: ({ event }) => (event && event.ciphertext !== 'none' ? event.ciphertext : '') },
  { title: 'ANSWER', cell: ({ event }) => (event ? yesNo(event.responseElements) : '') },
  { title: 'RW', cell: ({ event }) => event?.eventRW ?? '' },
  { title: 'VPC', cell: ({ event }) => (event ? yesNo(event.vpcId) : '') },
  { title: 'USER AGENT', cell: ({ event }) => event?.userAgent ?? '' },
  {
    title: 'DRY RUN SEEN',
    cell: ({ event }) => (event && event.dryRunVisible !== null ? yesNo(event.dryRunVisible) : ''),
  },
  { title: 'IDENTITY', cell: ({ event }) => event?.identity.join(', ') ?? '' },
]

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no'
}

function meaningOf(shape: EventShape): readonly string[] {
  const problem = shapeProblem(shape)
  const untied = untiedOperations(shape)
  const waiting = shape.calls.filter(({ shown }) => shown === 'not-yet').map(({ operation }) => operation)
  const dry = shape.calls.some(({ dryRun, event }) => dryRun && event?.tied === false)
  const lines = [
    problem?.why === 'operations-not-shown' &&
      `It does not show ${problem.operations.join(', ')}: no use of a key by them can be seen, and the keys of this region become unknown.`,
    problem?.why === 'agents-changed' &&
      `The user agent of ${problem.operations.join(', ')} is another program's: from which client a call came cannot be told, and keys with use by applications become unknown.`,
    shape.calls.every(({ shown }) => shown === 'no') &&
      'It shows none of these calls: the next audit says whether it is alive.',
    waiting.length > 0 && `It does not show ${waiting.join(', ')} yet; a longer --wait tells more.`,
    untied.length > 0 &&
      `Events of ${untied.join(', ')} do not tell their key: each such call counts for every key that it may have used.${dry ? ' A dry run has no answer; --real shows whether answers tell it.' : ''}`,
  ].filter((line) => line !== false)
  return lines.length > 0 ? lines : ['What verdicts rest on is there: every call is shown, and tells its key.']
}
