import { Readable } from 'node:stream'
import ossPackage from 'ali-oss'
import * as z from 'zod'
import type { Proxies } from '../net/proxy.ts'
import type { Credentials } from './credential-source.ts'
import { type Endpoint, urlOf } from './endpoints.ts'
import { OssTransport } from './oss-transport.ts'
import type { Query, Send } from './service-client.ts'

/** The package's types lack a call that it has. */
class Oss extends ossPackage {
  declare getBucketEncryption: (bucket: string) => Promise<unknown>
}

/** What one OSS call takes: `prefix`, `token` and `most` of a list (of buckets the last two), `key`, `from` and `etag` of an object; `head`: without its bytes. */
const querySchema = z.object({
  prefix: z.string().default(''),
  delimiter: z.string().optional(),
  token: z.string().optional(),
  most: z.number().default(1_000),
  key: z.string().default(''),
  from: z.number().default(0),
  etag: z.string().optional(),
  head: z.boolean().default(false),
})
const errorSchema = z.object({
  status: z.number(),
  code: z.string(),
  message: z.string(),
  requestId: z.string().optional(),
})
const listSchema = z.object({
  objects: z.array(z.object({ name: z.string() })),
  prefixes: z.array(z.string()).nullable(),
  isTruncated: z.boolean(),
  keyCount: z.number(),
  nextContinuationToken: z.string().nullable(),
})

const bucketListSchema = z.object({
  buckets: z.array(z.object({ name: z.unknown(), region: z.unknown() })).nullable(),
  isTruncated: z.boolean(),
  nextMarker: z.string().nullable(),
})
const encryptionSchema = z.object({ encryption: z.unknown() })

/** The words of an answer about a bucket that is in another region, whose code may be the one of a missing right. */
const ELSEWHERE = /must be addressed using the specified endpoint/
/** Code of such an answer (vendor's page "HTTP 403 errors"). */
export const ANOTHER_ENDPOINT = 'PermanentRedirect'

/** OSS through `ali-oss`, in one bucket, or without one for what is asked of the account; signed with V4: an account that is new can use no other (docs/vendor-facts.md, "OSS"). */
export function ossSdk(endpoint: Endpoint, region: string, bucket: string, proxies: Proxies): Send {
  const urllib = new OssTransport(bucket, endpoint, proxies)
  const clients = new WeakMap<Credentials, Oss>()
  const clientOf = (credentials: Credentials) => {
    const known = clients.get(credentials)
    if (known) return known
    const { accessKeyId, accessKeySecret, securityToken } = credentials
    const options = {
      ...{ accessKeyId, accessKeySecret, bucket, urllib, authorizationV4: true },
      // Given, or it warns on the console: credentials are renewed by their source.
      ...(securityToken === undefined
        ? {}
        : { stsToken: securityToken, refreshSTSTokenInterval: Number.MAX_SAFE_INTEGER }),
      ...{ endpoint: urlOf(endpoint), region: `oss-${region}` },
    }
    const client = new Oss(options)
    clients.set(credentials, client)
    return client
  }
  return async (action, query, credentials) => {
    try {
      return await send(clientOf(credentials), bucket, action, query)
    } catch (error) {
      throw readable(error)
    }
  }
}

async function send(client: Oss, bucket: string, action: string, query: Query): Promise<unknown> {
  const { prefix, delimiter, token, most, key, from, etag, head } = querySchema.parse(query)
  switch (action) {
    case 'ListObjects': {
      const page = await client.listV2({
        ...{ 'max-keys': `${most}`, 'encoding-type': 'url' },
        // `ali-oss` signs an empty value as another one than the vendor's other clients do.
        ...(prefix === '' ? {} : { prefix }),
        ...(delimiter === undefined ? {} : { delimiter }),
        ...(token === undefined ? {} : { 'continuation-token': token }),
      })
      const { objects, prefixes, ...rest } = listSchema.parse(page)
      return { keys: objects.map(({ name }) => decoded(name)), prefixes: (prefixes ?? []).map(decoded), ...rest }
    }
    case 'ListBuckets': {
      const page = await client.listBuckets(
        { 'max-keys': `${most}`, ...(token === undefined ? {} : { marker: token }) },
        {},
      )
      return bucketListSchema.parse(page)
    }
    case 'GetBucketEncryption':
      return { encryption: encryptionSchema.parse(await client.getBucketEncryption(bucket)).encryption }
    default: {
      if (head) return { status: (await client.head(key)).status }
      const part = from === 0 ? {} : { range: `bytes=${from}-`, 'if-match': etag ?? '' }
      const { stream, res } = await client.getStream(key, { headers: part })
      return { body: stream instanceof Readable ? stream : undefined, status: res.status, headers: res.headers }
    }
  }
}

/** As the names are written in the query of an address. */
function decoded(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '))
}

/** What `ali-oss` threw, as errors of the vendor's other clients are read; an error of the way there is behind another that it makes of it. */
function readable(error: unknown): unknown {
  const { data: said } = errorSchema.safeParse(error)
  if (said) {
    const { status, code, message, requestId } = said
    const Code = ELSEWHERE.test(message) ? ANOTHER_ENDPOINT : code
    return { statusCode: status, data: { Code, HttpStatus: status, RequestId: requestId } }
  }
  const behind = typeof error === 'object' && error !== null && 'res' in error ? error.res : undefined
  return behind instanceof Error ? behind : error
}
