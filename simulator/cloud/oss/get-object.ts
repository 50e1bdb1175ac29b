import type { Reply } from '../http/wire-reply.ts'
import type { WireRequest } from '../http/wire-request.ts'
import type { BucketContents, HeldObject } from './content.ts'
import { archived, invalidRange, preconditionFailed } from './refusals.ts'

/** GetObject and HeadObject. An invalid range counts for nothing, unless the client asks for the standard's behaviour. */
export function getObject(object: HeldObject, request: WireRequest, contents: BucketContents): Reply {
  const isArchived = object.storageClass === 'Archive' || object.storageClass === 'ColdArchive'
  if (isArchived && request.method === 'GET') throw archived(object.key)
  const { md5, crc64 } = contents.sums(object)
  const etag = `"${md5.toString('hex').toUpperCase()}"`
  checkConditions(request, etag)
  const body = request.method === 'HEAD' ? Buffer.alloc(0) : object.read()
  const range = request.method === 'HEAD' ? undefined : rangeOf(request, body.length)
  const part = range ? body.subarray(range.from, range.to + 1) : body
  return {
    status: range ? 206 : 200,
    code: '',
    headers: {
      'accept-ranges': 'bytes',
      'content-length': String(request.method === 'HEAD' ? object.size : part.length),
      'content-type': 'application/octet-stream',
      etag,
      'last-modified': 'Sun, 01 Nov 2026 00:00:00 GMT',
      'x-oss-object-type': 'Normal',
      'x-oss-hash-crc64ecma': crc64,
      'x-oss-storage-class': object.storageClass,
      ...(range
        ? { 'content-range': `bytes ${range.from}-${range.to}/${body.length}` }
        : { 'content-md5': md5.toString('base64') }),
    },
    body: part,
  }
}

function checkConditions({ headers }: WireRequest, etag: string): void {
  const bare = (text: string) => text.trim().replace(/^"|"$/g, '').toUpperCase()
  const wanted = headers['if-match']
  if (wanted !== undefined && bare(wanted) !== bare(etag)) throw preconditionFailed('If-Match')
}

interface Range {
  readonly from: number
  /** Included. */
  readonly to: number
}

function rangeOf({ headers }: WireRequest, size: number): Range | undefined {
  const { range } = headers
  if (range === undefined) return undefined
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? []
  if (first === '' && last === '') return undefined
  const isStandard = headers['x-oss-range-behavior'] === 'standard'
  const from = first === '' ? size - Number(last) : Number(first)
  const to = first === '' || last === '' ? size - 1 : Number(last)
  if (from >= 0 && from <= to && to < size) return { from, to }
  if (!isStandard) return undefined
  if (from >= size || from > to) throw invalidRange(range, size)
  return { from: Math.max(0, from), to: size - 1 }
}
