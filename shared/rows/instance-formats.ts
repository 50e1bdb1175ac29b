import type { InstanceRow } from '../domain/instances/instance-row.ts'
import type { Quota } from '../domain/instances/kms-instance.ts'
import { inEnglish } from '../domain/messages/text-in.ts'
import { localTime } from '../text/dates.ts'
import { CSV_BOM, csvLine, jsonText } from '../text/escape.ts'
import { paint } from '../text/verdict-style.ts'
import type { Format } from './formats.ts'
import { type Column, table } from './table.ts'
import { WHOLE } from './usual-columns.ts'

export interface InstanceFormatOptions {
  readonly width?: number
  readonly colour: boolean
  /** IANA zone of the ends in `table`. */
  readonly timezone: string
  readonly onLeftOut?: (titles: readonly string[]) => void
}

/** KMS instances as text; `json` is one array. */
export function formatInstances(rows: readonly InstanceRow[], format: Format, options: InstanceFormatOptions): string {
  switch (format) {
    case 'json':
      return `${jsonText(inEnglish(rows), 2)}\n`
    case 'jsonl':
      return rows.map((each) => `${jsonText(inEnglish(each))}\n`).join('')
    case 'csv':
      return CSV_BOM + [CSV_COLUMNS.map(([name]) => name), ...rows.map(csvCells)].map(csvLine).join('')
    case 'table': {
      const { width, colour, onLeftOut } = options
      return table(rows, columns(rows, options), {
        heading: paint(colour).bold,
        ...(width === undefined ? {} : { width }),
        ...(onLeftOut === undefined ? {} : { onLeftOut }),
      })
    }
  }
}

function columns(rows: readonly InstanceRow[], { timezone }: InstanceFormatOptions): readonly Column<InstanceRow>[] {
  const several = new Set(rows.map(({ accountId }) => accountId)).size > 1
  const account: Column<InstanceRow> = { title: 'ACCOUNT', cell: ({ accountId }) => accountId, least: 16 }
  return [
    { title: 'REGION', cell: ({ region }) => region, important: true },
    ...(several ? [account] : []),
    { title: 'INSTANCE', cell: ({ instance }) => instance ?? '?', important: true },
    { title: 'MOVES TO IT', cell: ({ isDestination }) => (isDestination ? 'yes' : '-') },
    { title: 'STATUS', cell: ({ status }) => status ?? '?', stays: 'late', least: WHOLE },
    { title: 'KIND', cell: ({ kind }) => kind ?? '-' },
    { title: 'KEYS', cell: ({ keys }) => usedOf(keys), align: 'right', stays: 'late' },
    { title: 'SECRETS', cell: ({ secrets }) => usedOf(secrets), align: 'right', stays: 'late' },
    { title: 'QPS', cell: ({ qps }) => String(qps ?? '?'), align: 'right', stays: 'late' },
    {
      title: 'ENDS',
      cell: ({ endsAt }) => (endsAt === null ? '-' : localTime(endsAt, timezone).slice(0, 10)),
      least: 10,
      stays: 'late',
    },
    { title: 'VPCS', cell: ({ vpcs }) => vpcs.join(' '), wraps: true, least: 20 },
    { title: 'NAME', cell: ({ name }) => name ?? '' },
    { title: 'NOT READ', cell: ({ unread }) => inEnglish(unread).join('; '), wraps: true, least: 20, stays: 'late' },
  ]
}

/** `12/1000`. */
function usedOf({ quota, used }: Quota): string {
  return quota === null ? '?' : `${used ?? '?'}/${quota}`
}

type Cell = string | number | boolean | null

const CSV_COLUMNS: readonly (readonly [name: string, cell: (row: InstanceRow) => Cell])[] = [
  ['accountId', ({ accountId }) => accountId],
  ['region', ({ region }) => region],
  ['instance', ({ instance }) => instance],
  ['name', ({ name }) => name],
  ['status', ({ status }) => status],
  ['isDestination', ({ isDestination }) => isDestination],
  ['kind', ({ kind }) => kind],
  ['keysUsed', ({ keys }) => keys.used],
  ['keysQuota', ({ keys }) => keys.quota],
  ['secretsUsed', ({ secrets }) => secrets.used],
  ['secretsQuota', ({ secrets }) => secrets.quota],
  ['qps', ({ qps }) => qps],
  ['vpcs', ({ vpcs }) => vpcs.join(' ')],
  ['vpcsUsed', ({ vpcQuota }) => vpcQuota.used],
  ['vpcsQuota', ({ vpcQuota }) => vpcQuota.quota],
  ['chargeType', ({ chargeType }) => chargeType],
  ['createdAt', ({ createdAt }) => createdAt],
  ['endsAt', ({ endsAt }) => endsAt],
  ['unread', ({ unread }) => inEnglish(unread).join('; ')],
  ['asOf', ({ asOf }) => asOf],
]

function csvCells(row: InstanceRow): readonly Cell[] {
  return CSV_COLUMNS.map(([, cell]) => cell(row))
}
