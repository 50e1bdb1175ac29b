import type { ExitStatus } from './exit-status.ts'
import type { Shell } from './terminal/shell.ts'

/** Runs a command's work with the shell that the global options ask for. */
export type Act = (work: (shell: Shell) => Promise<ExitStatus>) => Promise<void>
