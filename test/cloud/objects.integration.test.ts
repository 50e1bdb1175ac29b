import { describe, expect, test } from 'vitest'
import type { ObjectStorage } from '../../shared/cloud/cloud.ts'
import { Crc64 } from '../../shared/cloud/crc64.ts'
import type { Fault } from '../../simulator/cloud/faults/fault.ts'
import { bucket, type StoredObject } from '../../simulator/cloud/oss/buckets.ts'
import { crc64Of } from '../../simulator/cloud/oss/crc64.ts'
import { account, region, world } from '../../simulator/cloud/world.ts'
import { clientOf, failure, type OpenOptions, open } from '../support/cloud/open.ts'
import { startProxy } from '../support/net/proxy-server.ts'

const NAME = 'company-audit'
const BODY = Buffer.from(Array.from({ length: 300_000 }, (_, n) => (n * 7919) % 251))
const FILE = { key: 'logs/a file+1.gz', body: BODY }

async function storage(objects: StoredObject[] = [FILE], options: OpenOptions = {}) {
  const here = bucket(NAME, { objects })
  const regions = { 'cn-hangzhou': region({ buckets: [here] }), 'cn-beijing': region() }
  const { cloud, server } = await open(world({ accounts: [account({ regions })] }), options)
  return { cloud, server, here, objects: cloud.objects({ region: 'cn-hangzhou', bucket: NAME }) }
}

async function bytesOf(objects: ObjectStorage, key = FILE.key, signal?: AbortSignal): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of objects.open(key, signal ? { signal } : {})) pieces.push(piece)
  return Buffer.concat(pieces)
}

const get = (effect: Fault['effect'], nth?: number[]): Fault => ({
  where: { action: 'GetObject', ...(nth ? { nth } : {}) },
  effect,
})

describe('a list', () => {
  const many = Array.from({ length: 2_345 }, (_, n) => ({
    key: `logs/${n % 2 ? 'é &<' : ''}${n}`,
    body: Buffer.from(''),
  }))
  const folders = ['logs/2026/11/x', 'logs/2026/12/x', 'logs/2025/x', 'other/x'].map((key) => ({ key, body: BODY }))

  test('comes whole, over all pages, with names of any characters', async () => {
    const { objects, server } = await storage([...many, ...folders])
    const { keys, prefixes } = await objects.list('logs/')
    expect([...keys].sort()).toEqual(many.map(({ key }) => key).sort())
    expect(prefixes).toEqual(['logs/2025/', 'logs/2026/'])
    expect(server.count({ action: 'ListObjectsV2' })).toBe(3)
  })

  test('of nothing is empty, and the first key is asked for by itself', async () => {
    const { objects } = await storage(folders)
    expect(await objects.list('none/')).toEqual({ keys: [], prefixes: [] })
    expect([await objects.first('logs/'), await objects.first('none/')]).toEqual(['logs/2025/x', undefined])
  })

  test('that is cut short is asked for again, and never taken for the whole', async () => {
    const cut = { where: { action: 'ListObjectsV2', nth: [2] }, effect: { kind: 'truncated' } } as const
    const { objects } = await storage([...many, ...folders], { faults: [cut] })
    expect((await objects.list('logs/')).keys).toHaveLength(many.length)
    const { objects: always } = await storage(folders, { faults: [{ effect: { kind: 'truncated' } }] })
    expect(await failure(always.list('logs/'))).toMatchObject({
      service: 'oss',
      action: 'ListObjects',
      kind: 'bad-response',
    })
  })
})

describe('an object', () => {
  test('comes as it is', async () => {
    const { objects, server } = await storage()
    expect((await bytesOf(objects)).equals(BODY)).toBe(true)
    expect(server.count({ action: 'GetObject' })).toBe(1)
  })

  test.each([
    ['breaks off', { kind: 'breaks-off', by: 'reset' }],
    ['stands still', { kind: 'breaks-off', by: 'stall' }],
  ] as const)('that %s goes on where it stopped', async (_, effect) => {
    const timing = { timeouts: { connect: 2_000, read: effect.by === 'stall' ? 300 : 2_000 } }
    const { objects, server } = await storage([FILE], { faults: [get(effect, [1, 2])], timing })
    expect((await bytesOf(objects)).equals(BODY)).toBe(true)
    const ranges = server.calls.filter(({ action }) => action === 'GetObject').map(({ params }) => params.range)
    expect(ranges).toEqual([undefined, 'bytes=150000-', 'bytes=225000-'])
  })

  test('that breaks off for ever is given up', async () => {
    const { objects, server } = await storage([FILE], { faults: [get({ kind: 'breaks-off', by: 'reset' })] })
    expect(await failure(bytesOf(objects))).toMatchObject({ action: 'GetObject', kind: 'network', code: 'BrokenOff' })
    expect(server.count({ action: 'GetObject' })).toBe(6)
  })

  test('that was replaced in between is not put together of two', async () => {
    const { objects, here } = await storage([FILE], { faults: [get({ kind: 'breaks-off', by: 'reset' }, [1])] })
    const other = async () => {
      for await (const _ of objects.open(FILE.key))
        here.objects = [
          { key: FILE.key, body: Buffer.from(BODY).reverse() },
          { key: 'z', body: BODY },
        ]
    }
    expect(await failure(other())).toMatchObject({ code: 'PreconditionFailed', status: 412 })
  })

  test('whose length is told as it was cut does not pass: its checksum is another', async () => {
    const { objects } = await storage([FILE], { faults: [get({ kind: 'truncated' })] })
    expect(await failure(bytesOf(objects))).toMatchObject({ kind: 'bad-response', code: 'AnotherChecksum' })
  })

  test('of an answer that never comes fails in time, and one that is stopped at once', async () => {
    const timing = { timeouts: { connect: 200, read: 100 } }
    const stalled = get({ kind: 'stall', after: 'nothing' })
    const { objects } = await storage([FILE], { faults: [stalled], timing })
    expect(['timeout', 'unreachable']).toContain((await failure(bytesOf(objects))).kind)
    const { objects: others } = await storage([FILE], { faults: [stalled] })
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 50)
    expect(await failure(bytesOf(others, FILE.key, stop.signal))).toMatchObject({ kind: 'aborted' })
  })

  test('that is throttled comes when it may', async () => {
    const { objects } = await storage([FILE], {
      faults: [
        get({ kind: 'throttle' }, [1]),
        get({ kind: 'error', status: 429, code: 'QpsLimitExceeded' }, [2]),
        get({ kind: 'error', status: 503, code: 'ServiceUnavailable' }, [3]),
        get({ kind: 'error', status: 400, code: 'RequestTimeout' }, [4]),
      ],
    })
    expect((await bytesOf(objects)).equals(BODY)).toBe(true)
  })

  test('of an archive class has to be restored, and says so', async () => {
    const { objects } = await storage([{ ...FILE, storageClass: 'Archive' }])
    await objects.mayRead(FILE.key)
    const error = await failure(bytesOf(objects))
    expect(error).toMatchObject({ code: 'InvalidObjectState', advice: { id: 'restore-object' } })
  })
})

describe('a refusal', () => {
  test.each<[string, string, string, object]>([
    [
      'no bucket',
      'cn-hangzhou',
      'nobodys',
      { kind: 'not-found', code: 'NoSuchBucket', advice: { id: 'bucket-missing' } },
    ],
    [
      'another region',
      'cn-beijing',
      NAME,
      { kind: 'denied', code: 'PermanentRedirect', advice: { id: 'bucket-elsewhere' } },
    ],
  ])('%s', async (_, at, name, told) => {
    const { cloud } = await storage()
    expect(await failure(cloud.objects({ region: at, bucket: name }).list(''))).toMatchObject({
      service: 'oss',
      ...told,
    })
  })

  test('no such key, no right, a wrong clock, a token that is over', async () => {
    const { objects, server } = await storage()
    expect(await failure(bytesOf(objects, 'none'))).toMatchObject({ kind: 'not-found', code: 'NoSuchKey' })
    server.setFaults([get({ kind: 'denied' })])
    expect(await failure(bytesOf(objects))).toMatchObject({
      ...{ kind: 'denied', advice: { id: 'allow-bucket', params: { permission: 'oss:GetObject' } } },
    })
    server.setFaults([get({ kind: 'error', status: 403, code: 'RequestTimeTooSkewed' })])
    expect(await failure(bytesOf(objects))).toMatchObject({ kind: 'invalid', advice: { id: 'set-clock' } })
    server.setFaults([get({ kind: 'expired-token' })])
    expect(await failure(bytesOf(objects))).toMatchObject({ kind: 'expired-token' })
  })
})

test('calls go through the proxy of the environment, with the bucket in the host', async () => {
  const { server } = await storage()
  const host = 'oss-cn-hangzhou.aliyuncs.com'
  const port = Number(new URL(server.endpoints.oss['cn-hangzhou'] ?? '').port)
  const proxy = await startProxy({ names: { [`${NAME}.${host}:80`]: port } })
  const endpoints = { oss: { 'cn-hangzhou': `http://${host}` } }
  const cloud = clientOf({
    ...server.environment(),
    ...{ CMK_ENDPOINTS: JSON.stringify(endpoints), HTTP_PROXY: `http://${proxy.at}` },
  })
  const objects = cloud.objects({ region: 'cn-hangzhou', bucket: NAME })
  expect((await objects.list('logs/')).keys).toEqual([FILE.key])
  expect((await bytesOf(objects)).equals(BODY)).toBe(true)
})

test('the checksum is CRC-64 of ECMA-182, whatever the pieces', () => {
  const sum = new Crc64()
  sum.add(Buffer.from('123456789'))
  expect(sum.text()).toBe(String(0x995dc9bbdf1939fan))
  const pieces = new Crc64()
  for (const [from, to] of [
    [0, 1],
    [1, 6],
    [6, 5_003],
    [5_003, 9_001],
  ] as const)
    pieces.add(BODY.subarray(from, to))
  expect(pieces.text()).toBe(crc64Of(BODY.subarray(0, 9_001)))
})
