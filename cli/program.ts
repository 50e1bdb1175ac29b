import { Command, type OutputConfiguration } from 'commander'
import manifest from '../package.json' with { type: 'json' }
import type { Act } from './command.ts'
import { addAudit } from './commands/audit.ts'
import { addCompare } from './commands/compare.ts'
import { addConfig } from './commands/config.ts'
import { addDigest } from './commands/digest.ts'
import { addDoctor } from './commands/doctor.ts'
import { addEvidence } from './commands/evidence.ts'
import { addEvidenceSetup } from './commands/evidence-setup.ts'
import { addExplain } from './commands/explain.ts'
import { addHistory } from './commands/history.ts'
import { addInstances } from './commands/instances.ts'
import { addPlan } from './commands/plan.ts'
import { addQuery } from './commands/query.ts'
import { addReport } from './commands/report.ts'
import { addRequest } from './commands/request.ts'
import { addServe } from './commands/serve.ts'
import { addSimulate } from './commands/simulate.ts'
import { addState } from './commands/state.ts'
import { addStateChanges } from './commands/state-changes.ts'

/** The program with its commands. */
export function makeProgram(act: Act, output: OutputConfiguration): Command {
  const program = new Command('cmk-readiness')
    .description('Which customer master keys can be migrated to a purchased KMS instance, and how do we know?')
    .version(manifest.version, '-V, --version', 'print the version')
    .option('-q, --quiet', 'errors only on stderr')
    .option('-v, --verbose', 'everything on stderr, stacks of errors too')
    .option('--no-color', 'no colours (the environment variable NO_COLOR works as well)')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput(output)
    .exitOverride()
    .showSuggestionAfterError()
  for (const add of [
    addAudit,
    addQuery,
    addExplain,
    addCompare,
    addPlan,
    addRequest,
    addInstances,
    addEvidence,
    addEvidenceSetup,
    addDigest,
    addReport,
    addState,
    addStateChanges,
    addHistory,
    addServe,
    addDoctor,
    addConfig,
    addSimulate,
  ])
    add(program, act)
  return program.addHelpText('after', PROGRAM_HELP)
}

const PROGRAM_HELP = `
Start here:
  npm run -s cli -- audit                     audit the account that the credentials belong to
  npm run -s cli -- query --verdict ready     list what may be migrated now
  npm run -s cli -- explain alias/orders-pos  why a key has its verdict

Configuration comes from the environment, and from the YAML file that CMK_CONFIG names (in OSS or the store, too); config show
prints it, and docs/configuration.md lists the variables.
Results go to stdout, progress and logs to stderr.

Exit status:
  0  done
  1  failed: nothing could be judged, read or written
  2  bad arguments or configuration
  3  done, but with a gap in the coverage, a fact that could not be read, or a region that refused
  4  done, and a key has one of the verdicts of audit --fail-on
  130, 143  stopped by Ctrl-C, by SIGTERM (serve and simulate, which end only so, end with 0)`
