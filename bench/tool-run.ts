import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'

/** How often a process's figures are read, in milliseconds. */
const SAMPLING = 20
/** A kernel's tick of CPU time, in milliseconds (USER_HZ, always 100 where programs see it). */
const TICK = 10

/** What a program took. Times in seconds, memory in bytes; what it wrote. */
export interface ToolRun {
  readonly wall: number
  readonly cpu: number
  readonly peak: number
  readonly output: string
}

/** Runs a program on some cores of Linux; of what it writes only the end is kept. Undefined: there is no such program, or it failed. */
export async function runTool(command: readonly string[], cores: number): Promise<ToolRun | undefined> {
  const pinned = ['taskset', '-c', Array.from({ length: cores }, (_, n) => n).join(','), ...command]
  const started = performance.now()
  const child = spawn(pinned[0] ?? '', pinned.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output = chunk.toString('latin1', Math.max(0, chunk.length - 100))
  })
  const figures = { cpu: 0, peak: 0 }
  const timer = setInterval(() => Object.assign(figures, figuresOf(child.pid ?? 0) ?? {}), SAMPLING)
  try {
    const [status]: unknown[] = await once(child, 'close')
    return status === 0 ? { wall: (performance.now() - started) / 1_000, ...figures, output: output.trim() } : undefined
  } catch {
    return undefined
  } finally {
    clearInterval(timer)
  }
}

function figuresOf(pid: number): { readonly cpu: number; readonly peak: number } | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return { cpu: ((Number(fields[11]) + Number(fields[12])) * TICK) / 1_000, peak: Number(peak ?? 0) * 1024 }
  } catch {
    return undefined
  }
}
