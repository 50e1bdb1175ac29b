import { createHash } from 'node:crypto'
import { encode } from '../signature/encode.ts'
import type { HeldObject } from './content.ts'
import { invalidArgument } from './refusals.ts'
import type { Elements } from './xml.ts'

const MAX_KEYS = 1_000
const DEFAULT_KEYS = 100

/** ListObjectsV2: keys behind a place in the order of their bytes, those with a common beginning up to the delimiter as one. */
export function listObjects(
  name: string,
  objects: readonly HeldObject[],
  query: ReadonlyMap<string, string>,
  tellMd5: (object: HeldObject) => string,
): Elements {
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const maxKeys = maxKeysOf(query)
  const written = encodingOf(query)
  const token = query.get('continuation-token')
  const after = token === undefined ? (query.get('start-after') ?? '') : placeOf(token, name, query)
  const contents: HeldObject[] = []
  const groups: string[] = []
  let last = ''
  let isTruncated = false
  for (const object of objects) {
    const { key } = object
    if (!key.startsWith(prefix) || !isBehind(key, after)) continue
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
    const group = end === -1 ? undefined : key.slice(0, end + delimiter.length)
    // Told on the page before: a page that ends with a group goes on behind all of it.
    if (group !== undefined && (group === groups.at(-1) || (after.endsWith(delimiter) && group === after))) continue
    if (contents.length + groups.length === maxKeys) {
      isTruncated = true
      break
    }
    if (group === undefined) contents.push(object)
    else groups.push(group)
    last = group ?? key
  }
  return {
    ListBucketResult: {
      Name: name,
      Prefix: written(prefix),
      ...(token === undefined ? {} : { ContinuationToken: token }),
      ...(query.has('start-after') ? { StartAfter: written(query.get('start-after') ?? '') } : {}),
      MaxKeys: maxKeys,
      Delimiter: written(delimiter),
      ...(query.has('encoding-type') ? { EncodingType: 'url' } : {}),
      IsTruncated: isTruncated,
      ...(isTruncated ? { NextContinuationToken: tokenOf(last, name, query) } : {}),
      Contents: contents.map((object) => ({
        Key: written(object.key),
        LastModified: '2026-11-01T00:00:00.000Z',
        ETag: `"${tellMd5(object)}"`,
        Type: 'Normal',
        Size: object.size,
        StorageClass: object.storageClass,
      })),
      CommonPrefixes: groups.map((group) => ({ Prefix: written(group) })),
      KeyCount: contents.length + groups.length,
    },
  }
}

function isBehind(key: string, place: string): boolean {
  return place === '' || Buffer.compare(Buffer.from(key), Buffer.from(place)) > 0
}

function maxKeysOf(query: ReadonlyMap<string, string>): number {
  const text = query.get('max-keys')
  if (text === undefined) return DEFAULT_KEYS
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < 1 || value > MAX_KEYS) {
    throw invalidArgument('Argument max-keys must be an integer between 1 and 1000.', 'max-keys', text)
  }
  return value
}

function encodingOf(query: ReadonlyMap<string, string>): (text: string) => string {
  const kind = query.get('encoding-type')
  if (kind === undefined) return (text) => text
  if (kind !== 'url') throw invalidArgument('Invalid Encoding Method specified in Request.', 'encoding-type', kind)
  return encode
}

/** A token is good for the query that it was given for. */
function tokenOf(last: string, name: string, query: ReadonlyMap<string, string>): string {
  return Buffer.from(JSON.stringify([last, digestOf(name, query)])).toString('base64')
}

function placeOf(token: string, name: string, query: ReadonlyMap<string, string>): string {
  try {
    const [last, digest]: unknown[] = JSON.parse(Buffer.from(token, 'base64').toString())
    if (typeof last === 'string' && digest === digestOf(name, query)) return last
  } catch {
    // Not one of ours: refused like one of another query.
  }
  throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token)
}

function digestOf(name: string, query: ReadonlyMap<string, string>): string {
  const bound = ['prefix', 'delimiter', 'start-after', 'encoding-type'].map((each) => query.get(each) ?? '')
  return createHash('sha256')
    .update(JSON.stringify([name, ...bound]))
    .digest('hex')
}
