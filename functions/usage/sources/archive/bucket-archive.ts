import type { Cloud, ObjectStorage } from '../../../../shared/cloud/cloud.ts'
import { callFailure } from '../../../../shared/cloud/errors.ts'
import { type SourceConfig, sourceText } from '../../../../shared/config/source-value.ts'
import { type Archive, ArchiveError } from './archive.ts'

/** An archive in a bucket of OSS, where its trail puts it. */
export class BucketArchive implements Archive {
  readonly name: string
  readonly #objects: ObjectStorage
  readonly #root: string
  readonly #signal: AbortSignal

  /** `root`: the prefix of the trail, empty or ending with `/`. */
  constructor(name: string, objects: ObjectStorage, root: string, signal: AbortSignal) {
    this.name = name
    this.#objects = objects
    this.#root = root
    this.#signal = signal
  }

  async folders(path: string): Promise<readonly string[]> {
    const { below, prefixes } = await this.#list(path)
    return prefixes.map((prefix) => prefix.slice(below.length, -1)).filter((name) => name !== '')
  }

  async files(path: string): Promise<readonly string[]> {
    const { below, keys } = await this.#list(path)
    // Consoles mark a folder with an empty object of its name.
    return keys.map((key) => key.slice(below.length)).filter((name) => name !== '')
  }

  async *open(path: string): AsyncIterable<Uint8Array> {
    try {
      yield* this.#objects.open(`${this.#root}${path}`, { signal: this.#signal })
    } catch (error) {
      throw faultOf(error)
    }
  }

  async #list(path: string) {
    const below = path === '' ? this.#root : `${this.#root}${path}/`
    try {
      return { below, ...(await this.#objects.list(below, { signal: this.#signal })) }
    } catch (error) {
      throw faultOf(error)
    }
  }
}

/** A folder of a bucket, as CMK_SOURCE names it. */
type BucketFolder = Extract<SourceConfig, { readonly kind: 'oss' }>

/** Below which keys of the bucket the archive lies: empty, or ends with `/`. */
export function rootOf({ prefix }: Pick<BucketFolder, 'prefix'>): string {
  return prefix === '' ? '' : `${prefix}/`
}

/** The archive in a bucket. Makes no call. */
export function openBucket(place: BucketFolder, cloud: Pick<Cloud, 'objects'>, signal: AbortSignal): BucketArchive {
  return new BucketArchive(sourceText(place), cloud.objects(place), rootOf(place), signal)
}

/** Throws what ends a run. */
function faultOf(error: unknown): ArchiveError {
  const { kind, code } = callFailure(error)
  return new ArchiveError(kind === 'not-found' ? 'gone' : 'unreadable', code)
}
