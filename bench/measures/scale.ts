import { InvalidArgumentError } from 'commander'
import { fixed, machine, megabytes, number, printLine, printStep, printTable, words } from '../print.ts'
import { measureDomain } from '../scale/domain.ts'
import { keepFigures, type NightFigures, type StoreFigures } from '../scale/figures.ts'
import { measureNight } from '../scale/nights.ts'
import { measureStores } from '../scale/stores.ts'

export const SCALE_PARTS = ['domain', 'stores', 'nights'] as const
export type ScalePart = (typeof SCALE_PARTS)[number]

export interface ScaleOptions {
  readonly part: readonly ScalePart[]
  readonly accounts: readonly number[]
  readonly rows: number
  readonly keep: boolean
}

/** The night that is repeated with trouble has as many accounts. */
const TROUBLED = 100

/** What each part of the program does in a second of one core, and nights of an organization: the figures that bench/scale.md is computed from. */
export async function measureScale({ part, accounts, rows, keep }: ScaleOptions): Promise<void> {
  const keepNow = async (measured: Parameters<typeof keepFigures>[0]) => {
    if (keep) await keepFigures(measured, { measured: new Date().toISOString().slice(0, 10), machine: machine() })
  }
  if (part.includes('domain')) {
    printStep('events and verdicts, in memory')
    const domain = measureDomain()
    printLine(
      `${domain.events} events and ${domain.verdicts} verdicts (of ${domain.usesOfKey} uses a key) a second of processor time; 1,000 events came to ${domain.rowsOfThousand} usage rows\n`,
    )
    await keepNow({ domain })
  }
  if (part.includes('stores')) {
    printStep(`${rows} rows into each store, and out`)
    const stores = await measureStores(rows)
    printStores(stores)
    await keepNow({ stores })
  }
  if (!part.includes('nights')) return
  const nights: NightFigures[] = []
  const add = async (...night: Parameters<typeof measureNight>) => {
    printStep(`a night of ${night[0]} accounts, ${night[1]}${night[2] ? ', with trouble' : ''}`)
    nights.push(await measureNight(...night))
    await keepNow({ nights })
  }
  for (const count of accounts) {
    await add(count, 'local')
    await add(count, 'fc3')
  }
  await add(Math.min(TROUBLED, ...accounts.slice(-1)), 'fc3', true)
  printNights(nights)
}

function printStores(stores: readonly StoreFigures[]): void {
  printTable(stores, [
    words('store', ({ store }) => store),
    number('rows', ({ rows }) => String(rows)),
    number('in, rows a CPU second', ({ rows, writing }) => fixed((1_000 * rows) / writing, 0)),
    number('out', ({ rows, reading }) => fixed((1_000 * rows) / reading, 0)),
    number('calls in', ({ writes }) => String(writes)),
    number('out', ({ reads }) => String(reads)),
    number('bytes a row', ({ rows, bytesRead }) => fixed(bytesRead / rows, 0)),
  ])
  printLine('')
}

function printNights(nights: readonly NightFigures[]): void {
  printTable(nights, [
    number('accounts', ({ accounts }) => String(accounts)),
    words('jobs run', ({ dispatch, trouble }) => `${dispatch}${trouble ? ', trouble' : ''}`),
    number('jobs', ({ tasks }) => String(tasks)),
    number('runs', ({ runs }) => String(runs)),
    number('lost', ({ lost }) => String(lost)),
    number('wall s', ({ wall }) => fixed(wall, 0)),
    number('floor s', ({ floor }) => fixed(floor, 0)),
    number('CPU s', ({ cpu }) => fixed(cpu, 0)),
    number('memory', ({ memory }) => megabytes(memory)),
    number('KMS', ({ kms }) => String(kms)),
    number('lookups', ({ lookups }) => String(lookups)),
    number('Tablestore', ({ tablestore }) => String(tablestore)),
    number('rows read', ({ rowsRead }) => String(rowsRead)),
    number('written', ({ rowsWritten }) => String(rowsWritten)),
    number('conflicts', ({ conflicts }) => String(conflicts)),
    number('keys', ({ keys }) => String(keys)),
    number('with gaps', ({ gaps }) => String(gaps)),
    number('left open', ({ open }) => String(open)),
  ])
  printLine(
    'One region an account, 5 CMKs, 60 events of 30 days, first nights under the vendor’s quotas. "floor": what the quotas allow, 50 jobs at once. "trouble": every 50th task is lost, every 10th delivered twice, every 7th delayed, every 20th dispatch has no answer; wall time has the hours until timers in it.',
  )
}

/** `10,100,1000` */
export function counts(text: string): number[] {
  const all = text.split(',').map(Number)
  if (all.every((each) => Number.isInteger(each) && each >= 1 && each <= 1_000)) return all
  throw new InvalidArgumentError('It takes whole numbers of 1 to 1000, such as 10,100,1000.')
}

/** `domain,stores` */
export function parts(text: string): ScalePart[] {
  return text.split(',').map((name) => {
    const part = SCALE_PARTS.find((each) => each === name.trim())
    if (part) return part
    throw new InvalidArgumentError(`It takes ${SCALE_PARTS.join(', ')}.`)
  })
}

/** `100000` */
export function rowCount(text: string): number {
  const rows = Number(text)
  if (Number.isInteger(rows) && rows >= 1 && rows <= 10_000_000) return rows
  throw new InvalidArgumentError('It takes a whole number of rows, such as 100000.')
}
