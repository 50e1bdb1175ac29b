import type { Command } from 'commander'
import { instanceRows } from '../../shared/domain/instances/instance-row.ts'
import { FORMATS, type Format } from '../../shared/rows/formats.ts'
import { formatInstances } from '../../shared/rows/instance-formats.ts'
import type { Act } from '../command.ts'
import { EXIT, type ExitStatus } from '../exit-status.ts'
import { withTable } from '../open.ts'
import { accountList, choice, regionList } from '../options.ts'
import type { Shell } from '../terminal/shell.ts'
import { shown, warnOfLeftOut } from './query.ts'

interface InstancesOptions {
  readonly account?: readonly string[]
  readonly region?: readonly string[]
  readonly format: Format
}

const HELP = `
Examples:
  npm run -s cli -- instances
  npm run -s cli -- instances --region cn-hangzhou --format json | jq '.[].keys'

The purchased KMS instances of the audited accounts, as the last audit found them: keys and secrets as used/quota (a key version counts as a
key), calls a second, end, and the VPCs that reach them. ? is what was not told. How a destination fits is shown by plan.

Exit status: 0 shown · 1 no table yet, or it cannot be read · 2 bad arguments or configuration`

/** `instances`: the KMS instances that keys can move to. */
export function addInstances(program: Command, act: Act): void {
  program
    .command('instances')
    .description('show the KMS instances, what they have room for, and when they end')
    .option('--region <list>', 'only these regions', regionList)
    .option('--account <list>', 'only these accounts', accountList)
    .option('--format <format>', FORMATS.join(', '), choice(FORMATS), 'table')
    .addHelpText('after', HELP)
    .action((options: InstancesOptions) => act((shell) => instances(shell, options)))
}

async function instances(shell: Shell, { format, ...filter }: InstancesOptions): Promise<ExitStatus> {
  return withTable(shell, async ({ store, config }) => {
    const { readScopeInstances } = await import('../../functions/plan/read-scope-instances.ts')
    const rows = instanceRows(await readScopeInstances(store), config.planning, filter)
    const leftOut: string[] = []
    const onLeftOut = (titles: readonly string[]) => leftOut.push(...titles)
    const { timezone } = config
    await shell.out.stream([formatInstances(rows, format, { ...shown(shell), timezone, onLeftOut })])
    warnOfLeftOut(leftOut, shell)
    if (rows.length === 0)
      shell.log.warn('No audit has found a KMS instance in these accounts and regions. `plan` says what to buy.')
    return EXIT.done
  })
}
