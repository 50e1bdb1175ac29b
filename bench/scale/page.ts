import { type Estimate, estimate, ROWS_A_KEY_DAY, ratesOf, type Size, STATEMENT } from './estimate.ts'
import { CMKS, type Figures, type NightFigures } from './figures.ts'
import { OURS, VENDOR } from './vendor-limits.ts'

/** What the page is about: more than any company that is known. */
export const LARGEST: Size = { accounts: 1_000, regions: 30, keys: 200, events: 1_000_000_000 }

/** bench/scale.md: what was measured, and what follows from it and from the vendor's limits. */
export function scalePage(figures: Figures): string {
  const result = estimate(LARGEST, ratesOf(figures))
  return `${[
    '# At scale',
    `Made by \`npm run -s bench -- scale-paper\` from [the figures](scale/figures.json) that \`npm run -s bench -- scale\` measured last, and from the vendor's numbers below. Do not edit: a test compares it with what the script makes.`,
    `Measured on ${figures.measured}, ${figures.machine}, with other work on the machine: processor time and counts hold, wall times are upper bounds.`,
    ...measured(figures),
    ...onPaper(result),
    ...breaks(result),
    ...vendor(),
  ].join('\n\n')}\n`
}

function measured({ domain, stores = [], nights = [] }: Figures): string[] {
  return [
    '## Measured',
    domain
      ? `The domain alone, a second of one core: **${count(domain.events)} events** into usage rows (1,000 events came to ${domain.rowsOfThousand}), **${count(domain.verdicts)} verdicts** on ${domain.usesOfKey} uses each.`
      : '',
    table(
      ['store', 'rows', 'in, rows a CPU second', 'out', 'calls in', 'out', 'bytes a row'],
      stores.map(({ store, rows, writing, reading, writes, reads, bytesRead }) => [
        ...[store, count(rows), count((1_000 * rows) / writing), count((1_000 * rows) / reading)],
        ...(writes === 0 ? ['–', '–', '–'] : [count(writes), count(reads), count(bytesRead / rows)]),
      ]),
    ),
    `Processor time of the program alone; the simulated Tablestore has its own process.`,
    table(
      [
        'accounts',
        'jobs run',
        'jobs',
        'runs',
        'lost',
        'wall',
        'floor',
        'CPU',
        'memory',
        'KMS calls',
        'lookups',
        'throttled',
        'Tablestore calls',
        'rows read',
        'written',
        'lost swaps',
        'keys',
        'with gaps',
        'left open',
      ],
      nights.map(nightCells),
    ),
    `First nights under the vendor's quotas, one region an account, 5 CMKs and a service key each, 60 events of 30 days. Floor: what the quotas of each account allow, ${OURS.atOnce} jobs at once; a night in one process has the same. "local" is one process on SQLite; "fc3" is an invocation a job on the simulated Function Compute and Tablestore, all functions in one process, whose memory is theirs together. "Trouble": every 50th task is lost, every 10th delivered twice, every 7th delayed, every 20th dispatch has no answer; hours until timers are in its wall time. Keys with gaps are \`unknown\` until the next run.`,
    nights.length > 0 ? lossesOf(nights) : '',
  ].filter((part) => part !== '')
}

function lossesOf(nights: readonly NightFigures[]): string {
  const again = (trouble: boolean) =>
    nights
      .filter((night) => night.trouble === trouble)
      .reduce((sum, { described, accounts }) => sum + described - CMKS * accounts, 0)
  const twice = again(true)
  return [
    'No job was lost: after each night every key of every account has a row, and nothing is left open.',
    again(false) === 0 ? 'None was done twice: DescribeKey was called once for each CMK.' : '',
    twice > 0
      ? `With trouble ${count(twice)} CMKs were described once more: a task that is delivered twice at the same moment, before either has the lease, is done by both, and leaves the same rows.`
      : 'With trouble neither.',
  ]
    .filter((part) => part !== '')
    .join(' ')
}

function nightCells(night: NightFigures): string[] {
  const { accounts, dispatch, trouble, tasks, runs, lost, wall, floor, cpu, memory } = night
  return [
    ...[count(accounts), `${dispatch}${trouble ? ', trouble' : ''}`],
    ...(dispatch === 'local' ? ['–', '–', '–'] : [count(tasks), count(runs), count(lost)]),
    ...[time(wall), time(floor), `${count(cpu)} s`, `${count(memory / 1_000_000)} MB`, count(night.kms)],
    ...[count(night.lookups), count(night.throttled)],
    ...(dispatch === 'local'
      ? ['–', '–', '–', '–']
      : [night.tablestore, night.rowsRead, night.rowsWritten, night.conflicts].map(count)),
    ...[count(night.keys), count(night.gaps), count(night.open)],
  ]
}

function onPaper(it: Estimate): string[] {
  const { accounts, regions, keys, events } = LARGEST
  return [
    `## On paper: ${count(accounts)} accounts × ${regions} regions × ${keys} keys, ${count(events)} events a night`,
    table(
      ['what', 'comes to', 'by'],
      [
        ['scopes, keys', `${count(it.scopes)}, ${count(it.keys)}`, 'accounts × regions, × keys'],
        [
          'KMS calls of a region',
          `${count(it.inventory.calls)}, ${time(it.inventory.seconds)}`,
          `2 a key, 3 lists a page of 100, the rest as measured; ${OURS.kmsReads} a second`,
        ],
        [
          'lookups of an account',
          `${count(it.lookup.calls)}, ${time(it.lookup.seconds)}`,
          `${VENDOR.eventsOfLookup.value} events a call, ${VENDOR.lookups.value} calls a second`,
        ],
        [
          'invocations, by `lookup`',
          `${count(it.jobs.lookup)}`,
          `a list and a verdict a region; ${it.lookup.invocations} readings an account, one after the other`,
        ],
        ['invocations, by one trail in Log Service', count(it.jobs.sls), 'the same with one reading an account'],
        [
          'statements of Log Service',
          `${count(it.sls.statements)} of ${count(it.sls.eventsEach)} events a day`,
          `two days a region; ${VENDOR.statements.value} at once, ${STATEMENT} s each assumed, ${VENDOR.statementTime.value} s at most`,
        ],
        ['logs that they scan', `${count(it.sls.statements * it.sls.eventsEach)}`, 'each day is read twice'],
        [
          'an account’s night, its regions side by side',
          `${time(it.account.lookup)} by \`lookup\`, ${time(it.account.sls)} by Log Service`,
          `${OURS.ofAccount} jobs of an account at once`,
        ],
        [
          `all, ${OURS.atOnce} jobs at once`,
          `${time(it.wall.lookup)} by \`lookup\`, ${time(it.wall.sls)} by Log Service`,
          '`CMK_FANOUT=50,4`, the default',
        ],
        [
          `all, ${OURS.maxAtOnce} jobs at once`,
          `${time(it.wall.slsAtMost)} by Log Service`,
          '`CMK_FANOUT=300,4`, the most',
        ],
        [
          'instances that a region’s vCPU allow',
          `${it.instances.poolLarge}, ${it.instances.poolMiddle}, ${it.instances.poolSmall}`,
          `${OURS.vcpu} vCPU each, in a large, middle and small region; ${VENDOR.instances.value} at most`,
        ],
        [
          'rows written',
          `${count(it.rows.readiness)} readiness, ${count(it.rows.snapshots)} snapshots, ${count(it.rows.usage)} usage`,
          `${ROWS_A_KEY_DAY} usage rows a key and day assumed, two days`,
        ],
        [
          'capacity units',
          `${count(it.units.written)} written, ${count(it.units.read)} read`,
          'a row takes one at least; assess reads 90 days',
        ],
        [
          'the entry of what is under way',
          `${count(it.underWay.bytes)} bytes, ${count(it.underWay.units)} units`,
          `written once a job; a value may have ${count(VENDOR.cell.value)}`,
        ],
        [
          'a pass over the names in `progress`',
          `${count(it.pass.rows)} rows, ${count(it.pass.pages)} answers`,
          'the digest makes three, side by side',
        ],
        [
          'a night of Function Compute',
          `${it.cost.functions.toFixed(2)} USD`,
          'invocations, vCPU, memory and disk; most of it is waiting',
        ],
        ['reads of Tablestore', `${it.cost.reads.toFixed(2)} CNY`, 'what units of writing cost could not be read'],
      ],
    ),
  ]
}

/** What takes longer than a night has, the worst first. */
export function overdue(it: Estimate): { readonly what: string; readonly seconds: number; readonly instead: string }[] {
  const all = [
    {
      what: `reading by \`lookup\` with ${OURS.atOnce} jobs at once`,
      seconds: it.wall.lookup,
      instead:
        'one organization trail into Log Service (`CMK_SOURCE=trail:…`): an account waits for nothing but its lists',
    },
    {
      what: `all jobs with Log Service, ${OURS.atOnce} at once`,
      seconds: it.wall.sls,
      instead:
        'a larger `CMK_FANOUT`, up to 300; more projects, because a project answers 5 accurate statements at once',
    },
    {
      what: `all jobs with Log Service, ${OURS.maxAtOnce} at once`,
      seconds: it.wall.slsAtMost,
      instead:
        'a larger `CMK_KMS_QPS` (the vendor gives 50 reads a second), more instances by a ticket, trails by group of accounts',
    },
    { what: 'one account by `lookup`', seconds: it.account.lookup, instead: 'Log Service' },
  ]
  return all.filter(({ seconds }) => seconds > OURS.night).sort((a, b) => b.seconds - a.seconds)
}

function breaks(it: Estimate): string[] {
  const late = overdue(it).map(
    ({ what, seconds, instead }, at) =>
      `${at + 1}. ${what}: ${time(seconds)}, ${(seconds / OURS.night).toFixed(1)} nights. Instead: ${instead}.`,
  )
  return [
    '## What breaks first',
    `A night has ${time(OURS.night)}, from its timer at 2:00 to the digest at 8:30.`,
    late.length > 0 ? late.join('\n') : 'Nothing takes longer.',
    `What does not: the payload of a job (${count(260)} bytes of ${count(VENDOR.payload.value)}), the list of accounts of a run (some 20 bytes each, ${count(VENDOR.cell.value / 20)} of them in a value), a plan (its regions).`,
    `What is lost is nothing: an account that is not read by then is \`unknown\` with its gap, an inventory that is cut off goes on where it was, and the next timer goes on with the rest.`,
  ]
}

function vendor(): string[] {
  return [
    "## The vendor's numbers",
    table(
      ['number', 'of', 'said by'],
      Object.values(VENDOR).map(({ value, unit, source }) => [
        value < 1 ? String(value) : count(value),
        unit,
        source.startsWith('https:') ? `[page](${source})` : source,
      ]),
    ),
  ]
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** `1,234,568` */
function count(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

/** `42 s`, `12 min`, `2.8 h` */
export function time(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3_600).toFixed(1)} h`
}
