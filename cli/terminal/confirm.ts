import { createInterface } from 'node:readline/promises'
import { EXIT } from '../exit-status.ts'
import { CommandError } from '../failure.ts'
import type { Terminal } from './terminal.ts'

/**
 * Asks whether to go on, and throws a `CommandError` where the answer is not yes. Whoever cannot be asked has to say so beforehand: `flag`
 * is the option that does.
 */
export async function confirm(
  question: string,
  flag: string,
  { stdin, stderr, signal }: Pick<Terminal, 'stdin' | 'stderr' | 'signal'>,
): Promise<void> {
  if (stdin?.isTTY !== true || stderr.isTTY !== true)
    throw new CommandError(`Nobody can be asked without a terminal: give ${flag}.`, EXIT.usage)
  // The terminal stays as it is: Ctrl-C ends the program as it does everywhere.
  const lines = createInterface({ input: stdin, output: stderr, terminal: false })
  try {
    // At the end of the input there is no answer.
    const closed = new Promise<string>((resolve) => lines.once('close', () => resolve('')))
    const answer = await Promise.race([lines.question(`${question} [y/N] `, { signal }), closed])
    if (!/^y(es)?$/i.test(answer.trim())) throw new CommandError('Nothing was done.', EXIT.failed)
  } finally {
    lines.close()
  }
}
