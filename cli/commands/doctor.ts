import type { Command } from 'commander'
import type { Act } from '../command.ts'
import { EXIT, type ExitStatus } from '../exit-status.ts'
import { CommandError } from '../failure.ts'
import { accountList, choice, minutes, regionList } from '../options.ts'
import type { Shell } from '../terminal/shell.ts'

const FORMATS = ['table', 'json', 'policy'] as const

interface DoctorOptions {
  readonly region?: readonly string[]
  readonly account?: readonly string[]
  readonly probe?: string
  readonly real?: boolean
  readonly yes?: boolean
  /** Milliseconds. */
  readonly wait?: number
  readonly format: (typeof FORMATS)[number]
}

const HELP = `
Examples:
  npm run -s cli -- doctor
  npm run -s cli -- doctor --region cn-hangzhou
  npm run -s cli -- doctor --format json | jq '.[] | select(.status == "failed")'
  npm run -s cli -- doctor --probe alias/orders-test --region cn-hangzhou

It makes each call that an audit makes once, in its smallest form. No key is used, no secret's value read, nothing written and nothing
sent: writes to Tablestore stand under a condition that never holds, and of a channel only the connection is tried, or the folder of its
file looked at. LookupEvents answers 2 calls a second, so that all regions of an account take some 20 seconds. Of a CMK_SOURCE other than
lookup it looks at the trail behind it, and at its logstore, its bucket or its folder: what is there, what may be read, what is missing.

With --probe it does one thing else: it calls KMS with the key that you name (Encrypt, and dry runs of GenerateDataKey, Decrypt, ReEncrypt,
ExportDataKey and GenerateAndExportDataKey), waits until CMK_SOURCE shows the events, and says what they hold. It says before what it calls,
and asks; with --yes it does not. Only what events hold is kept, no value of theirs; evidence shows it. --format policy prints the rights.

Exit status:
  0  an audit finds everything that it needs; warnings may be among the lines
  1  an audit would judge nothing: no credentials, no account, no region, or a store that cannot be used
  2  bad arguments or configuration
  3  an audit would work, with gaps: something failed
With --probe:
  0  every call was made, every source showed every call, and nothing contradicts what audits take for granted
  1  nothing was called, or the first call, Encrypt, failed: the line says why
  2  bad arguments or configuration, or nobody to ask
  3  a call failed, an event was not shown in time, or what events hold contradicts that
  130, 143  stopped by Ctrl-C, by SIGTERM`

/** `doctor`: what works, and what to do about what does not. */
export function addDoctor(program: Command, act: Act): void {
  program
    .command('doctor')
    .description('check credentials, permissions, endpoints, trail, source, store and channels, and say what to do')
    .option('--region <list>', 'check these regions instead of CMK_REGIONS', regionList)
    .option('--account <list>', 'with --probe: look for the key in these accounts', accountList)
    .option('--probe <key>', 'call KMS with this key (id, alias or ARN) and say what the events hold')
    .option('--real', 'with --probe: make every call, no dry runs')
    .option('--yes', 'with --probe: do not ask')
    .option('--wait <minutes>', 'with --probe: wait so long for the events, not as long as the source takes', minutes)
    .option('--format <format>', `${FORMATS.join(', ')} (of --probe)`, choice(FORMATS), 'table')
    .addHelpText('after', HELP)
    .action((options: DoctorOptions) => act((shell) => doctor(shell, options)))
}

async function doctor(shell: Shell, options: DoctorOptions): Promise<ExitStatus> {
  const { region, format, probe: name, account, real, yes, wait } = options
  if (name !== undefined) return probeKey(shell, name, options)
  if (format === 'policy' || [account, real, yes, wait].some((each) => each !== undefined))
    throw new CommandError('--account, --real, --yes, --wait and --format policy go with --probe <key>.', EXIT.usage)
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

async function probeKey(shell: Shell, name: string, options: DoctorOptions): Promise<ExitStatus> {
  const { out, colour, status } = shell
  const { region: regions, account: accounts, real = false, yes = false, wait, format } = options
  const [{ lookUpKey, probe }, { probePolicy }, { printProbe, probeAsJson, probeStatus }] = await Promise.all([
    import('../probe/probe.ts'),
    import('../probe/probe-policy.ts'),
    import('../probe/print-probe.ts'),
  ])
  if (format === 'policy') {
    await out.write(probePolicy(await lookUpKey(shell, { name, regions, accounts })))
    return EXIT.done
  }
  const result = await probe(shell, { name, regions, accounts, real, yes, wait })
  await status.clear()
  await out.write(format === 'json' ? probeAsJson(result) : printProbe(result, out.width, colour))
  return probeStatus(result)
}
