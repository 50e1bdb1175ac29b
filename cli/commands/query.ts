import type { Command } from 'commander'
import { RowSelection, type Selection } from '../../shared/domain/selection.ts'
import { FORMATS, type Format, formatRows } from '../../shared/notify/formats.ts'
import { EXIT, type ExitStatus } from '../exit-status.ts'
import { withTable } from '../open.ts'
import { accountList, choice, keyList, regionList, verdictList } from '../options.ts'
import type { Act } from '../program.ts'
import type { Shell } from '../shell.ts'

interface QueryOptions extends Selection {
  readonly format: Format
}

const HELP = `
Examples:
  npm run -s cli -- query --verdict ready,action-required
  npm run -s cli -- query --region cn-hangzhou --format csv > keys.csv
  npm run -s cli -- query --verdict blocked --format json | jq '.[].keyId'

A key that was not checked for 48 hours is shown as unknown.

Exit status: 0 shown, be it no row · 1 no table yet, or it cannot be read · 2 bad arguments or configuration`

/** `query`: rows of the readiness table. */
export function addQuery(program: Command, act: Act): void {
  program
    .command('query')
    .description('show rows of the readiness table')
    .option('--verdict <list>', 'only these verdicts, comma separated', verdictList)
    .option('--region <list>', 'only these regions', regionList)
    .option('--account <list>', 'only these accounts', accountList)
    .option('--key <list>', 'only these keys: ids, ARNs or aliases', keyList)
    .option('--format <format>', FORMATS.join(', '), choice(FORMATS), 'table')
    .addHelpText('after', HELP)
    .action((options: QueryOptions) => act((shell) => query(shell, options)))
}

function query(shell: Shell, { format, ...filters }: QueryOptions): Promise<ExitStatus> {
  return withTable(shell, async ({ store }) => {
    const selection = new RowSelection(filters, shell.terminal.clock())
    await shell.out.stream(formatRows(selection.pick(store.readiness.list()), format, shown(shell)))
    for (const note of selection.notes()) shell.log.warn(note)
    return EXIT.done
  })
}

/** How rows are drawn on this terminal. */
export function shown({ out, colour, terminal }: Shell): Parameters<typeof formatRows>[2] {
  return { now: terminal.clock(), colour, ...(out.width === undefined ? {} : { width: out.width }) }
}
