import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import * as z from 'zod'
import { bundleFunctions } from '../../deploy/bundle.ts'
import { fixed, number, printLine, printStep, printTable, words } from '../print.ts'

const run = promisify(execFile)
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const HOST = fileURLToPath(new URL('../load-host.cjs', import.meta.url))
/** Starts of each; what is told is their median. */
const RUNS = 15
/** What is aimed at, on two quiet cores. */
const MAX_LOAD = 250
const MAX_READ = 1_500_000
const MAX_START = 500

const takenSchema = z.object({ milliseconds: z.number(), processor: z.number(), bytes: z.number().nullable() })
type Taken = z.infer<typeof takenSchema>

/** What loading each function costs beside one that does nothing, and what a start of the CLI costs beside one of Node. */
export async function measureLoad(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'cmk-load-'))
  try {
    printStep('functions are bundled')
    const bundles = await bundleFunctions(join(folder, 'dist'))
    await mkdir(join(folder, 'empty'))
    await writeFile(join(folder, 'empty', 'index.js'), 'exports.handler = async () => {}\n')
    const all = [
      { name: 'an empty handler', at: join(folder, 'empty'), size: 0 },
      ...bundles.map(({ name, bytes }) => ({ name, at: join(folder, 'dist', name), size: bytes })),
    ]
    // In turns: what else the machine does comes to all of them.
    const taken = new Map(all.map(({ name }) => [name, [] as Taken[]]))
    for (let at = 1; at <= RUNS; at += 1) {
      printStep(`functions are loaded, ${at} of ${RUNS}`)
      for (const { name, at: path } of all) taken.get(name)?.push(await load(path))
    }
    printTable(
      all.map(({ name, size }) => ({ name, size, ...mediansOf(taken.get(name) ?? []) })),
      [
        words('function', ({ name }) => name),
        number('loaded in ms', ({ milliseconds }) => fixed(milliseconds, 0)),
        number('of the processor', ({ processor }) => fixed(processor, 0)),
        number('KB read', ({ bytes }) => (bytes === undefined ? '' : fixed(bytes / 1000, 0))),
        number('KB in all', ({ size }) => (size === 0 ? '' : fixed(size / 1000, 0))),
      ],
    )
    printLine(`Aimed at, on two quiet cores: ${MAX_LOAD} ms and ${MAX_READ / 1000} KB.\n`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  await measureStart()
}

async function load(folder: string): Promise<Taken> {
  return takenSchema.parse(JSON.parse((await run(process.execPath, [HOST, folder])).stdout))
}

function mediansOf(all: readonly Taken[]) {
  const bytes = all.flatMap((each) => each.bytes ?? [])
  return {
    milliseconds: median(all.map(({ milliseconds }) => milliseconds)),
    processor: median(all.map(({ processor }) => processor)),
    bytes: bytes.length === 0 ? undefined : median(bytes),
  }
}

async function measureStart(): Promise<void> {
  const starts = [
    { name: 'node', command: [process.execPath, '-e', '0'] },
    { name: 'node cli/start.mjs --help', command: [process.execPath, 'cli/start.mjs', '--help'] },
    { name: 'npm run -s cli -- --help', command: ['npm', 'run', '-s', 'cli', '--', '--help'] },
  ].map((each) => ({ ...each, times: [] as number[] }))
  printStep('the CLI is started')
  for (let at = 0; at <= RUNS; at += 1) {
    for (const { command, times } of starts) {
      const [file = '', ...argv] = command
      const start = performance.now()
      await run(file, argv, { cwd: ROOT })
      // The first start may have compiled.
      if (at > 0) times.push(performance.now() - start)
    }
  }
  printTable(starts, [
    words('start', ({ name }) => name),
    number('ended after ms', ({ times }) => fixed(median(times), 0)),
  ])
  printLine(`Aimed at, on two quiet cores: ${MAX_START} ms.`)
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
