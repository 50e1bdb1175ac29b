import type { ExitStatus } from './exit-status.ts'
import type { Shell } from './terminal/shell.ts'

/** Runs a command's work with the shell that the global options ask for. */
export type Act = (work: (shell: Shell) => Promise<ExitStatus>) => Promise<void>

/** The arguments with the name of a command of two words in one: that is how commander knows it. */
export function joinName(argv: readonly string[]): readonly string[] {
  const at = argv.findIndex((each, index) => each === 'evidence' && argv[index + 1] === 'setup')
  return at === -1 ? argv : [...argv.slice(0, at), 'evidence setup', ...argv.slice(at + 2)]
}
