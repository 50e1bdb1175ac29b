import type { Decision } from '../../../shared/domain/decisions/decision.ts'
import type { KeyFacts } from '../../../shared/domain/key.ts'
import { ownerOf } from '../../../shared/domain/owner.ts'
import type { Change, ReadinessRow } from '../../../shared/domain/readiness.ts'
import type { UsageRow } from '../../../shared/domain/usage.ts'
import { call } from '../domain/call.ts'

/** Texts that have broken stores before: quotes, SQL, controls, NUL, emoji, combining marks, wide and right-to-left letters. */
export const HOSTILE = `a'b"c\`d;--\\ %_ \u0000\u0001\u001f\r\n\t 😀 👩‍👩‍👧 é e\u0301 密钥 \u202e${'\uffff'} \ud800 </script>`

const HOURS = Array.from({ length: 24 }, (_, hour) => hour)

const NOT_READ: KeyFacts = {
  ...{ keyState: null, keySpec: null, keyUsage: null, origin: null, automaticRotation: null },
  ...{ versions: null, kmsInstanceId: null, createdAt: null, nextRotationAt: null },
}

/** A readiness row with every field set. */
export function readinessRow(
  changes: Partial<ReadinessRow> = {},
): Omit<Required<ReadinessRow>, 'staleVerdict' | 'waivers'> {
  const keyId = changes.keyId ?? 'key-hzz65f176a0ogplgq0000'
  return {
    accountId: '1000000000000001',
    region: 'cn-hangzhou',
    keyId,
    arn: `acs:kms:cn-hangzhou:1000000000000001:key/${keyId}`,
    aliases: ['alias/orders', 'alias/payments'],
    verdict: 'blocked',
    rules: '2023-09',
    facts: {
      keyState: 'Enabled',
      keySpec: 'Aliyun_AES_256',
      keyUsage: 'ENCRYPT/DECRYPT',
      origin: 'Aliyun_KMS',
      automaticRotation: 'Disabled',
      versions: 2,
      kmsInstanceId: '',
      createdAt: '2023-01-02T03:04:05Z',
      nextRotationAt: '2027-01-02T03:04:05Z',
    },
    findings: [
      {
        rule: 'multiple-versions',
        effect: 'blocked',
        message: 'The key has 2 versions.',
        action: 'Create a new key.',
        source: 'https://example.com/page',
        events: ['event-1', 'event-2'],
        data: { versions: 2, names: ['a', 'b'], state: 'Enabled' },
      },
    ],
    usage: {
      calls: 12,
      failures: 1,
      byOperation: { Decrypt: 11, Encrypt: 1 },
      lastUsedAt: '2026-11-20T10:00:00Z',
      callers: [
        {
          principal: 'role/orders',
          client: 'java',
          network: 'vpc',
          operations: ['Decrypt', 'Encrypt'],
          calls: 12,
          failures: 1,
          lastSeenAt: '2026-11-20T10:00:00Z',
        },
      ],
      moreCallers: 3,
      hours: HOURS,
    },
    observed: {
      from: '2026-08-25T00:00:00Z',
      to: '2026-11-23T00:00:00Z',
      complete: false,
      gaps: [{ from: '2026-09-01T00:00:00Z', to: '2026-09-02T00:00:00Z' }],
    },
    checkedAt: '2026-11-23T00:00:00Z',
    changedAt: '2026-11-01T00:00:00Z',
    tags: [{ key: 'team', value: 'orders' }],
    owner: ownerOf({ tags: changes.tags ?? [{ key: 'team', value: 'orders' }] }) ?? null,
    secrets: ['orders-db'],
    unread: [{ fact: 'aliases', reason: call('ListAliases', 'Forbidden.NoPermission') }],
    resources: [{ service: 'ecs', kind: 'disk', id: 'd-1', use: 'In_use', attachedTo: 'i-1' }],
    moreResources: 2,
    resourceReads: [
      { service: 'ecs', unread: null },
      { service: 'oss', unread: call('ListBuckets', 'AccessDenied') },
    ],
    afterMove: {
      moved: { after: '2026-11-01T00:00:00Z', by: '2026-11-02T00:00:00Z' },
      closesAt: '2026-12-01T00:00:00Z',
      complete: true,
      instanceLog: { state: 'not-there', reason: call('GetIndex', 'ProjectNotExist') },
      ...{ left: 1, failing: 1, silent: 0 },
      callers: [
        {
          ...{ principal: 'role/orders', state: 'failing', left: true },
          ...{ clients: ['java'], operations: ['Decrypt'], calls: 3, failures: 3, instanceCalls: 0 },
          ...{ lastSeenAt: '2026-11-20T10:00:00Z', events: ['event-3'] },
        },
      ],
      moreCallers: 2,
      peak: { at: '2026-11-20T10:00:00Z', calls: 3 },
      rotationOff: true,
    },
    ...changes,
  }
}

/** A readiness row that lacks all that a row may lack, which is half of it: for long lists. */
export function scantRow(changes: Partial<ReadinessRow> = {}): ReadinessRow {
  const { resources: _, moreResources: _more, resourceReads: _reads, afterMove: _move, ...row } = readinessRow(changes)
  return { ...row, facts: NOT_READ, findings: [], secrets: [], unread: [], ...changes }
}

/** A usage row with every field set. The series is not a hash here, only unique where a test says so. */
export function usageRow(changes: Partial<UsageRow> = {}): UsageRow {
  return {
    day: '2026-11-20',
    keyId: 'key-1',
    series: 'series-1',
    operation: 'Decrypt',
    outcome: 'made',
    caller: {
      kind: 'application',
      principal: 'role/orders',
      client: 'java',
      network: 'public',
      address: '203.0.113.7',
    },
    calls: 5,
    failures: 1,
    hours: HOURS,
    firstAt: '2026-11-20T01:00:00Z',
    lastAt: '2026-11-20T09:00:00Z',
    events: [{ id: 'event-1', at: '2026-11-20T09:00:00Z' }],
    ...changes,
  }
}

export function change(changes: Partial<Change> = {}): Change {
  return {
    accountId: '1000000000000001',
    region: 'cn-hangzhou',
    keyId: 'key-1',
    changedAt: '2026-11-20T00:00:00Z',
    before: 'ready',
    after: 'blocked',
    why: ['blocked-operation'],
    events: ['event-1'],
    ...changes,
  }
}

export function decision(changes: Partial<Decision> = {}): Decision {
  return {
    accountId: '1000000000000001',
    region: 'cn-hangzhou',
    subject: 'owner/key-1',
    number: 1,
    value: { kind: 'owner', keyId: 'key-1', owner: 'payments' },
    by: 'Li Na',
    at: '2026-11-20T00:00:00Z',
    why: 'moved to the payments team',
    until: '2026-12-31T16:00:00Z',
    ...changes,
  }
}

/** All that a list yields. */
export async function all<T>(list: AsyncIterable<T>): Promise<T[]> {
  const rows: T[] = []
  for await (const row of list) rows.push(row)
  return rows
}
