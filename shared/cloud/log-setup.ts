import * as z from 'zod'
import { type Instant, SECOND } from '../domain/time.ts'
import type { CallOptions } from './credential-source.ts'
import { CloudError } from './errors.ts'
import type { ServiceClient } from './service-client.ts'

/** An index with the names of the wire, whole: what is written replaces what was there. */
export interface IndexSettings {
  readonly keys: Readonly<Record<string, IndexKey>>
  readonly line?: unknown
  readonly max_text_len?: number
  /** `log_reduce` and its lists. */
  readonly rest: Readonly<Record<string, unknown>>
  readonly modifiedAt?: Instant
}

export interface IndexKey {
  readonly type: string
  readonly doc_value?: boolean | null | undefined
  readonly json_keys?:
    | Readonly<Record<string, { readonly type: string; readonly doc_value?: boolean | null | undefined }>>
    | null
    | undefined
  readonly [member: string]: unknown
}

/** A logstore's settings, whole, with the names of the vendor's client: an update resets what it leaves out. */
export interface LogstoreSettings {
  readonly ttl: number
  readonly [member: string]: unknown
}

const text = z.string().nullish()
const nothing = z.unknown().transform(() => undefined)

const projectSchema = z.object({ region: text, status: text })
const logstoreSchema = z.looseObject({ ttl: z.number().int().positive() })
const words = z.array(z.string()).nullish()
/** The full-text index, with the names of the vendor's client. */
const lineSchema = z.object({
  ...{ caseSensitive: z.boolean().nullish(), chn: z.boolean().nullish(), token: words },
  ...{ includeKeys: words, excludeKeys: words },
})
const indexSchema = z
  .object({
    keys: z
      .record(
        z.string(),
        z.looseObject({
          ...{ type: z.string(), doc_value: z.boolean().nullish() },
          json_keys: z
            .record(z.string(), z.looseObject({ type: z.string(), doc_value: z.boolean().nullish() }))
            .nullish(),
        }),
      )
      .nullish(),
    ...{ line: lineSchema.nullish(), maxTextLen: z.number().nullish(), lastModifyTime: z.number().nullish() },
    ...{ logReduce: z.boolean().nullish(), logReduceWhiteList: words, logReduceBlackList: words },
  })
  .transform(
    ({ keys, line, maxTextLen, lastModifyTime, ...rest }): IndexSettings => ({
      keys: keys ?? {},
      rest: Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined && value !== null)),
      ...(line === undefined || line === null ? {} : { line }),
      ...(maxTextLen ? { max_text_len: maxTextLen } : {}),
      ...(lastModifyTime ? { modifiedAt: lastModifyTime * SECOND } : {}),
    }),
  )

/** The calls of Log Service that a trail's logstore is set up with. What does not exist is undefined. */
export class LogSetup {
  readonly #client: ServiceClient
  readonly #project: string

  constructor(client: ServiceClient, project: string) {
    this.#client = client
    this.#project = project
  }

  async hasProject(options?: CallOptions): Promise<boolean> {
    return (await ifAny(this.#client.call('GetProject', this.#where(), projectSchema, options))) !== undefined
  }

  createProject(description: string, options?: CallOptions): Promise<undefined> {
    return this.#client.call('CreateProject', { ...this.#where(), description }, nothing, options)
  }

  logstore(name: string, options?: CallOptions): Promise<LogstoreSettings | undefined> {
    return ifAny(this.#client.call('GetLogStore', this.#where(name), logstoreSchema, options))
  }

  /** Keeps logs for so many days; everything else stays as `now` says. */
  setDays(name: string, now: LogstoreSettings, days: number, options?: CallOptions): Promise<undefined> {
    return this.#client.call('UpdateLogStore', { ...now, ...this.#where(name), ttl: days }, nothing, options)
  }

  index(logstore: string, options?: CallOptions): Promise<IndexSettings | undefined> {
    return ifAny(this.#client.call('GetIndex', this.#where(logstore), indexSchema, options))
  }

  createIndex(logstore: string, index: IndexSettings, options?: CallOptions): Promise<undefined> {
    return this.#client.call('CreateIndex', { ...this.#where(logstore), index }, nothing, options)
  }

  updateIndex(logstore: string, index: IndexSettings, options?: CallOptions): Promise<undefined> {
    return this.#client.call('UpdateIndex', { ...this.#where(logstore), index }, nothing, options)
  }

  #where(logstore = ''): { readonly project: string; readonly logstore: string } {
    return { project: this.#project, logstore }
  }
}

async function ifAny<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call
  } catch (caught) {
    if (caught instanceof CloudError && caught.kind === 'not-found') return undefined
    throw caught
  }
}
