import { DAY, HOUR, iso } from '../../../shared/domain/time.ts'
import {
  account,
  DEFAULT_ACCOUNT,
  key,
  type RawEvent,
  region,
  secret,
  type World,
  type WorldEvent,
  world,
} from '../../../simulator/cloud/world.ts'
import { ciphertextOf, event, instance } from '../../../simulator/cloud/world-events.ts'

/** The moment at which the nights of these tests start. */
export const NOW = Date.parse('2026-11-23T02:30:00Z')

/** An event so many hours before the night. */
export function hoursAgo(hours: number, raw: RawEvent): WorldEvent {
  return event({ eventTime: iso(NOW - hours * HOUR), ...raw })
}

/** A key with a name of its own: `plain` is nothing but a CMK that a Java application in a VPC uses every day. */
export function named(name: string, fields: Parameters<typeof key>[0] = {}) {
  return key({ keyId: `key-${name}`, aliases: [`alias/${name}`], ...fields })
}

/** A dozen keys in one region, each with a story that one rule decides. Causes only. */
export function smallCompany(): World {
  const keys = [
    named('plain'),
    named('unused'),
    named('external', { origin: 'EXTERNAL', automaticRotation: 'Disabled' }),
    named('rotating', { automaticRotation: 'Enabled' }),
    named('rotated', {
      versions: [1, 2, 3].map((n) => ({
        id: `0000000${n}-1111-4222-8333-444444444444`,
        createdAt: iso(NOW - n * 400 * DAY),
      })),
    }),
    named('leaving', { keyState: 'PendingDeletion' }),
    named('source'),
    named('destination'),
    named('exported'),
    named('node'),
    named('outside'),
    named('tried'),
    named('disk'),
    named('secretive'),
    named('oss', { creatorType: 'Service', aliases: ['alias/acs/oss'], creator: 'Oss' }),
    named('moved', { instanceId: 'kst-hzz65synthetic' }),
    named('young', { createdAt: iso(NOW - 3 * DAY) }),
  ]
  const versionOf = (name: string) => keys.find(({ keyId }) => keyId === `key-${name}`)?.versions[0]?.id ?? ''
  const events = [
    ...Array.from({ length: 80 }, (_, day) =>
      hoursAgo(24 * day + 3, {
        eventId: `plain-${day}`,
        eventName: 'Decrypt',
        requestParameters: { CiphertextBlob: ciphertextOf(versionOf('plain')) },
      }),
    ),
    hoursAgo(50, {
      eventId: 're-encrypt',
      eventName: 'ReEncrypt',
      requestParameters: { CiphertextBlob: ciphertextOf(versionOf('source')), DestinationKeyId: 'alias/destination' },
    }),
    hoursAgo(2_000, {
      eventId: 'export',
      eventName: 'ExportDataKey',
      requestParameters: { CiphertextBlob: ciphertextOf(versionOf('exported')) },
      userAgent: 'AlibabaCloud (linux; amd64) Golang/1.19 Core/1.62.1',
    }),
    hoursAgo(100, {
      eventId: 'node',
      eventName: 'Encrypt',
      requestParameters: { KeyId: 'key-node' },
      userAgent: 'AlibabaCloud (linux; x64) Node.js/v20.20.2 Core/1.0.1 TeaDSL/2',
    }),
    hoursAgo(100, {
      eventId: 'outside',
      eventName: 'Encrypt',
      requestParameters: { KeyId: 'key-outside' },
      eventSource: 'kms.cn-hangzhou.aliyuncs.com',
      vpcId: undefined,
      sourceIpAddress: '203.0.113.7',
    }),
    hoursAgo(100, {
      eventId: 'tried',
      eventName: 'GenerateAndExportDataKey',
      requestParameters: { KeyId: 'alias/tried' },
      errorCode: 'Forbidden.NoPermission',
    }),
    hoursAgo(10, {
      eventId: 'disk',
      eventName: 'GenerateDataKey',
      requestParameters: { KeyId: 'key-disk' },
      userIdentity: {
        type: 'assumed-role',
        userName: 'aliyunecsdiskencryptdefaultrole:1',
        accessKeyId: 'STS.synthetic',
      },
      userAgent: undefined,
    }),
  ]
  const here = region({
    keys,
    events,
    instances: [instance({ id: 'kst-hzz65synthetic' })],
    secrets: [secret({ name: 'database', encryptionKeyId: 'key-secretive' })],
  })
  return world({ accounts: [account({ id: DEFAULT_ACCOUNT, regions: { 'cn-hangzhou': here } })] })
}
