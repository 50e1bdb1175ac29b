import type { WireRequest } from '../http/wire-request.ts'

export type OperationName =
  | 'ListBuckets'
  | 'ListObjectsV2'
  | 'GetObject'
  | 'HeadObject'
  | 'GetBucketEncryption'
  | 'GetBucketInfo'
  | 'GetBucketLocation'

/** What a request is about. */
export interface Asked {
  /** Undefined: nothing that is simulated. */
  readonly operation: OperationName | undefined
  /** Empty: the host names none. */
  readonly bucket: string
  /** Key of the object; empty: the bucket itself. */
  readonly key: string
}

/** Suffixes of the vendor's hosts: public, within the region, within a VPC. */
const VENDOR_HOST = /^([a-z0-9-]+)\.oss-[a-z0-9-]+\.aliyuncs\.com$/
const LOOPBACK_HOST = /^([a-z0-9-]+)\.(?:127\.0\.0\.1|localhost)(?::\d+)?$/

/** The bucket stands in the host: `<bucket>.oss-<region>.aliyuncs.com`, and here before the address. */
export function describe(request: WireRequest): Asked {
  const host = request.headers.host ?? ''
  const bucket = (VENDOR_HOST.exec(host) ?? LOOPBACK_HOST.exec(host))?.[1] ?? ''
  const key = keyOf(request)
  return { operation: operationOf(request, bucket, key), bucket, key: key ?? '' }
}

/** Undefined: the path is no text. */
function keyOf({ path }: WireRequest): string | undefined {
  try {
    return decodeURIComponent(path.slice(1))
  } catch {
    return undefined
  }
}

function operationOf(
  { method, query }: WireRequest,
  bucket: string,
  key: string | undefined,
): OperationName | undefined {
  if (key === undefined) return undefined
  if (key !== '') return method === 'GET' ? 'GetObject' : method === 'HEAD' ? 'HeadObject' : undefined
  if (method !== 'GET') return undefined
  if (bucket === '') return 'ListBuckets'
  if (query.has('encryption')) return 'GetBucketEncryption'
  if (query.has('bucketInfo')) return 'GetBucketInfo'
  if (query.has('location')) return 'GetBucketLocation'
  return query.get('list-type') === '2' ? 'ListObjectsV2' : undefined
}

/** What the log of calls keeps: the parameters with bucket and object, and the header Range. */
export function parametersOf(request: WireRequest): ReadonlyMap<string, string> {
  const { bucket, key } = describe(request)
  const { range } = request.headers
  return new Map([
    ['bucket', bucket],
    ...(key === '' ? [] : [['object', key] as const]),
    ...(range === undefined ? [] : [['range', range] as const]),
    ...request.query,
  ])
}
