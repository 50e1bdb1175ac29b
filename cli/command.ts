import type { ExitStatus } from './exit-status.ts'
import type { Shell } from './terminal/shell.ts'

/** Runs a command's work with the shell that the global options ask for. */
export type Act = (work: (shell: Shell) => Promise<ExitStatus>) => Promise<void>

/** Commands of two words, by their first. */
const SECOND_WORDS: Readonly<Record<string, readonly string[]>> = {
  config: ['check', 'show', 'put'],
  evidence: ['setup'],
  state: ['owner', 'waive', 'keys', 'client', 'batch', 'withdraw'],
}

/** The arguments with the name of a command of two words in one: that is how commander knows it. */
export function joinName(argv: readonly string[]): readonly string[] {
  const at = argv.findIndex((each, index) => SECOND_WORDS[each]?.includes(argv[index + 1] ?? ''))
  return at === -1 ? argv : [...argv.slice(0, at), `${argv[at]} ${argv[at + 1]}`, ...argv.slice(at + 2)]
}
