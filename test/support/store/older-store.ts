import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { onTestFinished } from 'vitest'
import type { Change, Diagnostic, ReadinessRow } from '../../../shared/domain/readiness.ts'
import { DAY, HOUR } from '../../../shared/domain/time.ts'
import type { UsageRow } from '../../../shared/domain/usage.ts'
import type { World } from '../../../simulator/cloud/world.ts'
import type { AtEnd } from '../functions/query/asked.ts'

/** What 0.1.0 left behind; see the README there. */
const FIXTURE = new URL('../../store/fixtures/0.1.0/', import.meta.url)

/** The moment of its second night, and when its digest was sent. */
export const LAST_NIGHT = Date.parse('2026-11-24T02:30:00Z')
export const LAST_DIGEST = LAST_NIGHT + HOUR
export const NEXT_NIGHT = LAST_NIGHT + DAY

/** What 0.1.0 told of its own store. */
export interface OlderTold {
  /** `query --format json`. */
  readonly rows: readonly ReadinessRow[]
  readonly usage: readonly UsageRow[]
  readonly history: readonly Change[]
  /** `digest --format json`. */
  readonly digest: OlderDigest
}

/** The members of that digest that are compared one by one. */
export interface OlderDigest extends Readonly<Record<string, unknown>> {
  readonly changes: Readonly<Record<string, readonly { readonly keyId: string }[]>>
  readonly diagnostics: readonly Diagnostic[]
}

export async function olderTold(): Promise<OlderTold> {
  const [rows, usage, history, digest] = await Promise.all(['rows', 'usage', 'history', 'digest'].map(parsed))
  return { rows, usage, history, digest } as OlderTold
}

/** An answer of its HTTP API over this store, when its last digest was sent. */
export interface OlderAnswer {
  readonly path: string
  readonly status: number
  readonly type: string
  readonly body: string
}

export async function olderAnswers(): Promise<readonly OlderAnswer[]> {
  return (await parsed('http')) as readonly OlderAnswer[]
}

/** The cloud that its nights saw, with their calls in the trail. */
export async function olderWorld(): Promise<World> {
  return JSON.parse(gunzipSync(await readFile(new URL('world.json.gz', FIXTURE))).toString('utf8')) as World
}

/** A copy of its store in a folder of its own, for one test unless `atEnd` says otherwise. */
export async function olderStore(
  atEnd: AtEnd = onTestFinished,
): Promise<{ readonly folder: string; readonly file: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'older-'))
  atEnd(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'store.db')
  await copyFile(new URL('store.sqlite', FIXTURE), file)
  return { folder, file }
}

async function parsed(name: string): Promise<unknown> {
  return JSON.parse(await readFile(new URL(`${name}.json`, FIXTURE), 'utf8'))
}
