import type { Command } from 'commander'
import { readDecisions } from '../../functions/state/read-decisions.ts'
import { keyIdsOf } from '../../shared/domain/decisions/decision.ts'
import { formatDecisions } from '../../shared/rows/decision-formats.ts'
import { FORMATS, type Format } from '../../shared/rows/formats.ts'
import { keyAliases } from '../../shared/store/key-aliases.ts'
import type { Act } from '../command.ts'
import { EXIT, type ExitStatus } from '../exit-status.ts'
import { withTable } from '../open.ts'
import { accountList, choice, regionList } from '../options.ts'
import type { Shell } from '../terminal/shell.ts'
import { shown } from './query.ts'

interface StateOptions {
  readonly account?: readonly string[]
  readonly region?: readonly string[]
  readonly all: boolean
  readonly format: Format
}

const HELP = `
Examples:
  npm run -s cli -- state
  npm run -s cli -- state owner alias/orders-db payments --why 'the team took it over'
  npm run -s cli -- state waive alias/orders-db dependent-secrets --why 'moves with TKT-12' --until 2027-01-31
  npm run -s cli -- state keys role/batch alias/orders-db,alias/files --why 'asked the team' --until 2027-01-31
  npm run -s cli -- state client role/orders java --why 'our own agent' --until 2027-01-31 --region cn-hangzhou --account 1234567890123456
  npm run -s cli -- state batch <batch id> requested --ticket TKT-12 --why 'sent today'
  npm run -s cli -- state withdraw owner/<key id> --why 'it was a mistake'

Nothing is written over: each decision follows the last on its subject, with who decided, when, why and until when. A waiver stands beside
a verdict and never changes it. A statement (keys, client) is evidence in the next audit, and is named in every verdict that rests on it.

Exit status: 0 shown, or decided · 1 no table yet, no such key, or somebody was quicker · 2 bad arguments or configuration`

/** `state`: what people decided. */
export function addState(program: Command, act: Act): void {
  program
    .command('state')
    .description("show people's decisions: owners, waivers, statements and the states of batches")
    .option('--region <list>', 'only these regions', regionList)
    .option('--account <list>', 'only these accounts', accountList)
    .option('--all', 'those that are over or withdrawn, and all that came before, as well', false)
    .option('--format <format>', FORMATS.join(', '), choice(FORMATS), 'table')
    .addHelpText('after', HELP)
    .action((options: StateOptions) => act((shell) => state(shell, options)))
}

function state(shell: Shell, { format, ...filter }: StateOptions): Promise<ExitStatus> {
  return withTable(shell, async ({ store, config }) => {
    const now = shell.terminal.clock()
    const decisions = await readDecisions(store, filter, now)
    const keys = decisions.flatMap(({ accountId, region, value }) =>
      keyIdsOf(value).map((keyId) => ({ accountId, region, keyId })),
    )
    const drawn = { ...shown(shell), timezone: config.timezone, aliasesOf: await keyAliases(store, keys) }
    await shell.out.stream([formatDecisions(decisions, format, drawn)])
    if (decisions.length === 0) shell.log.warn('Nothing is decided there. state --help has examples.')
    return EXIT.done
  })
}
