import { Command, InvalidArgumentError } from 'commander'
import { DEFAULT_DAYS, MAX_DAYS, MIN_DAYS, PROJECT_NAME } from '../../functions/setup/target.ts'
import { isTrailName } from '../../shared/config/source-value.ts'
import type { Act } from '../command.ts'
import { choice, regionList } from '../options.ts'
import { SETUP_FORMATS, type SetupOptions } from '../setup/formats.ts'

/** Minutes that --apply waits. */
const TIMEOUT = 60

const HELP = `
Examples:
  npm run -s cli -- evidence setup                         what is missing, as commands of the aliyun CLI
  npm run -s cli -- evidence setup --format terraform > trail.tf
  npm run -s cli -- evidence setup --format policy         the rights that --apply needs
  npm run -s cli -- evidence setup --apply                 make it, and ask before each step
  npm run -s cli -- evidence setup --apply --yes --trail audit-all --region cn-shanghai

For 90 days of evidence at any size: a trail that delivers all events of all regions into Simple Log Service, an index with every column
that is read, and a history job that delivers the last 90 days again. It looks at what is there first, and prints or makes what is missing.
--apply works with your own credentials, not with the roles of the program; it can be run again at any time, and undoes nothing. The trail
is free; Log Service charges for what it takes in, indexes and keeps (https://www.alibabacloud.com/product/log-service/pricing).

Exit status:
  0    printed; or everything is there, and CMK_SOURCE is on stdout
  1    a call was refused; the line says what to do
  2    bad arguments or configuration, or nobody to ask
  3    something is left: a step was declined, has to be decided, or takes longer than --timeout
  130  stopped by Ctrl-C; what is under way goes on by itself`

/** `evidence setup`: what has to be there for 90 days of evidence. */
export function addEvidenceSetup(program: Command, act: Act): void {
  // A command of two words: as a part of `evidence` it would lose the options that both have to it.
  const command = new Command('evidence setup').copyInheritedSettings(program)
  command
    .description('print, or make, what 90 days of evidence need: trail, index and history job')
    .option('--trail <name>', 'the trail; default: one that has everything, else a new cmk-readiness', trailName)
    .option('--project <name>', "the Log Service project; default: the trail's, else a new one", projectName)
    .option('--region <region>', 'home of a new trail; default: the first of CMK_REGIONS', oneRegion)
    .option('--ttl <days>', `days that events are kept at least; default: ${DEFAULT_DAYS}`, days)
    .option('--format <format>', SETUP_FORMATS.join(', '), choice(SETUP_FORMATS), 'commands')
    .option('--apply', 'make what is missing, step by step', false)
    .option('--yes', 'with --apply: do not ask', false)
    .option('--change-trail', 'a trail that is there and selects less may be changed', false)
    .option('--timeout <minutes>', 'with --apply: how long to wait for deliveries', minutes, TIMEOUT)
    .addHelpText('after', HELP)
    .action(({ ttl, ...options }: Omit<SetupOptions, 'days'> & { readonly ttl?: number }) =>
      act(async (shell) => {
        // The vendor's clients are large, and only here are they needed.
        const { runSetup } = await import('../setup/run-setup.ts')
        return runSetup(shell, { ...options, ...(ttl === undefined ? {} : { days: ttl }) })
      }),
    )
  program.addCommand(command)
}

function trailName(text: string): string {
  if (isTrailName(text)) return text
  throw new InvalidArgumentError('It takes letters, digits, hyphens and underscores.')
}

function projectName(text: string): string {
  if (PROJECT_NAME.test(text)) return text
  throw new InvalidArgumentError('It takes 3 to 63 lower-case letters, digits and hyphens, no hyphen at either end.')
}

function oneRegion(text: string): string {
  const [region, ...others] = regionList(text)
  if (region !== undefined && others.length === 0) return region
  throw new InvalidArgumentError('It takes one region.')
}

function days(text: string): number {
  return wholeNumber(text, MIN_DAYS, MAX_DAYS)
}

function minutes(text: string): number {
  return wholeNumber(text, 0, 24 * 60)
}

function wholeNumber(text: string, least: number, most: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least && value <= most) return value
  throw new InvalidArgumentError(`It takes a whole number, ${least} to ${most}.`)
}
