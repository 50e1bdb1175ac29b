import { Command } from 'commander'
import { measureArchive } from './measures/archive.ts'
import { measureConverge } from './measures/converge.ts'
import { measureDashboard } from './measures/dashboard.ts'
import { measureFirstNight } from './measures/first-night.ts'
import { measureInventory } from './measures/inventory.ts'
import { measureLoad } from './measures/load.ts'
import { measureLogs } from './measures/logs.ts'
import { measureNightCost } from './measures/night-cost.ts'
import { counts, measureScale, parts, rowCount, SCALE_PARTS } from './measures/scale.ts'
import { writeScalePaper } from './measures/scale-paper.ts'
import { measureSecondNight } from './measures/second-night.ts'
import { measureTablestore } from './measures/tablestore.ts'
import { measureTrailPace } from './measures/trail-pace.ts'
import { measureUsage } from './measures/usage.ts'
import { printMachine } from './print.ts'

const program = new Command('bench')
  .usage('<name> [options]')
  .description(
    'Measurements of whole nights against the simulated cloud, each in processes of its own. Results are ratios to what the quotas allow, so that they mean the same on every machine.',
  )
  .addHelpText('after', '\nExamples:\n  npm run -s bench -- inventory\n  npm run -s bench -- usage --profile')
  .hook('preAction', printMachine)

program
  .command('inventory')
  .description('pace and calls of an inventory where ceiling = quota (4 minutes)')
  .option('--full', '1,000 CMKs as well (15 minutes more)', false)
  .action(measureInventory)
program
  .command('converge')
  .description('ceiling 200/s, real quota 20/s: lost keys, calls, rate over time (2 minutes)')
  .action(measureConverge)
program
  .command('usage')
  .description('10,000 to 1,000,000 events as fast as they can be read: rate, memory, lookups (8 minutes)')
  .option('--beyond', '2,000,000 events as well: nothing grows any more (10 minutes more)', false)
  .option('--profile', 'instead: 100,000 events, and where the time goes', false)
  .action(measureUsage)
program
  .command('trail-pace')
  .description("pace of reading a trail at the vendor's 2 lookups a second (3 minutes)")
  .action(measureTrailPace)
program
  .command('second-night')
  .description('lookups of later nights relative to the first (1 minute)')
  .action(measureSecondNight)
program
  .command('night-cost')
  .description('calls, rows and invocations of a night in Tablestore, for 100 and 10,000 CMKs (3 minutes)')
  .action(measureNightCost)
program
  .command('dashboard')
  .description('pages over 100,000 keys: time from the request to the last byte (2 minutes)')
  .action(measureDashboard)
program
  .command('tablestore')
  .description(
    'views and a judging over 100,000 keys of 1,000 accounts in Tablestore: time, calls, rows, units (4 minutes)',
  )
  .option('--accounts <number>', 'accounts, with keys in five regions each', '1000')
  .option('--keys <number>', 'keys of each account and region', '20')
  .action(measureTablestore)
program
  .command('load')
  .description('time and bytes of loading each function beside an empty one, and of a start of the CLI (1 minute)')
  .action(measureLoad)
program
  .command('archive')
  .description("a trail's archive read into rows, beside gzip, jq and DuckDB over the same files (3 minutes; Linux)")
  .option('--events <number>', 'events of the archive', '1000000')
  .option('--kms <percent,…>', 'how many of them are of KMS', '5,100')
  .option('--days <number>', 'days that it holds', '90')
  .option('--files <number>', 'files of a day', '24')
  .option('--format <lines|array>', 'how events stand in a file', 'lines')
  .action(measureArchive)
program
  .command('logs')
  .description('a night over a logstore of Simple Log Service: queries, rows and time, beside lookups (2 minutes)')
  .option('--events <number,…>', 'events of the 89 days', '10000,100000,1000000')
  .action(measureLogs)
program
  .command('first-night')
  .description('the first night of the same events by each source: calls, queries, rows, bytes, memory (12 minutes)')
  .option('--events <number,…>', 'events of the 89 days', '10000,1000000')
  .action(measureFirstNight)
program
  .command('scale')
  .description(
    'events, verdicts, rows, and nights of up to 1,000 accounts; keeps the figures for `scale-paper` (an hour)',
  )
  .option('--part <name,…>', SCALE_PARTS.join(', '), parts, [...SCALE_PARTS])
  .option('--accounts <number,…>', 'sizes of the nights', counts, [10, 100, 1_000])
  .option('--rows <number>', 'rows of each store', rowCount, 100_000)
  .option('--no-keep', 'leave bench/scale/figures.json as it is')
  .action(measureScale)
program
  .command('scale-paper')
  .description(
    "bench/scale.md: what follows from the figures of `scale` and the vendor's limits for 1,000 accounts of 30 regions",
  )
  .action(writeScalePaper)

await program.parseAsync()
