import type { KeyCalls } from '../../shared/cloud/cloud.ts'
import { MINUTE } from '../../shared/domain/time.ts'
import type { ScopeProgress } from '../../shared/store/scope-progress.ts'

/** How long answers are waited for before those that came are saved, in milliseconds: most scopes are read sooner, and save nothing. */
const SAVE_EVERY = MINUTE
/** Keys of one entry at most, about 700 bytes each: a cell of Tablestore takes 2 MB. */
const MAX_KEYS = 500

/** What one key answered. */
interface KeyAnswers {
  readonly keyId: string
  readonly metadata?: Awaited<ReturnType<KeyCalls['describeKey']>>
  readonly versions?: Awaited<ReturnType<KeyCalls['listKeyVersions']>>
}

/** Whose answers are remembered. */
export interface ReadingOfRun {
  readonly run: string
  /** Of the lease: nothing is saved over what a later holder has. */
  readonly fence: number
  /** Never goes back, in milliseconds. */
  readonly clock?: () => number
}

/**
 * Remembers what DescribeKey and ListKeyVersions answered in a run. A reading that is cut off goes on from there: 10,000 CMKs at 10 calls a
 * second take longer than many a function lives, and one that began again each time would never come to its end.
 */
export class ResumedReads {
  readonly #progress: ScopeProgress
  readonly #of: ReadingOfRun
  readonly #clock: () => number
  readonly #known: ReadonlyMap<string, KeyAnswers>
  #unsaved = new Map<string, KeyAnswers>()
  #entries: number
  #savedAt: number
  #saving: Promise<unknown> = Promise.resolve()

  private constructor(progress: ScopeProgress, of: ReadingOfRun, saved: readonly (readonly KeyAnswers[])[]) {
    this.#progress = progress
    this.#of = of
    this.#clock = of.clock ?? (() => performance.now())
    this.#savedAt = this.#clock()
    this.#entries = saved.length
    const known = new Map<string, KeyAnswers>()
    for (const answers of saved.flat()) known.set(answers.keyId, { ...known.get(answers.keyId), ...answers })
    this.#known = known
  }

  /** With what was answered before the run was cut off, if it was. What another run has left is dropped. */
  static async open(progress: ScopeProgress, of: ReadingOfRun): Promise<ResumedReads> {
    return new ResumedReads(progress, of, await progress.keyAnswers<KeyAnswers>(of.run))
  }

  /** The same calls, of which none is made again that was answered. */
  calls(kms: KeyCalls): KeyCalls {
    return {
      describeKey: async (keyId, options) => {
        const metadata = this.#known.get(keyId)?.metadata ?? (await kms.describeKey(keyId, options))
        this.#keep({ keyId, metadata })
        return metadata
      },
      listKeyVersions: async (keyId, options) => {
        const versions = this.#known.get(keyId)?.versions ?? (await kms.listKeyVersions(keyId, options))
        this.#keep({ keyId, versions })
        return versions
      },
    }
  }

  /** Saves what is not yet: the process must stop. */
  async save(): Promise<void> {
    this.#saveAll()
    await this.#saving
  }

  /** The reading is done, and its answers are of no use any more. */
  async drop(): Promise<void> {
    if (this.#entries === 0) return
    await this.#saving
    await this.#progress.dropKeyAnswers(this.#of.run)
  }

  #keep(answers: KeyAnswers): void {
    if (isWithin(answers, this.#known.get(answers.keyId))) return
    this.#unsaved.set(answers.keyId, { ...this.#unsaved.get(answers.keyId), ...answers })
    if (this.#unsaved.size >= MAX_KEYS || this.#clock() - this.#savedAt >= SAVE_EVERY) this.#saveAll()
  }

  #saveAll(): void {
    if (this.#unsaved.size === 0) return
    const { run, fence } = this.#of
    const answers = [...this.#unsaved.values()]
    this.#unsaved = new Map()
    this.#savedAt = this.#clock()
    this.#saving = Promise.all([this.#saving, this.#progress.putKeyAnswers(run, this.#entries, answers, fence)])
    // Whoever stops or drops is told.
    this.#saving.catch(() => undefined)
    this.#entries += 1
  }
}

function isWithin(answers: KeyAnswers, known: KeyAnswers = { keyId: answers.keyId }): boolean {
  return (!answers.metadata || known.metadata !== undefined) && (!answers.versions || known.versions !== undefined)
}
