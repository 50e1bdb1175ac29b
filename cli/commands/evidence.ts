import type { Command } from 'commander'
import { inEnglish } from '../../shared/domain/messages/text-in.ts'
import { formatEvidence } from '../../shared/rows/evidence-formats.ts'
import { FORMATS, type Format } from '../../shared/rows/formats.ts'
import { nameOf } from '../../shared/text/evidence-text.ts'
import type { Act } from '../command.ts'
import { EXIT, type ExitStatus } from '../exit-status.ts'
import { withTable } from '../open.ts'
import { accountList, choice, regionList } from '../options.ts'
import { warnOfPartialTable } from '../partial-table.ts'
import type { Shell } from '../terminal/shell.ts'
import { shown, warnOfLeftOut } from './query.ts'

interface EvidenceOptions {
  readonly account?: readonly string[]
  readonly region?: readonly string[]
  readonly format: Format
}

const HELP = `
Examples:
  npm run -s cli -- evidence
  npm run -s cli -- evidence setup            how to have 90 days of it within the hour
  npm run -s cli -- evidence --region cn-hangzhou --format json | jq '.[].missing'

For each account and region: how many days of the observation window were read, from which source, what shows that the source is alive,
what is missing and about how long reading it takes. In the bar █ is read, ▒ read in part, · missing.
A control that is not proven yet is explained below the table.

Exit status: 0 shown · 1 no table yet, or it cannot be read · 2 bad arguments or configuration`

/** `evidence`: what each source holds of each scope. */
export function addEvidence(program: Command, act: Act): void {
  program
    .command('evidence')
    .description('show what is known of the use of the keys, by account and region, and why it can be trusted')
    .option('--region <list>', 'only these regions', regionList)
    .option('--account <list>', 'only these accounts', accountList)
    .option('--format <format>', FORMATS.join(', '), choice(FORMATS), 'table')
    .addHelpText('after', HELP)
    .action((options: EvidenceOptions) => act((shell) => evidence(shell, options)))
}

async function evidence(shell: Shell, { format, ...filter }: EvidenceOptions): Promise<ExitStatus> {
  return withTable(shell, async ({ store }) => {
    // What other commands need not load.
    const { readEvidence } = await import('../../functions/query/read-evidence.ts')
    const scopes = await readEvidence(store, filter)
    const leftOut: string[] = []
    const onLeftOut = (titles: readonly string[]) => leftOut.push(...titles)
    await shell.out.stream([formatEvidence(scopes, format, { ...shown(shell), onLeftOut })])
    warnOfLeftOut(leftOut, shell)
    if (format === 'table') await warnOfPartialTable(store, shell)
    if (scopes.length === 0) shell.log.warn('No audit has read anything of these accounts and regions yet.')
    for (const scope of format === 'table' ? scopes : [])
      for (const reason of scope.reasons) shell.log.warn(`${nameOf(scope)}: ${inEnglish(reason)}`)
    return EXIT.done
  })
}
