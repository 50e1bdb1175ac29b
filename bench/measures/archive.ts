import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { HOUR } from '../../shared/domain/time.ts'
import { type ArchivePlan, writeArchive } from '../archive-events.ts'
import { fixed, megabytes, number, printLine, printStep, printTable, words } from '../print.ts'
import { runTool, type ToolRun } from '../tool-run.ts'

const UNTIL = Date.parse('2026-11-23T00:00:00Z')
/** Events that jq reads at most: it needs minutes for a million. */
const JQ_EVENTS = 200_000

export interface ArchiveOptions {
  readonly events: string
  readonly kms: string
  readonly days: string
  readonly files: string
  readonly format: string
}

interface Row {
  readonly name: string
  readonly cores: number
  readonly run: ToolRun
  /** Events that it read. */
  readonly events: number
}

/** A trail's archive read into usage rows, beside programs that do less with the same files. */
export async function measureArchive(options: ArchiveOptions): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'cmk-bench-'))
  try {
    const programs = await compilePrograms(scratch)
    for (const share of options.kms.split(',')) await measureShare(scratch, programs, Number(share), options)
    printLine('one core: `taskset`; CPU: of all threads. jq: at most 200,000 events, and the pace of those.')
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

async function measureShare(
  scratch: string,
  programs: Programs,
  share: number,
  options: ArchiveOptions,
): Promise<void> {
  const { events, days, files, format } = options
  const plan: ArchivePlan = {
    ...{ events: Number(events), days: Number(days), files: Number(files), kms: share / 100, until: UNTIL },
    format: format === 'array' ? 'array' : 'lines',
  }
  const folder = join(scratch, `archive-${share}`)
  printStep(`${events} events, ${share} % of KMS: writing the archive`)
  const bytes = await writeArchive(folder, plan)
  const tools = toolsFor(folder, programs, plan)
  const rows: Row[] = []
  for (const { name, cores, command, events: read = plan.events } of tools) {
    if (!command) continue
    printStep(`${name}, ${cores} cores`)
    const run = await runTool(command, cores)
    if (run) rows.push({ name, cores, run, events: read })
  }
  const gzip = rows.find(({ name }) => name === 'gzip -dc')
  printLine(
    `\n${events} events in ${plan.days * plan.files} files, ${megabytes(bytes)} of text (${format}), ${share} % of KMS`,
  )
  printTable(rows, [
    words('program', ({ name }) => name),
    number('cores', ({ cores }) => String(cores)),
    number('seconds', ({ run }) => fixed(run.wall)),
    number('CPU', ({ run }) => fixed(run.cpu)),
    number('events a second', ({ run, events: read }) => fixed(read / run.wall, 0)),
    number('time / gzip', ({ run, events: read }) =>
      gzip ? fixed((run.wall / gzip.run.wall) * (plan.events / read)) : '',
    ),
    number('peak RSS', ({ run }) => peakOf(run)),
    number('calls', ({ run }) => figuresOf(run.output)?.[1] ?? ''),
  ])
  const missing = tools.filter(({ command }) => !command).map(({ name }) => name)
  if (missing.length > 0) printLine(`not installed here: ${missing.join(', ')}`)
  await rm(folder, { recursive: true, force: true })
}

interface Tool {
  readonly name: string
  readonly cores: number
  /** Undefined: it is not installed. */
  readonly command: string | undefined
  readonly events?: number
}

function toolsFor(folder: string, programs: Programs, plan: ArchivePlan): readonly Tool[] {
  const files = `find ${folder} -name '*.gz' -print0 | sort -z`
  const some = Math.max(1, Math.floor((JQ_EVENTS / plan.events) * plan.days * plan.files))
  const filter = `${plan.format === 'array' ? '.[] | ' : ''}select(.serviceName == "Kms") | .eventName`
  const inflate = (program: string, name: string) => ({
    ...{ name, cores: 1 },
    command: isInstalled(program) ? `${files} | xargs -0 ${name} > /dev/null` : undefined,
  })
  const ours = `node ${programs.ours} ${folder} ${UNTIL + 2 * HOUR} ${plan.days}`
  return [
    inflate('gzip', 'gzip -dc'),
    inflate('igzip', 'igzip -dc'),
    inflate('libdeflate-gunzip', 'libdeflate-gunzip -c'),
    {
      ...{ name: 'gzip -dc | jq', cores: 1, events: Math.min(plan.events, JQ_EVENTS) },
      command: isInstalled('jq')
        ? `${files} | head -z -n ${some} | xargs -0 gzip -dc | jq -c '${filter}' > /dev/null`
        : undefined,
    },
    ...[1, 2].flatMap((cores) => [
      { name: 'DuckDB read_json', cores, command: `node ${programs.duckdb} ${folder} ${cores}` },
      { name: 'cmk-readiness', cores, command: ours },
    ]),
  ]
}

function peakOf({ output }: ToolRun): string {
  const kilobytes = figuresOf(output)?.[2]
  return kilobytes === undefined ? '' : megabytes(Number(kilobytes) * 1024)
}

/** Calls and peak memory, as our own programs tell them. */
function figuresOf(output: string): RegExpExecArray | null {
  return /^(\d+) (\d+)$/.exec(output)
}

interface Programs {
  readonly ours: string
  readonly duckdb: string
}

/** As they run in production: bundled, without a loader. */
async function compilePrograms(scratch: string): Promise<Programs> {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  await symlink(join(root, 'node_modules'), join(scratch, 'node_modules'))
  await build({
    ...{ absWorkingDir: root, outdir: scratch, outExtension: { '.js': '.mjs' }, bundle: true, splitting: true },
    entryPoints: { ours: 'bench/archive-process.ts', duckdb: 'bench/archive-duckdb.ts' },
    ...{ platform: 'node', target: 'node20', format: 'esm', logLevel: 'error' },
    external: ['libsql', 'tablestore', '@duckdb/node-api'],
    banner: {
      js: "import{createRequire as bundleRequire}from'node:module';const require=bundleRequire(import.meta.url);",
    },
  })
  return { ours: join(scratch, 'ours.mjs'), duckdb: join(scratch, 'duckdb.mjs') }
}

function isInstalled(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0
}
