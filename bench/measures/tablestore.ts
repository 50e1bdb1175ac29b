import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleFunctions } from '../../deploy/bundle.ts'
import { answerOf, endChild, messageOf, startChild } from '../child.ts'
import { TABLES } from '../laboratory.ts'
import { type CalledFunction, calledSchema, type TablesSeen, tablesSeenSchema, variablesSchema } from '../messages.ts'
import { fixed, number, printLine, printStep, printTable, words } from '../print.ts'
import { accountIdOf, asOfNight, RUN } from '../stored-company.ts'
import { keyIdOf } from '../stored-keys.ts'

const HOST = fileURLToPath(new URL('../function-host.cjs', import.meta.url))
const TOKEN = 'bench-0123456789abcdef'
/** Milliseconds before each answer of the tables. */
const LATENCY = 5
/** How often one key is asked for. */
const KEYS_ASKED = 200
const FIRST = { account: accountIdOf(0), region: 'ap-southeast-1' }

interface Row extends CalledFunction, TablesSeen {
  readonly what: string
  readonly limit?: number
}

/** What people and jobs ask of Tablestore, through the functions as they are deployed, each beginning in a process of its own. */
export async function measureTablestore(options: { readonly accounts: string; readonly keys: string }): Promise<void> {
  const company = { accounts: Number(options.accounts), keys: Number(options.keys), now: Date.now() }
  const folder = await mkdtemp(join(tmpdir(), 'cmk-bench-'))
  printStep('functions are bundled')
  await bundleFunctions(folder)
  printStep('tables are filled')
  const tables = startChild('tables-process.ts', { company, latency: LATENCY }, ['--max-old-space-size=8192'])
  try {
    const { variables } = variablesSchema.parse(await messageOf(tables))
    const settings = {
      ...variables,
      CMK_STORE: TABLES,
      CMK_API_TOKEN: TOKEN,
    }
    const rows = [...(await views(folder, tables, settings)), ...(await judging(folder, tables, settings, company.now))]
    printTable(rows, [
      words('what', ({ what }) => what),
      number('ms', ({ milliseconds }) => fixed(milliseconds, 0)),
      number('of the processor', ({ processor }) => fixed(processor, 0)),
      number('calls', ({ calls }) => String(calls)),
      number('rows', ({ rowsRead, rowsWritten }) => `${rowsRead}/${rowsWritten}`),
      number('kB', ({ bytes }) => fixed(bytes / 1_000, 0)),
      number('units', ({ unitsRead, unitsWritten }) => `${unitsRead}/${unitsWritten}`),
      words('', remarkOf),
    ])
    printLine(
      `${company.accounts} accounts, five regions each, ${company.keys} keys in each; ${LATENCY} ms before each answer. Rows and capacity units: read/written. The first view: with the loading of the function. One key: the slowest but one of a hundred; calls, rows and units of one.`,
    )
  } finally {
    await endChild(tables)
    await rm(folder, { recursive: true, force: true })
  }
}

async function views(folder: string, tables: ChildProcess, settings: Record<string, string>): Promise<Row[]> {
  const query = startFunction(join(folder, 'query'), settings)
  const ask = async (what: string, path: string, limit: number, parameters: Record<string, string> = {}) => {
    printStep(what)
    return { what, limit, ...(await call(query, tables, httpEvent(path, parameters))) }
  }
  try {
    const { account, region } = FIRST
    const rows: Row[] = [
      await ask('first view', '/', 2_000),
      await ask('the ready ones', '/', 1_000, { verdict: 'ready' }),
      await ask('the last page by calls', '/', 1_000, { sort: 'calls', page: '2000' }),
      await ask('a search', '/', 1_000, { q: 'service-4242' }),
    ]
    printStep('one key')
    const keys: Row[] = []
    for (let at = 0; at < KEYS_ASKED; at += 1)
      keys.push({
        what: '',
        ...(await call(query, tables, httpEvent(`/api/readiness/${account}/${region}/${keyIdOf(at % 20)}`, {}))),
      })
    const slowest = keys.sort((a, b) => b.milliseconds - a.milliseconds)[Math.floor(KEYS_ASKED / 100)]
    if (slowest) rows.push({ ...slowest, what: 'one key, p99', limit: 50 })
    rows.push(
      await ask('page of one key', `/keys/${account}/${region}/${keyIdOf(0)}`, 1_000),
      await ask('one key by alias', `/api/readiness/${account}/${region}/alias/team-1/service-1`, 1_000),
      await ask('a page of the API', '/api/readiness', 1_000, { limit: '100' }),
      await ask('the blocked ones of a scope', '/api/readiness', 1_000, { verdict: 'blocked', account, region }),
      await ask('all keys of an account', '/api/readiness', 1_000, { account, limit: '1000' }),
      await ask('keys by name', '/api/readiness', 1_000, { key: 'service-4242,team-1/service-1' }),
      await ask('summary', '/api/summary', 2_000),
      await ask('history', '/history', 1_000),
      await ask('evidence', '/evidence', 2_000),
      await ask('metrics', '/metrics', 2_000),
    )
    return rows
  } finally {
    await endChild(query)
  }
}

async function judging(
  folder: string,
  tables: ChildProcess,
  settings: Record<string, string>,
  now: number,
): Promise<Row[]> {
  const assess = startFunction(join(folder, 'assess'), settings)
  try {
    printStep('one scope is judged')
    const job = {
      run: RUN,
      asOf: asOfNight(now),
      stage: 'assess',
      accountId: FIRST.account,
      region: FIRST.region,
      pass: 2,
    }
    return [{ what: 'judging of one scope', ...(await call(assess, tables, job)) }]
  } finally {
    await endChild(assess)
  }
}

async function call(host: ChildProcess, tables: ChildProcess, event: unknown) {
  await seen(tables)
  return { ...calledSchema.parse(await answerOf(host, event)), ...(await seen(tables)) }
}

async function seen(tables: ChildProcess): Promise<TablesSeen> {
  return tablesSeenSchema.parse(await answerOf(tables, {}))
}

function httpEvent(rawPath: string, queryParameters: Record<string, string>) {
  return {
    ...{ version: 'v1', rawPath, queryParameters, headers: { authorization: `Bearer ${TOKEN}` } },
    requestContext: { http: { method: 'GET' } },
  }
}

function startFunction(folder: string, settings: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [HOST, folder], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { PATH: process.env.PATH, ...settings },
  })
}

function remarkOf({ limit, milliseconds, status, failed }: Row): string {
  if (status !== 200) return `answered ${status}`
  if (failed > 0) return `${failed} calls failed`
  return limit !== undefined && milliseconds > limit ? `over ${limit}` : ''
}
