import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { fixed, number, printLine, printStep, printTable, words } from '../print.ts'
import { keyIdOf, storeKeys } from '../stored-keys.ts'

const KEYS = 100_000
/** What a page may take, in milliseconds. */
const LIMIT = 1_000
/** How often each view is asked for; the worst counts. */
const TIMES = 5
const TOKEN = 'bench-0123456789abcdef'

interface Row {
  readonly view: string
  readonly worst: number
  readonly kilobytes: number
}

/** Pages over a table of 100,000 keys, served by the CLI in a process of its own: from the request to the last byte. */
export async function measureDashboard(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'cmk-bench-'))
  const rows: Row[] = []
  try {
    printStep(`a table of ${KEYS} keys`)
    const file = join(folder, 'table.db')
    await storeKeys(file, KEYS, Date.now())
    await served(file, async (address) => {
      for (const [view, pause] of [
        ['the first, as soon as it listens', 0],
        ['after a minute, the table reread', 61_000],
      ] as const) {
        printStep(view)
        await setTimeout(pause)
        rows.push(await measured(view, address, 1))
      }
      for (const [view, path] of [
        ['the same again', ''],
        ['the ready ones', '?verdict=ready'],
        ['the last page by calls', '?sort=calls&page=2000'],
        ['a search', '?q=service-4242'],
        ['one key', `keys/1000000000000001/cn-hangzhou/${keyIdOf(0)}`],
        ['a page of the API', 'api/readiness?limit=100'],
      ] as const) {
        printStep(view)
        rows.push(await measured(view, `${address}${path}`, TIMES))
      }
    })
  } finally {
    await rm(folder, { recursive: true })
  }
  printTable(rows, [
    words('view', ({ view }) => view),
    number('worst ms', ({ worst }) => fixed(worst, 0)),
    number('kB', ({ kilobytes }) => fixed(kilobytes, 0)),
    words('', ({ worst }) => (worst <= LIMIT ? '' : `over ${LIMIT}`)),
  ])
  printLine(`worst: of ${TIMES}, the first two of 1. From the request to the last byte, ${KEYS} keys.`)
}

async function measured(view: string, url: string, times: number): Promise<Row> {
  let worst = 0
  let kilobytes = 0
  for (let time = 0; time < times; time += 1) {
    const start = performance.now()
    const answer = await fetch(url, { headers: { authorization: `Bearer ${TOKEN}` } })
    const body = await answer.arrayBuffer()
    worst = Math.max(worst, performance.now() - start)
    if (answer.status !== 200) throw new Error(`${view}: status ${answer.status}`)
    kilobytes = body.byteLength / 1_000
  }
  return { view, worst, kilobytes }
}

/** Runs `serve` over the file while `work` asks it. */
async function served(file: string, work: (address: string) => Promise<void>): Promise<void> {
  const cli = fileURLToPath(new URL('../../cli/main.ts', import.meta.url))
  const server = spawn(process.execPath, ['--import', 'tsx', cli, 'serve', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, CMK_STORE: `sqlite:${file}`, CMK_API_TOKEN: TOKEN },
  })
  try {
    await work(await addressOf(server))
  } finally {
    server.kill()
    await once(server, 'exit')
  }
}

async function addressOf({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('the server has no output')
  for await (const line of createInterface({ input: stdout })) return line
  throw new Error('the server ended: see above')
}
