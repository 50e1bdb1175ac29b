import { onTestFinished } from 'vitest'
import { type App, makeApp } from '../../../../functions/query/app.ts'
import type { AppParts } from '../../../../functions/query/app-parts.ts'
import { loadConfig } from '../../../../shared/config/config.ts'
import type { ReadinessRow } from '../../../../shared/domain/readiness.ts'
import { type LogFields, silentLog } from '../../../../shared/log/log.ts'
import type { Store } from '../../../../shared/store/store.ts'
import { NOW } from '../../rows.ts'
import { readinessWith } from '../../store/readiness-with.ts'
import { scratchStore } from '../../store/scratch-store.ts'
import { expectDescribed } from './described.ts'

export const TOKEN = 'a-token-of-twenty-six-chars'

/** Takes what is to be done once something is no longer needed: `onTestFinished`, for one test. */
export type AtEnd = (work: () => Promise<void>) => void

/** A fresh store with these rows, for one test unless `atEnd` says otherwise. */
export async function storeOf(rows: readonly ReadinessRow[] = [], atEnd: AtEnd = onTestFinished): Promise<Store> {
  const scratch = await scratchStore()
  atEnd(() => scratch.dispose())
  await scratch.store.readiness.put(rows)
  return scratch.store
}

/** The same store, and what its readiness table is asked for. */
export function watch({ readiness, ...store }: Store): {
  readonly watched: Store
  readonly lists: unknown[][]
  readonly gets: unknown[][]
} {
  const lists: unknown[][] = []
  const gets: unknown[][] = []
  const list: typeof readiness.list = (...given) => {
    lists.push(given.slice(0, given.findLastIndex((each) => each !== undefined) + 1))
    return readiness.list(...given)
  }
  const get: typeof readiness.get = (...given) => {
    gets.push(given)
    return readiness.get(...given)
  }
  return { watched: { ...store, readiness: readinessWith(readiness, { get, list }) }, lists, gets }
}

/** The app over a store, with a token unless `env` says otherwise, and everything that it logs. */
export function appOver(
  store: Store,
  { env = { CMK_API_TOKEN: TOKEN }, ...parts }: Partial<AppParts> & { readonly env?: Record<string, string> } = {},
): ReturnType<typeof makeApp> & { readonly logged: string[] } {
  const logged: string[] = []
  const put = (message: string, fields?: LogFields) => logged.push(JSON.stringify({ message, ...fields }))
  const app = makeApp({
    ...{ store: async () => store, decidingStore: async () => store },
    config: loadConfig(env, { cwd: '/srv' }),
    clock: () => NOW,
    log: { ...silentLog, info: put, warn: put, error: put },
    behindTrigger: false,
    ...parts,
  })
  return { ...app, logged }
}

/** An answer, read. `json` is what programs see of its body. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: Readonly<Record<string, unknown>>
}

/** An answer of any kind, which must be as the API's description has it. A byte order mark stays. */
export async function read(app: App, path: string, init: RequestInit = {}): Promise<Omit<Answer, 'json'>> {
  const headers = { Authorization: `Bearer ${TOKEN}`, ...init.headers }
  const response = await app.fetch(new Request(`https://api.example${path}`, { ...init, headers }))
  const text = Buffer.from(await response.arrayBuffer()).toString()
  const answer = { status: response.status, headers: response.headers, text }
  expectDescribed({ method: init.method ?? 'GET', path, ...answer })
  return answer
}

/** An answer of JSON. */
export async function ask(app: App, path: string, init: RequestInit = {}): Promise<Answer> {
  const answer = await read(app, path, init)
  return { ...answer, json: answer.text === '' ? {} : JSON.parse(answer.text) }
}

/** Ids of the rows of a page. */
export function idsOf({ json }: Answer): string[] {
  return (json.rows as { keyId: string }[]).map(({ keyId }) => keyId)
}

/** `code` and `message` of an error, beside its status. */
export function errorOf({ status, json }: Answer): { status: number; code: string; message: string } {
  return { status, ...(json.error as { code: string; message: string }) }
}
