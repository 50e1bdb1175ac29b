import { setMaxListeners } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RegionReader } from '../../../functions/usage/read-region.ts'
import type { UsageSource } from '../../../functions/usage/sources/source.ts'
import { loadConfig } from '../../../shared/config/config.ts'
import type { AliasRecord } from '../../../shared/domain/alias-history.ts'
import type { AttributionContext } from '../../../shared/domain/claims.ts'
import { KeyIndex } from '../../../shared/domain/key-index.ts'
import { message } from '../../../shared/domain/messages/message.ts'
import { scopeId } from '../../../shared/domain/scope.ts'
import { type Instant, SECOND } from '../../../shared/domain/time.ts'
import type { UsageRow } from '../../../shared/domain/usage.ts'
import { EVENT_DELIVERY_LAG, type Reading } from '../../../shared/domain/window.ts'
import { openStore } from '../../../shared/store/open-store.ts'
import { ScopeProgress } from '../../../shared/store/scope-progress.ts'
import type { Store } from '../../../shared/store/store.ts'
import { SCOPE } from '../cloud/open.ts'
import { keySnapshot } from '../domain/case-factory.ts'

export const KEY = '08c33a6f-4e0a-4a1b-9fa7-7ddf3c1b2a90'
export const KEY_ARN = `acs:kms:${SCOPE.region}:${SCOPE.accountId}:key/${KEY}`
export const OTHER_KEY = 'b1d5a7c2-0f7e-4c58-8f0e-6f1f8f0a1c33'
export const VERSION = '2ab1a983-7072-4bbc-a582-584b5bd8a1b2'
const KEYS = [
  keySnapshot({ keyId: KEY, arn: KEY_ARN, versionIds: [VERSION] }),
  keySnapshot({ keyId: OTHER_KEY, arn: KEY_ARN.replace(KEY, OTHER_KEY), versionIds: [] }),
]
/** What events of the scope are attributed by. */
export const CONTEXT: AttributionContext = { scope: SCOPE, keys: new KeyIndex(KEYS) }

export interface RegionRun {
  readonly now: Instant
  /** Of the observation window; default: 33. */
  readonly days?: number
  readonly signal?: AbortSignal
  /** After each step of the full reading. */
  readonly onStep?: () => void
  readonly isOver?: () => boolean
}

/** What a region's reading came to: of this run what is missing and why, of the table all of it. */
export interface RegionRead {
  readonly rows: readonly UsageRow[]
  readonly all: Reading
  readonly aliases: readonly AliasRecord[]
  readonly missing: RegionReader['missing']
  readonly remaining: ReturnType<RegionReader['remaining']>
  readonly problem: RegionReader['problem']
}

/** A region with two keys and a table of its own, read by the stage through any source. */
export class RegionLab {
  readonly #folder: string
  readonly #store: Store

  private constructor(folder: string, store: Store) {
    this.#folder = folder
    this.#store = store
  }

  static async open(): Promise<RegionLab> {
    const folder = await mkdtemp(join(tmpdir(), 'cmk-source-'))
    const store = await openStore({ kind: 'sqlite', file: join(folder, 'store.db') }, { mode: 'write' })
    await new ScopeProgress(store, scopeId(SCOPE)).putSnapshots(KEYS)
    return new RegionLab(folder, store)
  }

  /** One run's reading, up to 15 minutes before `now`. */
  async read(source: UsageSource, run: RegionRun): Promise<RegionRead> {
    const { now, days = 33, signal = new AbortController().signal, onStep = () => {}, isOver = () => false } = run
    // As the stage does: each call under way listens.
    setMaxListeners(0, signal)
    const config = loadConfig({ CMK_OBSERVATION_DAYS: String(days) }, { cwd: this.#folder })
    const asOf = now - EVENT_DELIVERY_LAG
    const reader = await RegionReader.open(
      SCOPE,
      { config, store: this.#store, signal, report: onStep, clock: () => (isOver() ? now + SECOND : now) },
      {
        ...{ source, asOf, deadline: now + SECOND, outOfTime: message('budget-used-up'), fence: 1 },
        ...{ within: signal, check: () => signal.throwIfAborted() },
      },
    )
    await reader.read()
    const { missing, problem } = reader
    return { ...(await this.stored()), missing, problem, remaining: reader.remaining() }
  }

  /** What the table holds. */
  async stored(): Promise<Pick<RegionRead, 'rows' | 'all' | 'aliases'>> {
    const progress = new ScopeProgress(this.#store, scopeId(SCOPE))
    const rows: UsageRow[] = []
    for await (const row of this.#store.usage.list(scopeId(SCOPE), '0000-01-01', '9999-12-31')) rows.push(row)
    return { rows, all: await progress.reading('all'), aliases: await progress.aliasRecordsOf('events') }
  }

  async close(): Promise<void> {
    await this.#store.close()
    await rm(this.#folder, { recursive: true, force: true })
  }
}
