import type { Command } from 'commander'
import { isSystemError } from '../../shared/files/system-error.ts'
import { readProxies } from '../../shared/net/proxy.ts'
import type { Act } from '../command.ts'
import { EXIT, type ExitStatus } from '../exit-status.ts'
import { CommandError } from '../failure.ts'
import { choice, port } from '../options.ts'
import { simulatedEnvironment } from '../simulate/environment.ts'
import { linesToPaste } from '../simulate/lines-to-paste.ts'
import type { Shell } from '../terminal/shell.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { untilAborted } from '../terminal/until-aborted.ts'

/** Where the simulated cloud listens. */
const HOST = '127.0.0.1'

interface SimulateOptions {
  readonly port: number
  readonly format: 'shell' | 'json'
}

const HELP = `
Examples:
  npm run -s cli -- simulate > simulated.env &
  . ./simulated.env && npm run -s cli -- audit
  CMK_SOURCE=$SIMULATED_SOURCE_SLS npm run -s cli -- audit
  npm run -s cli -- simulate --port 4100 --format json

The environment goes to stdout, in one piece when everything answers; all else goes to stderr. The credentials in it open nothing but
the simulation. It runs until it is stopped (Ctrl-C, kill).

ALIBABA_CLOUD_… is the auditor, who may only read. SIMULATED_OPERATOR_… is a person who may use keys and make a trail: put them in place of
the auditor's for "doctor --probe alias/ops-terraform-state" and "evidence setup --apply". SIMULATED_SOURCE_… are values for CMK_SOURCE: a trail of the
organization delivers the same events into Log Service and OSS. On a terminal, or with --verbose, lines to paste are printed for all of it.

Exit status: 0 stopped · 1 failed: the port may be in use · 2 bad arguments`

/** `simulate`: the simulated cloud with the sample company, until stopped. */
export function addSimulate(program: Command, act: Act): void {
  program
    .command('simulate')
    .description(
      'run a simulated cloud with a sample company, and print the environment that points this program at it',
    )
    .option('--port <n>', 'the first port on 127.0.0.1; 0 picks free ones', port, 0)
    .option('--format <format>', 'shell, json', choice(['shell', 'json']), 'shell')
    .addHelpText('after', HELP)
    .action((options: SimulateOptions) => act((shell) => simulate(shell, options)))
}

async function simulate(shell: Shell, { port: first, format }: SimulateOptions): Promise<ExitStatus> {
  const { terminal, out, err, log, quiet, verbose } = shell
  // Only here: the other commands start without the simulation.
  const [{ startCloud }, { sampleCompany }] = await Promise.all([
    import('../../simulator/cloud/cloud.ts'),
    import('../../simulator/sample-company/sample-company.ts'),
  ])
  const company = sampleCompany(terminal.clock())
  const cloud = await startCloud(company.world, { port: first, clock: terminal.clock }).catch(portTaken)
  try {
    const environment = {
      ...simulatedEnvironment(company, cloud),
      // Keys that do not exist have no business in the table of a real account.
      CMK_STORE: terminal.env.CMK_STORE ?? 'sqlite:simulated.db',
      ...pastProxies(terminal.env),
    }
    await out.writeSecret(format === 'json' ? `${JSON.stringify(environment, null, 2)}\n` : exportLines(environment))
    log.info(`The simulated cloud answers at ${cloud.endpoints.sts} and the ports beside it.`)
    if (verbose || (err.isTerminal && !quiet)) await err.write(`${linesToPaste(company).join('\n')}\n`)
    await untilAborted(terminal.signal)
  } finally {
    await cloud.close()
  }
  return EXIT.done
}

/** A proxy on this machine would be asked for what is on this machine. */
function pastProxies(env: Terminal['env']): Readonly<Record<string, string>> {
  const { http, exempt } = readProxies(env).proxies
  if (http === undefined) return {}
  return { [env.no_proxy ? 'no_proxy' : 'NO_PROXY']: [...exempt, HOST].join(',') }
}

/** For a POSIX shell: within single quotes nothing but the quote itself means anything. */
function exportLines(environment: Readonly<Record<string, string>>): string {
  return Object.entries(environment)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'\n`)
    .join('')
}

function portTaken(error: unknown): never {
  if (!isSystemError(error)) throw error
  throw new CommandError(`The simulated cloud cannot listen: ${error.code}. Try --port 0.`, EXIT.failed)
}
