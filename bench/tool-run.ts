import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** What a program took, in seconds, and the last of what it wrote. */
export interface ToolRun {
  readonly wall: number
  readonly cpu: number
  readonly output: string
}

/** Runs a line of the shell on some cores of Linux. Undefined: it failed. */
export async function runTool(command: string, cores: number): Promise<ToolRun | undefined> {
  const list = Array.from({ length: cores }, (_, n) => n).join(',')
  const started = performance.now()
  const child = spawn('taskset', ['-c', list, 'sh', '-c', `${command} && times`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('latin1')
  })
  const status = await once(child, 'close').then(
    ([code]: unknown[]) => code,
    () => undefined,
  )
  if (status !== 0) return undefined
  // Of the shell itself, and of what it ran: `0m0.010s 0m0.000s`.
  const times = [...output.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds),
  )
  const cpu = times.slice(-4).reduce((sum, each) => sum + each, 0)
  const [first = ''] = output.split('\n')
  return { wall: (performance.now() - started) / 1_000, cpu, output: first }
}
