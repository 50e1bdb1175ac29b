import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { isSystemError } from '../../shared/files/system-error.ts'
import { readProxies } from '../../shared/net/proxy.ts'
import type { SimulatedCloud } from '../../simulator/cloud/cloud.ts'
import type { SampleCompany } from '../../simulator/sample-company/sample-company.ts'
import type { Act } from '../command.ts'
import { EXIT, type ExitStatus } from '../exit-status.ts'
import { CommandError } from '../failure.ts'
import { choice, nightCount, port } from '../options.ts'
import { simulatedEnvironment } from '../simulate/environment.ts'
import { linesToPaste } from '../simulate/lines-to-paste.ts'
import type { Shell } from '../terminal/shell.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { untilAborted } from '../terminal/until-aborted.ts'

/** Where the simulated cloud listens. */
const HOST = '127.0.0.1'

interface SimulateOptions {
  readonly port: number
  readonly nights?: number
  readonly format: 'shell' | 'json'
}

const HELP = `
Examples:
  npm run -s cli -- simulate > simulated.env &
  . ./simulated.env && npm run -s cli -- audit
  CMK_SOURCE=$SIMULATED_SOURCE_SLS npm run -s cli -- audit
  npm run -s cli -- simulate --port 4100 --format json
  CMK_STORE=sqlite:months.db npm run -s cli -- simulate --nights 60

The environment goes to stdout, in one piece when everything answers; all else goes to stderr. The credentials in it open nothing but
the simulation. It runs until it is stopped (Ctrl-C, kill).

ALIBABA_CLOUD_… is the auditor, who may only read. SIMULATED_OPERATOR_… is a person who may use keys and make a trail: put them in place of
the auditor's for "doctor --probe alias/ops-terraform-state" and "evidence setup --apply". SIMULATED_SOURCE_… are values for CMK_SOURCE: a trail of the
organization delivers the same events into Log Service and OSS. On a terminal, or with --verbose, lines to paste are printed for all of it.

With --nights the company is audited so many nights first, into the file that CMK_STORE names (simulated.db; a new one), while
it requests, agrees and moves batches, decides, and forgets a rotation: what happened goes to stderr, the digests to a folder beside that file. The cloud
then stays with the quotas raised, for plan, state, history, explain, digest and serve.

Exit status: 0 stopped · 1 failed: the port may be in use · 2 bad arguments`

/** `simulate`: the simulated cloud with the sample company, until stopped. */
export function addSimulate(program: Command, act: Act): void {
  program
    .command('simulate')
    .description(
      'run a simulated cloud with a sample company, and print the environment that points this program at it',
    )
    .option('--port <n>', 'the first port on 127.0.0.1; 0 picks free ones', port, 0)
    .option('--nights <n>', 'first a story of so many nights, 2 to 365', nightCount)
    .option('--format <format>', 'shell, json', choice(['shell', 'json']), 'shell')
    .addHelpText('after', HELP)
    .action((options: SimulateOptions) => act((shell) => simulate(shell, options)))
}

async function simulate(shell: Shell, { port: first, nights, format }: SimulateOptions): Promise<ExitStatus> {
  const { terminal } = shell
  if (nights !== undefined) {
    const storeFile = storyFile(terminal)
    const { runStory } = await import('../demo/run-story.ts')
    const story = { nights, port: first, storeFile, digestFolder: `${storeFile}-nights` }
    // Standard output is for the environment alone.
    const told = { ...terminal, stdout: terminal.stderr }
    await runStory(told, story, (_, place) => serveCloud(shell, place, format)).catch(portTaken)
    return EXIT.done
  }
  // Only here: the other commands start without the simulation.
  const [{ startCloud }, { sampleCompany }] = await Promise.all([
    import('../../simulator/cloud/cloud.ts'),
    import('../../simulator/sample-company/sample-company.ts'),
  ])
  const company = sampleCompany(terminal.clock())
  const cloud = await startCloud(company.world, { port: first, clock: terminal.clock }).catch(portTaken)
  try {
    await serveCloud(shell, { company, cloud }, format)
  } finally {
    await cloud.close()
  }
  return EXIT.done
}

/** Prints the environment that points at a cloud, and waits until the program is stopped. */
async function serveCloud(
  { terminal, out, err, log, quiet, verbose }: Shell,
  { company, cloud }: { readonly company: SampleCompany; readonly cloud: SimulatedCloud },
  format: SimulateOptions['format'],
): Promise<void> {
  const environment = {
    ...simulatedEnvironment(company, cloud),
    // Keys that do not exist have no business in the table of a real account.
    CMK_STORE: storeOf(terminal.env),
    ...pastProxies(terminal.env),
  }
  await out.writeSecret(format === 'json' ? `${JSON.stringify(environment, null, 2)}\n` : exportLines(environment))
  log.info(`The simulated cloud answers at ${cloud.endpoints.sts} and the ports beside it.`)
  if (verbose || (err.isTerminal && !quiet)) await err.write(`${linesToPaste(company).join('\n')}\n`)
  await untilAborted(terminal.signal)
}

function storeOf({ CMK_STORE }: Terminal['env']): string {
  return CMK_STORE ?? 'sqlite:simulated.db'
}

/** The file of a story, which begins with an empty table. */
function storyFile({ env, cwd }: Terminal): string {
  const file = /^sqlite:(.+)$/.exec(storeOf(env))?.[1]
  if (file === undefined)
    throw new CommandError('--nights takes sqlite:<file> as CMK_STORE, of a new file.', EXIT.usage)
  const path = resolve(cwd, file)
  if (!existsSync(path)) return path
  throw new CommandError(
    `--nights begins with an empty table, and ${path} is there: name another in CMK_STORE.`,
    EXIT.usage,
  )
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
