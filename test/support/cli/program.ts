import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** What `npm run cli` runs. */
export const START = new URL('../../../cli/start.mjs', import.meta.url).pathname

/** Starts the program once, for its compiled copy: several that find none at the same time each make one. */
export async function compileProgram(): Promise<void> {
  await once(
    spawn(process.execPath, [START, '--version'], { env: { PATH: process.env.PATH }, stdio: 'ignore' }),
    'close',
  )
}
