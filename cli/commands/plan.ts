import { type Command, InvalidArgumentError } from 'commander'
import type { Message } from '../../shared/domain/messages/message.ts'
import { inEnglish } from '../../shared/domain/messages/text-in.ts'
import {
  byRegion,
  type Destination,
  type DestinationSettings,
  parseDestination,
  parseInstance,
} from '../../shared/domain/plan/destination.ts'
import { parseFreeze } from '../../shared/domain/plan/freezes.ts'
import { planOf } from '../../shared/domain/plan/make-plan.ts'
import type { DayRange, Plan, PlanOptions } from '../../shared/domain/plan/plan.ts'
import type { PlanFacts } from '../../shared/domain/plan/plan-facts.ts'
import { planProblem } from '../../shared/domain/plan/plan-problem.ts'
import type { Day } from '../../shared/domain/time.ts'
import { FORMATS, type Format } from '../../shared/rows/formats.ts'
import { formatPlan } from '../../shared/rows/plan-formats.ts'
import type { Act } from '../command.ts'
import { EXIT, type ExitStatus } from '../exit-status.ts'
import { CommandError } from '../failure.ts'
import { withTable } from '../open.ts'
import { accountList, choice, day, regionList } from '../options.ts'
import type { Shell } from '../terminal/shell.ts'
import { shown } from './query.ts'

/** An instance without a region is that of the only one there is. */
type GivenDestination = Destination | Omit<Destination, 'region'>

interface PlanCommandOptions {
  readonly account?: readonly string[]
  readonly region?: readonly string[]
  readonly format: Format
  readonly window?: number
  readonly from?: Day
  readonly freeze?: readonly DayRange[]
  readonly destination?: readonly GivenDestination[]
}

const HELP = `
Examples:
  npm run -s cli -- plan
  npm run -s cli -- plan --region cn-hangzhou --destination cn-hangzhou=kst-hzz65f176a0ogplgq0001
  npm run -s cli -- plan --window 4h --from 2026-12-07 --freeze 2026-12-24/2027-01-04
  npm run -s cli -- plan --format json | jq '.batches[0].keys'

Ready keys in batches of at most 50 keys and 50 secrets: of one account, region and environment (by tags), those that share an application
together, each with the window in which the fewest calls are expected. Windows begin at full hours of CMK_TIMEZONE, tomorrow or later.
A batch that was requested (state batch) keeps its keys, and its window once that is agreed.
Every other key of the default KMS instance is listed with what keeps it there. Nothing is changed or sent.

--window, --freeze and --destination are CMK_WINDOW_HOURS, CMK_FREEZES and CMK_DESTINATION for this call; freezes and destinations are
added to those of the settings. An instance without a region is that of the only region in the plan.

Exit status: 0 shown · 1 no table yet, or it cannot be read · 2 bad arguments or configuration`

/** `plan`: which ready keys are moved together, and when. */
export function addPlan(program: Command, act: Act): void {
  program
    .command('plan')
    .description('show which ready keys to migrate together, and in which quiet window')
    .option('--region <list>', 'only these regions', regionList)
    .option('--account <list>', 'only these accounts', accountList)
    .option('--window <hours>', 'length of a window: 2h', windowHours)
    .option('--from <day>', 'the earliest day of a window: 2026-12-07', day)
    .option('--freeze <days>', 'no window on this day, or from one day to another: 2026-12-24/2027-01-04', freezeList)
    .option('--destination <region=instance>', 'the KMS instance that keys of a region move to', destinationList)
    .option('--format <format>', FORMATS.join(', '), choice(FORMATS), 'table')
    .addHelpText('after', HELP)
    .action((options: PlanCommandOptions) => act((shell) => plan(shell, options)))
}

async function plan(shell: Shell, { format, account, region, ...asked }: PlanCommandOptions): Promise<ExitStatus> {
  const { clock, signal } = shell.terminal
  const filter = { ...(account && { account }), ...(region && { region }) }
  return withTable(shell, async ({ store, config }) => {
    const { readPlanFacts, readPlanSettings } = await import('../../functions/plan/read-plan.ts')
    const now = clock()
    const facts = await readPlanFacts(store, filter, { now, signal })
    const { planning, timezone } = config
    const asDestinations = byRegion(destinationsOf(asked.destination ?? [], facts))
    const options: PlanOptions = {
      ...{ timezone, now },
      ...(await readPlanSettings(store, now)),
      windowHours: asked.window ?? planning.windowHours,
      freezes: [...planning.freezes, ...(asked.freeze ?? [])],
      ...together(planning, asDestinations),
      ...(asked.from === undefined ? {} : { from: asked.from }),
    }
    const problem = planProblem(facts, options, Object.keys(asDestinations.destinations))
    if (problem !== undefined) throw new CommandError(problem, EXIT.usage)
    const made = planOf(facts, options)
    await shell.out.stream([formatPlan(made, format, shown(shell))])
    if (format === 'table') for (const text of notThere(made)) shell.log.warn(inEnglish(text))
    if (made.batches.length === 0) shell.log.warn('No key is ready: there is nothing to plan.')
    return EXIT.done
  })
}

/** Destinations that are in no list of instances. */
function notThere({ destinations }: Plan): readonly Message[] {
  const said = destinations.flatMap(({ findings }) => findings.filter(({ text }) => text.id === 'instance-not-found'))
  return [...new Map(said.map(({ text }) => [JSON.stringify(text), text])).values()]
}

/** One without a region is that of the only region there is. */
function destinationsOf(given: readonly GivenDestination[], { regions }: PlanFacts): readonly Destination[] {
  return given.map((each) => {
    if ('region' in each) return each
    const [only, ...others] = regions
    if (only === undefined || others.length > 0)
      throw new CommandError(
        `--destination ${each.instance} names no region, and the plan has ${regions.join(', ') || 'none'}: write <region>=${each.instance}.`,
        EXIT.usage,
      )
    return { region: only, ...each }
  })
}

/** A region that is asked for by name is of the kind that was said of it then, or of none. */
function together(settings: DestinationSettings, asked: DestinationSettings): DestinationSettings {
  const kinds = Object.entries(settings.destinationKinds).filter(([region]) => asked.destinations[region] === undefined)
  return {
    destinations: { ...settings.destinations, ...asked.destinations },
    destinationKinds: { ...Object.fromEntries(kinds), ...asked.destinationKinds },
  }
}

function windowHours(text: string): number {
  const [, digits] = /^(\d{1,2}) ?h?$/i.exec(text.trim()) ?? []
  const hours = Number(digits ?? 0)
  if (hours < 1 || hours > 24)
    throw new InvalidArgumentError(`'${text}' is no length of a window: it takes whole hours, 1h to 24h.`)
  return hours
}

function freezeList(text: string, before: readonly DayRange[] = []): readonly DayRange[] {
  const found = text.split(',').map((item) => {
    const range = parseFreeze(item)
    if (range === undefined)
      throw new InvalidArgumentError(
        `'${item}' is neither a day such as 2026-12-24 nor a range such as 2026-12-24/2027-01-04.`,
      )
    return range
  })
  return [...before, ...found]
}

function destinationList(text: string, before: readonly GivenDestination[] = []): readonly GivenDestination[] {
  const found = text.split(',').map((item) => {
    const destination = parseInstance(item) ?? parseDestination(item)
    if (destination === undefined)
      throw new InvalidArgumentError(
        `'${item}' is not a region and the id of a KMS instance, such as cn-hangzhou=kst-hzz65f176a0ogplgq0001 or cn-hangzhou=kst-hzz65f176a0ogplgq0001:software.`,
      )
    return destination
  })
  return [...before, ...found]
}
