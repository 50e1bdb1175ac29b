import type { InstanceFinding } from '../domain/instances/instance-finding.ts'
import { inEnglish } from '../domain/messages/text-in.ts'
import type { Batch, LeftKey, Plan, PlannedWindow } from '../domain/plan/plan.ts'
import { zoneName } from '../text/dates.ts'
import { CSV_BOM, csvLine, jsonText, visible } from '../text/escape.ts'
import { windowText } from '../text/plan-messages.ts'
import { paint, paintVerdict } from '../text/verdict-style.ts'
import type { Format } from './formats.ts'
import { planAsJson, whyLeft } from './plan-as-json.ts'
import { type Column, type TableOptions, table } from './table.ts'

export interface PlanFormatOptions {
  readonly width?: number
  readonly colour: boolean
}

/** A plan as text. `json` is one object; `jsonl` a batch a line and then a key that is left a line; `csv` a key or secret a line. */
export function formatPlan(plan: Plan, format: Format, options: PlanFormatOptions): string {
  switch (format) {
    case 'json':
      return `${jsonText(planAsJson(plan), 2)}\n`
    case 'jsonl': {
      const { batches, left } = planAsJson(plan)
      return [...batches, ...left].map((each) => `${jsonText(each)}\n`).join('')
    }
    case 'csv':
      return CSV_BOM + csvLine(CSV_COLUMNS) + csvRows(plan).map(csvLine).join('')
    case 'table':
      return asTables(plan, options)
  }
}

function asTables(plan: Plan, { width, colour }: PlanFormatOptions): string {
  const colours = paint(colour)
  const size = { heading: colours.bold, ...(width === undefined ? {} : { width }) }
  const why = plan.batches.flatMap(({ id, why }) => why.map((text) => `${id}: ${inEnglish(text)}`))
  const members = plan.batches.flatMap((batch) => membersOf(batch))
  const left: Column<LeftKey>[] = [
    {
      title: 'LEFT',
      cell: ({ verdict }) => verdict,
      important: true,
      style: ({ verdict }, text) => paintVerdict(verdict, text, colours),
    },
    { title: 'KEY', cell: ({ keyId }) => keyId, important: true },
    { title: 'ALIASES', cell: ({ aliases }) => aliases.join(' '), stays: 'late' },
    { title: 'REGION', cell: ({ region }) => region },
    { title: 'WHY', cell: (key) => whyLeft(key).join(' '), stays: 'late' },
  ]
  return [
    ...(plan.batches.length === 0 ? [] : [table(plan.batches, batchColumns(plan), size), lines(why)]),
    ...(members.length === 0 ? [] : [table(members, MEMBER_COLUMNS, size)]),
    ...destinationTable(plan, size),
    ...(plan.left.length === 0 ? [] : [table(plan.left, left, size)]),
  ].join('\n')
}

function batchColumns({ batches, timezone }: Plan): readonly Column<Batch>[] {
  const several = new Set(batches.map(({ accountId }) => accountId)).size > 1
  const reader = { language: 'en', timezone } as const
  const isRequested = batches.some(({ state }) => state !== null)
  const evidenced = ({ window }: Batch, number: (window: PlannedWindow) => number) =>
    window === null || window.weeksOfEvidence === 0 ? '-' : String(number(window))
  const windowOf = ({ window }: Batch) => (window === null ? 'none' : windowText(window, reader))
  return [
    { title: 'BATCH', cell: ({ id }) => id, important: true },
    ...(several ? [{ title: 'ACCOUNT', cell: ({ accountId }: Batch) => accountId, least: 16 }] : []),
    { title: 'REGION', cell: ({ region }) => region, stays: 'late' },
    { title: 'DESTINATION', cell: ({ destination }) => destination ?? '-', stays: 'late' },
    { title: 'ENVIRONMENT', cell: ({ environment }) => environment ?? '-' },
    { title: `WINDOW (${zoneName(timezone)})`, cell: windowOf, important: true },
    ...(isRequested ? [{ title: 'STATE', cell: stateOf, important: true }] : []),
    {
      title: 'CALLS',
      cell: (batch) => evidenced(batch, ({ expectedCalls }) => expectedCalls),
      align: 'right',
      stays: 'late',
    },
    {
      title: 'WEEKS',
      cell: (batch) => evidenced(batch, ({ weeksOfEvidence }) => weeksOfEvidence),
      align: 'right',
      stays: 'late',
    },
    { title: 'KEYS', cell: ({ keys }) => String(keys.length), align: 'right', stays: 'late' },
    { title: 'SECRETS', cell: ({ secrets }) => String(secrets.length), align: 'right', stays: 'late' },
  ]
}

/** `requested K20260917`, or a dash where nobody has requested it. */
function stateOf({ state, ticket }: Batch): string {
  return [state ?? '-', ...(ticket === null ? [] : [ticket])].join(' ')
}

interface DestinationLine extends InstanceFinding {
  readonly region: string
  readonly instance: string
}

/** What is said of destinations, a line each: accounts of a region share theirs. */
function destinationTable({ destinations }: Plan, size: TableOptions): readonly string[] {
  const byRegion = new Map(destinations.map((each) => [each.region, each]))
  const lines = [...byRegion.values()].flatMap(({ region, instance, findings }) =>
    findings.map((each): DestinationLine => ({ ...each, region, instance: instance ?? '-' })),
  )
  const columns: readonly Column<DestinationLine>[] = [
    { title: 'DESTINATION', cell: ({ instance }) => instance, important: true },
    { title: 'REGION', cell: ({ region }) => region, stays: 'late' },
    { title: 'FIT', cell: ({ level }) => level, stays: 'late' },
    { title: 'WHAT', cell: ({ text }) => inEnglish(text), wraps: true, least: 40, stays: 'always' },
  ]
  return lines.length === 0 ? [] : [table(lines, columns, size)]
}

/** A key or a secret of a batch. */
interface Member {
  readonly batch: string
  readonly kind: 'key' | 'secret'
  readonly name: string
  readonly aliases: string
}

const MEMBER_COLUMNS: readonly Column<Member>[] = [
  { title: 'BATCH', cell: ({ batch }) => batch, important: true },
  { title: 'KIND', cell: ({ kind }) => kind, stays: 'late' },
  { title: 'KEY OR SECRET', cell: ({ name }) => name, important: true },
  { title: 'ALIASES', cell: ({ aliases }) => aliases, stays: 'late' },
]

/** In the order in which they are moved. */
function membersOf({ id, keys, secrets }: Batch): readonly Member[] {
  return [
    ...keys.map(({ keyId, aliases }) => ({
      ...{ batch: id, kind: 'key' as const, name: keyId },
      aliases: aliases.join(' '),
    })),
    ...secrets.map((name) => ({ batch: id, kind: 'secret' as const, name, aliases: '' })),
  ]
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${visible(text)}\n`).join('')
}

const CSV_COLUMNS = [
  'batch',
  'accountId',
  'region',
  'destination',
  'environment',
  'from',
  'to',
  'weekday',
  'expectedCalls',
  'weeksOfEvidence',
  'kind',
  'name',
  'aliases',
  'verdict',
  'why',
  'state',
  'ticket',
]

function csvRows({ batches, left }: Plan): readonly (readonly (string | number | null)[])[] {
  return [
    ...batches.flatMap((batch) => {
      const { id, accountId, region, destination, environment, state, ticket, window, why } = batch
      const times = [window?.from ?? null, window?.to ?? null, window?.weekday ?? null]
      const numbers = [window?.expectedCalls ?? null, window?.weeksOfEvidence ?? null]
      const place = [id, accountId, region, destination, environment, ...times, ...numbers]
      return membersOf(batch).map(({ kind, name, aliases }) => {
        return [...place, kind, name, aliases, kind === 'key' ? 'ready' : null, inEnglish(why).join(' '), state, ticket]
      })
    }),
    ...left.map((key) => {
      const { accountId, region, keyId, aliases, verdict } = key
      const why = whyLeft(key).join(' ')
      return [
        null,
        accountId,
        region,
        ...Array(7).fill(null),
        'key',
        keyId,
        aliases.join(' '),
        verdict,
        why,
        null,
        null,
      ]
    }),
  ]
}
