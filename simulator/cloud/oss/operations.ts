import type { Engine } from '../engine.ts'
import type { Reply } from '../http/wire-reply.ts'
import type { WireRequest } from '../http/wire-request.ts'
import { allows } from '../policy/allows.ts'
import type { Caller } from '../service.ts'
import type { Account, World } from '../world.ts'
import { authenticate } from './authenticate.ts'
import type { Bucket } from './buckets.ts'
import { type Asked, describe, type OperationName } from './describe-request.ts'
import { getObject } from './get-object.ts'
import { listBuckets } from './list-buckets.ts'
import { listObjects } from './list-objects.ts'
import * as refuse from './refusals.ts'
import { type Elements, xmlDocument } from './xml.ts'

/** What a RAM policy must allow (vendor's page "RAM policies", actions). */
const ACTIONS: Readonly<Record<OperationName, string>> = {
  ListBuckets: 'oss:ListBuckets',
  ListObjectsV2: 'oss:ListObjects',
  GetObject: 'oss:GetObject',
  HeadObject: 'oss:GetObject',
  GetBucketEncryption: 'oss:GetBucketEncryption',
  GetBucketInfo: 'oss:GetBucketInfo',
  GetBucketLocation: 'oss:GetBucketLocation',
}

interface Place {
  readonly owner: Account
  readonly region: string
  readonly bucket: Bucket
}

/** Does what is asked: who asks, of which bucket, at the right address, with the right to do so, and only then what. */
export function operate(request: WireRequest, region: string, engine: Engine): Reply {
  const caller = authenticate(request, region, engine.gate)
  const asked = describe(request)
  const { world } = engine.gate
  if (asked.operation === undefined) throw refuse.notImplemented()
  if (asked.operation === 'ListBuckets') {
    const { account, identity, policy } = caller
    const resource = `acs:oss:oss-${region}:${account.id}:*`
    if (identity.kind !== 'root' && !allows(policy, ACTIONS.ListBuckets, resource)) throw refuse.denied()
    return xmlReply(listBuckets(account, request.query))
  }
  const place = findBucket(asked.bucket, world)
  if (!place) throw refuse.noSuchBucket(asked.bucket)
  if (place.region !== region) throw refuse.anotherEndpoint(place.region, asked.bucket)
  if (caller.account !== place.owner) throw refuse.notYours(asked.bucket)
  if (!isAllowed(caller, asked.operation, place, asked)) throw refuse.denied()
  return answerTo(asked.operation, asked, place, request, engine)
}

function findBucket(name: string, { accounts }: World): Place | undefined {
  for (const owner of accounts) {
    for (const [region, { buckets }] of Object.entries(owner.regions)) {
      const bucket = buckets.find((each) => each.name === name)
      if (bucket) return { owner, region, bucket }
    }
  }
  return undefined
}

function isAllowed({ identity, policy }: Caller, operation: OperationName, place: Place, { key }: Asked): boolean {
  const { owner, region, bucket } = place
  const resource = `acs:oss:oss-${region}:${owner.id}:${bucket.name}${key === '' ? '' : `/${key}`}`
  return identity.kind === 'root' || allows(policy, ACTIONS[operation], resource)
}

function answerTo(
  operation: OperationName,
  { key }: Asked,
  { owner, region, bucket }: Place,
  request: WireRequest,
  { gate: { world }, clock, buckets }: Engine,
): Reply {
  if (operation === 'GetBucketLocation') return xmlReply({ LocationConstraint: `oss-${region}` })
  if (operation === 'GetBucketEncryption') return xmlReply(encryptionOf(bucket))
  if (operation === 'GetBucketInfo') return xmlReply(infoOf(owner, region, bucket))
  const objects = buckets.of(bucket, world, clock())
  if (operation === 'ListObjectsV2') {
    const tellMd5 = (object: (typeof objects)[number]) => buckets.sums(object).md5.toString('hex').toUpperCase()
    return xmlReply(listObjects(bucket.name, objects, request.query, tellMd5))
  }
  const object = objects.find((each) => each.key === key)
  if (!object) throw refuse.noSuchKey(key)
  return getObject(object, request, buckets)
}

function encryptionOf({ name, encryption }: Bucket): Elements {
  if (!encryption) throw refuse.noEncryptionRule(name)
  const { algorithm, keyId } = encryption
  const rule = { SSEAlgorithm: algorithm, ...(keyId === undefined ? {} : { KMSMasterKeyID: keyId }) }
  return { ServerSideEncryptionRule: { ApplyServerSideEncryptionByDefault: rule } }
}

function infoOf(owner: Account, region: string, { name }: Bucket): Elements {
  const Bucket = {
    Name: name,
    Location: `oss-${region}`,
    StorageClass: 'Standard',
    ExtranetEndpoint: `oss-${region}.aliyuncs.com`,
    IntranetEndpoint: `oss-${region}-internal.aliyuncs.com`,
    Owner: { ID: owner.id, DisplayName: owner.id },
    AccessControlList: { Grant: 'private' },
  }
  return { BucketInfo: { Bucket } }
}

function xmlReply(elements: Elements): Reply {
  return {
    status: 200,
    code: '',
    headers: { 'content-type': 'application/xml' },
    body: Buffer.from(xmlDocument(elements)),
  }
}
