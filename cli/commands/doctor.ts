import type { Command } from 'commander'
import type { Act } from '../command.ts'
import type { ExitStatus } from '../exit-status.ts'
import { choice, regionList } from '../options.ts'
import type { Shell } from '../terminal/shell.ts'

const FORMATS = ['table', 'json'] as const

interface DoctorOptions {
  readonly region?: readonly string[]
  readonly format: (typeof FORMATS)[number]
}

const HELP = `
Examples:
  npm run -s cli -- doctor
  npm run -s cli -- doctor --region cn-hangzhou
  npm run -s cli -- doctor --format json | jq '.[] | select(.status == "failed")'

It makes each call that an audit makes once, in its smallest form. No key is used, no secret's value read, nothing written and nothing
sent: writes to Tablestore stand under a condition that never holds, and of a channel only the connection is tried, or the folder of its
file looked at. ActionTrail answers 2 calls a second, so that all regions of an account take some 20 seconds.

Exit status:
  0  an audit finds everything that it needs; warnings may be among the lines
  1  an audit would judge nothing: no credentials, no account, no region, or a store that cannot be used
  2  bad arguments or configuration
  3  an audit would work, with gaps: something failed`

/** `doctor`: what works, and what to do about what does not. */
export function addDoctor(program: Command, act: Act): void {
  program
    .command('doctor')
    .description('check credentials, permissions, endpoints, trail, store and channels, and say what to do')
    .option('--region <list>', 'check these regions instead of CMK_REGIONS', regionList)
    .option('--format <format>', FORMATS.join(', '), choice(FORMATS), 'table')
    .addHelpText('after', HELP)
    .action((options: DoctorOptions) => act((shell) => doctor(shell, options)))
}

async function doctor(shell: Shell, { region, format }: DoctorOptions): Promise<ExitStatus> {
  const { out, colour, status } = shell
  const [{ examine }, { exitStatusOf }, { findingsAsJson, printFindings }] = await Promise.all([
    import('../doctor/examine.ts'),
    import('../doctor/finding.ts'),
    import('../doctor/print.ts'),
  ])
  const findings = await examine(shell, region)
  await status.clear()
  await out.write(format === 'json' ? findingsAsJson(findings) : printFindings(findings, out.width, colour))
  return exitStatusOf(findings)
}
