import { afterEach, beforeEach } from 'vitest'
import type { Delivery } from '../../../functions/digest/deliver.ts'
import { digest } from '../../../functions/digest/stage.ts'
import { loadConfig } from '../../../shared/config/config.ts'
import { iso, MINUTE } from '../../../shared/domain/time.ts'
import { type Log, silentLog } from '../../../shared/log/log.ts'
import { accountScope, ScopeProgress } from '../../../shared/store/scope-progress.ts'
import type { Store } from '../../../shared/store/store.ts'
import { NOW } from '../rows.ts'
import type { StoreUnderTest } from '../store/opened.ts'
import { scratchStore } from '../store/scratch-store.ts'

export interface InvokeOptions {
  readonly store?: Store
  readonly signal?: AbortSignal
  readonly log?: Log
}

/** A store of one test, and digests that are sent from it. */
export class DigestLab {
  now = NOW
  channels = ''
  env: Record<string, string> = {}
  #scratch: StoreUnderTest | undefined

  readonly clock = (): number => this.now

  constructor() {
    beforeEach(async () => {
      this.now = NOW
      this.env = {}
      this.#scratch = await scratchStore()
    })
    afterEach(() => this.#scratch?.dispose())
  }

  get store(): Store {
    return this.scratch.store
  }

  get scratch(): StoreUnderTest {
    if (!this.#scratch) throw new Error('no store is open outside a test')
    return this.#scratch
  }

  /** One invocation of the function. */
  async invoke(options: InvokeOptions = {}): Promise<readonly Delivery[]> {
    const { store = this.store, signal = new AbortController().signal, log = silentLog } = options
    const config = loadConfig({ CMK_CHANNELS: this.channels, ...this.env }, { cwd: '/nonexistent' })
    return digest({ config, store, clock: this.clock, signal, log })
  }

  /** What each channel's digest came to. */
  async outcomes(options: InvokeOptions = {}): Promise<readonly string[]> {
    return (await this.invoke(options)).map(({ outcome }) => outcome)
  }

  /** A run of an account that began so long ago and judged so many of its regions. */
  async run(regions: readonly string[], judged: readonly string[], ago = 5 * MINUTE): Promise<void> {
    const accountId = '1234567890123456'
    const asOf = iso(this.now - ago)
    const mark = { run: asOf, asOf, keys: 1 }
    const progress = new ScopeProgress(this.store, accountScope(accountId))
    await progress.putRunPlan({ run: asOf, asOf, regions })
    await progress.putDiagnostics('inventory', [])
    for (const region of judged) await new ScopeProgress(this.store, `${accountId}:${region}`).putAssessMark(mark)
  }
}
