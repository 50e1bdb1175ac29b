import { setTimeout } from 'node:timers/promises'
import type { Command } from 'commander'
import type { App } from '../../functions/query/app.ts'
import { ownCredentials } from '../../shared/cloud/own-credentials.ts'
import type { ApiToken } from '../../shared/config/api-token.ts'
import { isSystemError } from '../../shared/files/system-error.ts'
import { shownAsDecided } from '../../shared/store/as-decided.ts'
import { openStore } from '../../shared/store/open-store.ts'
import type { Act } from '../command.ts'
import { EXIT, type ExitStatus } from '../exit-status.ts'
import { CommandError } from '../failure.ts'
import { configOf } from '../open.ts'
import { port } from '../options.ts'
import type { Shell } from '../terminal/shell.ts'
import { untilAborted } from '../terminal/until-aborted.ts'

/** How long listening waits for a first page that nobody has asked for, in milliseconds. */
const WARM_LIMIT = 5_000
/** How often the table is looked at while nobody asks, in milliseconds. */
const WARM_EVERY = 10_000

interface ServeOptions {
  readonly host: string
  readonly port: number
}

const HELP = `
Examples:
  export CMK_API_TOKEN=$(openssl rand -hex 24)
  npm run -s cli -- serve
  npm run -s cli -- serve --port 0
  curl -H "Authorization: Bearer $CMK_API_TOKEN" http://127.0.0.1:8080/api/summary

A browser asks for a name and a password: any name, and the token. The address goes to stdout when the server listens; it runs until it is
stopped (Ctrl-C, kill), and lets answers that it has begun end. It speaks HTTP without encryption: for other machines put a proxy with TLS
in front of it.

Exit status: 0 stopped · 1 failed: the port may be in use · 2 bad arguments or configuration`

/** `serve`: the dashboard and the HTTP API over the table, until stopped. */
export function addServe(program: Command, act: Act): void {
  program
    .command('serve')
    .description('serve the dashboard and the HTTP API, until stopped')
    .option('--host <host>', 'the address to listen on', '127.0.0.1')
    .option('--port <n>', 'the port; 0 picks a free one', port, 8080)
    .addHelpText('after', HELP)
    .action((options: ServeOptions) => act((shell) => serve(shell, options)))
}

async function serve(shell: Shell, at: ServeOptions): Promise<ExitStatus> {
  const { env, clock, signal } = shell.terminal
  const config = await configOf(shell)
  requireToken(config.apiToken)
  const [{ makeApp }, { startServer }, { ServedStore }] = await Promise.all([
    import('../../functions/query/app.ts'),
    import('../serve/http-server.ts'),
    import('../serve/served-store.ts'),
  ])
  const served = (mode: 'read' | 'decide') =>
    new ServedStore(config.store, async () =>
      shownAsDecided(await openStore(config.store, { mode, credentials: ownCredentials(env) }), clock),
    )
  const [stores, deciding] = [served('read'), served('decide')]
  const app = makeApp({
    ...{ store: () => stores.get(), decidingStore: () => deciding.get() },
    ...{ config, clock, log: shell.log, behindTrigger: false },
  })
  // Clients are told what is wrong with the store.
  const warm = () => app.warm().catch(() => undefined)
  await Promise.race([warm(), setTimeout(WARM_LIMIT, undefined, { ref: false })])
  const server = await startServer(logged(app, shell), at).catch((error) => cannotListen(error, at))
  // A file tells without being read whether it has changed; reading tables in the cloud costs money.
  const again = config.store.kind === 'sqlite' ? setInterval(warm, WARM_EVERY) : undefined
  try {
    if (!server.isLocal)
      shell.log.warn(
        'Other machines can reach this server, and the token travels to it unencrypted. Put a proxy with TLS in front of it, or leave --host out.',
      )
    await shell.out.write(`${server.address}\n`)
    await untilAborted(signal)
  } finally {
    clearInterval(again)
    await server.close()
    await stores.close()
    await deciding.close()
  }
  return EXIT.done
}

/** The same app, whose responses are logged with `--verbose`. Without the query: people put tokens there. */
function logged(app: App, { log, terminal }: Shell): App {
  return {
    async fetch(request) {
      const start = terminal.clock()
      const answer = await app.fetch(request)
      const { pathname } = new URL(request.url)
      log.debug(`${request.method} ${pathname}`, { status: answer.status, milliseconds: terminal.clock() - start })
      return answer
    },
  }
}

function requireToken({ kind }: ApiToken): void {
  if (kind === 'token') return
  const what =
    kind === 'none'
      ? 'CMK_API_TOKEN is not set, and nothing is served without it'
      : 'CMK_API_TOKEN is "trigger", and no trigger of Function Compute authenticates callers here'
  throw new CommandError(
    `${what}. Make a token and start again: export CMK_API_TOKEN=$(openssl rand -hex 24)`,
    EXIT.usage,
  )
}

function cannotListen(error: unknown, { host, port: wanted }: ServeOptions): never {
  if (!isSystemError(error)) throw error
  throw new CommandError(
    `Cannot listen on port ${wanted} of ${host}: ${error.code}. Try another --port (0 picks a free one), or an address of this machine as --host.`,
    EXIT.failed,
  )
}
