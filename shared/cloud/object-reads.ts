import { Readable } from 'node:stream'
import * as z from 'zod'
import type { BucketPlace, ObjectList, ObjectStorage } from './cloud.ts'
import type { CallOptions } from './credential-source.ts'
import { type BodyTiming, ObjectBody } from './object-body.ts'
import type { ServiceClient } from './service-client.ts'

/** Requests a second to a bucket: the vendor allows 2,000 where keys begin alike, as those of a trail do (page "HTTP status code 503"). */
export const OSS_QPS = 200

/** A page of ListObjectsV2: it says how many names it holds, and where to go on if there are more. */
const pageSchema = z
  .object({
    keys: z.array(z.string()),
    prefixes: z.array(z.string()),
    isTruncated: z.boolean(),
    keyCount: z.number(),
    nextContinuationToken: z.string().nullable(),
  })
  .refine(({ keys, prefixes, keyCount }) => keys.length + prefixes.length === keyCount)
  .refine(({ isTruncated, nextContinuationToken }) => isTruncated === Boolean(nextContinuationToken))

const headSchema = z.object({ status: z.literal(200) })

const answerSchema = z.object({
  body: z.instanceof(Readable),
  status: z.number(),
  headers: z.object({
    etag: z.string().min(1),
    'content-length': z.string().regex(/^\d+$/),
    'content-range': z.string().optional(),
    'x-oss-hash-crc64ecma': z.string().optional(),
  }),
})

/** OSS in one bucket. */
export class ObjectReads implements ObjectStorage {
  readonly #client: ServiceClient
  readonly #place: BucketPlace
  readonly #timing: BodyTiming

  constructor(client: ServiceClient, place: BucketPlace, timing: BodyTiming) {
    this.#client = client
    this.#place = place
    this.#timing = timing
  }

  async list(prefix: string, options?: CallOptions): Promise<ObjectList> {
    const [keys, prefixes]: [string[], string[]] = [[], []]
    const seen = new Set<string>()
    let token: string | undefined
    do {
      const page = await this.#page({ prefix, delimiter: '/', ...(token === undefined ? {} : { token }) }, options)
      keys.push(...page.keys)
      prefixes.push(...page.prefixes)
      token = page.nextContinuationToken ?? undefined
      if (token !== undefined && seen.has(token))
        throw this.#client.error('ListObjects', { kind: 'bad-response', code: 'RepeatedPage' })
      if (token !== undefined) seen.add(token)
    } while (token !== undefined)
    return { keys, prefixes }
  }

  async first(prefix: string, options?: CallOptions): Promise<string | undefined> {
    const { keys } = await this.#page({ prefix, most: 1 }, options)
    return keys[0]
  }

  async mayRead(key: string, options?: CallOptions): Promise<void> {
    await this.#client.call('GetObject', { key, head: true }, headSchema, options)
  }

  open(key: string, options?: CallOptions): AsyncIterable<Uint8Array> {
    const get = (from: number, etag: string) =>
      this.#client.call('GetObject', { key, ...(from === 0 ? {} : { from, etag }) }, answerSchema, options)
    return new ObjectBody(this.#client, get, this.#timing, options?.signal)
  }

  #page(query: Readonly<Record<string, unknown>> & { readonly prefix: string }, options?: CallOptions) {
    return this.#client.call('ListObjects', query, pageSchema, options, ({ keys, prefixes }) => {
      const strange = [...keys, ...prefixes].find((each) => !each.startsWith(query.prefix))
      return strange === undefined ? undefined : { code: 'AnotherPage', reported: this.#place.bucket }
    })
  }
}

export type ObjectAnswer = z.infer<typeof answerSchema>
