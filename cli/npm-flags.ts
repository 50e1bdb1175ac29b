import { type Command, CommanderError } from 'commander'
import { EXIT } from './exit-status.ts'
import type { Terminal } from './terminal/terminal.ts'

/** What a refused call ends with: the arguments that somebody gave have not arrived. */
const CODE = 'cmk.takenByNpm'

/**
 * Throws where npm has taken options of the program for its own, because no `--` stood before them: `npm run cli query --verdict ready` runs
 * `query` alone, and `npm run cli --dry-run -- digest --channel x` would send. npm leaves what it took in the environment of its scripts.
 */
export function rejectNpmFlags(program: Command, argv: readonly string[], env: Terminal['env']): void {
  // Another script that runs this program may have been given options of its own.
  if (!['cli', undefined].includes(env.npm_lifecycle_event)) return
  const command = program.commands.find((each) => argv.includes(each.name()))
  const taken = (command?.options ?? [])
    .map(({ long }) => long)
    .filter((long) => long !== undefined && long !== '--help')
    .filter((long) => !argv.some((each) => each === long || each.startsWith(`${long}=`)))
    .filter((long) => (env[`npm_config_${long?.slice(2).replaceAll('-', '_')}`] ?? '') !== '')
  if (!command || taken.length === 0) return
  const options = taken.map((each) => `${each} …`).join(' ')
  throw new CommanderError(
    EXIT.usage,
    CODE,
    `error: npm took ${taken.join(', ')} for itself, and nothing was done. Put -- before the command: npm run -s cli -- ${command.name()} ${options}`,
  )
}
