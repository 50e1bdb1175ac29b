import type { Command } from 'commander'
import type { Night } from '../../functions/run/night.ts'
import type { Services } from '../../functions/run/services.ts'
import { toTerminal } from '../../shared/document/terminal.ts'
import { inEnglish } from '../../shared/domain/messages/text-in.ts'
import type { Diagnostic, ReadinessRow } from '../../shared/domain/readiness.ts'
import { scopeId } from '../../shared/domain/scope.ts'
import type { Verdict } from '../../shared/domain/verdict.ts'
import type { LogFields } from '../../shared/log/log.ts'
import { FORMATS, type Format, formatRows } from '../../shared/rows/formats.ts'
import { paint } from '../../shared/text/verdict-style.ts'
import { AuditCount, distinct } from '../audit-summary.ts'
import type { Act } from '../command.ts'
import { EXIT, type ExitStatus } from '../exit-status.ts'
import { CommandError } from '../failure.ts'
import { checkRegionNames } from '../mistyped-regions.ts'
import { configOf, withServices } from '../open.ts'
import { choice, verdictList } from '../options.ts'
import { writeReport } from '../table-report.ts'
import type { Shell } from '../terminal/shell.ts'
import { StageLog } from '../terminal/stage-log.ts'
import { STDOUT, targetOf } from '../write-file.ts'
import { shown } from './query.ts'

interface AuditOptions {
  readonly format?: Format
  readonly report?: string
  readonly failOn?: readonly Verdict[]
}

const HELP = `
Examples:
  npm run -s cli -- audit
  CMK_REGIONS=cn-hangzhou,cn-shanghai npm run -s cli -- audit --report out/report.html
  npm run -s cli -- audit --format jsonl > keys.jsonl
  npm run -s cli -- audit --fail-on blocked,unknown

It only reads: KMS lists and descriptions, and events from where CMK_SOURCE says. A source that is not there, or to which there is no
right, is told in one line before any work; one that is there and shows no use of a key is a gap. Stopped with Ctrl-C it keeps what it has read, and the next audit goes on from there.
Where stderr is no terminal, it gets a line when the accounts and regions to audit are known, when a stage of an account and region ends, and each minute
how far it is; none with --quiet. With --report - the report goes to standard output, and the summary to stderr.

Exit status:
  0  done
  1  failed, or nothing could be judged, or no right to the source
  2  bad arguments or configuration, or a source that is not there
  3  done, but with a gap in the coverage, a fact that could not be read, or a region that refused
  4  done, and a key has one of the verdicts of --fail-on, whatever else there was
  130, 143  stopped by Ctrl-C, by SIGTERM`

/** `audit`: all stages for the configured scopes, in this process. */
export function addAudit(program: Command, act: Act): void {
  program
    .command('audit')
    .description('audit every key of the configured accounts and regions')
    .option('--format <format>', `print the judged rows instead of a summary: ${FORMATS.join(', ')}`, choice(FORMATS))
    .option('--report <file>', 'also write the whole table as one HTML file; - is standard output')
    .option('--fail-on <list>', 'exit with status 4 if a judged key has one of these verdicts', verdictList)
    .addHelpText('after', HELP)
    .action((options: AuditOptions) => act((shell) => audit(shell, options)))
}

async function audit(shell: Shell, { format, report, failOn = [] }: AuditOptions): Promise<ExitStatus> {
  const { terminal, out, colour } = shell
  if (report === STDOUT && format !== undefined)
    throw new CommandError('--report - and --format both print to standard output: leave one out.', EXIT.usage)
  checkRegionNames(await configOf(shell), shell.log)
  const target = report === undefined ? undefined : targetOf(report, shell)
  const stages = new StageLog(shell.err, terminal.clock, shell.quiet)
  const work = async (services: Services) => {
    const { runNight } = await import('../../functions/run/night.ts')
    const { refuseBadSource } = await import('../refuse-bad-source.ts')
    await refuseBadSource(services)
    const start = terminal.clock()
    const night = await runNight(services)
    const milliseconds = terminal.clock() - start
    await shell.status.clear()
    if (night.judged.length === 0) throw await nothingJudged(night, shell)
    const count = new AuditCount()
    for await (const row of judgedRows(services, night)) count.add(row)
    if (target) await writeReport(target, services, shell, 'en')
    if (format) {
      for (const each of distinct(night.diagnostics)) shell.log.warn(...warningOf(each))
      await out.stream(formatRows(judgedRows(services, night), format, shown(shell)))
    } else {
      const cost = { milliseconds, calls: callsOf(services, night) }
      const document = count.document(night, cost, services.config.timezone, nextSteps(count, report))
      const summaryOutput = target?.kind === 'stdout' ? shell.err : out
      await summaryOutput.write(toTerminal(document, summaryOutput.width, paint(summaryOutput === out && colour)))
    }
    if (failOn.some((verdict) => count.of(verdict) > 0)) return EXIT.found
    // What is skipped on purpose, such as an account that has left, is no gap.
    const hasGaps = night.diagnostics.some(({ status }) => status !== 'skipped')
    return hasGaps || count.incomplete > 0 ? EXIT.incomplete : EXIT.done
  }
  return withServices(shell, work, {
    report(progress) {
      shell.status.show(progress)
      stages.report(progress)
    },
    onJob: (event) => stages.onJob(event),
  })
}

async function* judgedRows({ store, signal }: Services, night: Night): AsyncGenerator<ReadinessRow> {
  for (const scope of night.judged) {
    for await (const row of store.readiness.list(scopeId(scope))) {
      signal.throwIfAborted()
      yield row
    }
  }
}

/** Tells each refusal on a line of its own, and returns how the command ends. */
async function nothingJudged(night: Night, { log }: Shell): Promise<CommandError> {
  for (const each of distinct(night.diagnostics)) log.error(...warningOf(each))
  const why = night.diagnostics.length === 0 ? 'No account or region was left to audit' : 'Every region refused'
  return new CommandError(`Nothing could be judged. ${why}; see CMK_ACCOUNTS and CMK_REGIONS.`, EXIT.failed)
}

function warningOf(diagnostic: Diagnostic): [string, LogFields] {
  const { message, advice, accountId, region, code } = inEnglish(diagnostic)
  return [advice === '' || message.includes(advice) ? message : `${message} ${advice}`, { accountId, region, code }]
}

/** Calls of KMS, which every scope is paced by, and of ActionTrail, where the pace is the account's. */
function callsOf({ cloud }: Services, { judged, diagnostics }: Night): number {
  const refused = diagnostics.flatMap(({ accountId, region }) => (region === undefined ? [] : [{ accountId, region }]))
  const scopes = new Map([...judged, ...refused].map((scope) => [scopeId(scope), scope]))
  const accounts = new Map([...scopes.values()].map((scope) => [scope.accountId, scope]))
  const kms = [...scopes.values()].map((scope) => cloud.pace(scope, 'kms').calls)
  const trail = [...accounts.values()].map((scope) => cloud.pace(scope, 'actiontrail').calls)
  return [...kms, ...trail].reduce((sum, calls) => sum + calls, 0)
}

/** Where to look next: only what there is something to see of. */
function nextSteps(count: AuditCount, report: string | undefined): string[] {
  return [
    ...(report === undefined || report === STDOUT ? [] : [`${report}: everything, for a browser`]),
    ...(count.of('ready') > 0 ? ['query --verdict ready: what may be migrated now'] : []),
    'explain <key id, ARN or alias>: why a key has its verdict',
    'digest: what changed',
    ...(report === undefined ? ['report: everything as one HTML file'] : []),
  ]
}
