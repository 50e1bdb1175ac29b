import type { Change, Finding, ReadinessRow } from '../shared/domain/readiness.ts'
import type { Scope } from '../shared/domain/scope.ts'
import { DAY, HOUR, iso } from '../shared/domain/time.ts'
import { VERDICTS, type Verdict } from '../shared/domain/verdict.ts'
import { openStore } from '../shared/store/open-store.ts'

export const REGIONS = ['cn-hangzhou', 'cn-shanghai', 'cn-beijing', 'cn-shenzhen', 'ap-southeast-1']
const ACCOUNTS = ['1000000000000001', '1000000000000002']
/** Rows that are written at once. */
const CHUNK = 5_000
/** Nights over which the keys became what they are. */
const NIGHTS = 60

/** Writes a table of so many judged keys, with the changes of their first two months, to a SQLite file. */
export async function storeKeys(file: string, keys: number, now: number): Promise<void> {
  const store = await openStore({ kind: 'sqlite', file }, { mode: 'write' })
  try {
    for (let first = 0; first < keys; first += CHUNK) {
      const rows = Array.from({ length: Math.min(CHUNK, keys - first) }, (_, index) =>
        rowOf(first + index, placeOf(first + index), now),
      )
      await store.readiness.put(rows)
      await store.history.put(rows.flatMap((row, index) => changesOf(row, first + index, now)))
    }
  } finally {
    await store.close()
  }
}

/** The id of a stored key. */
export function keyIdOf(number: number): string {
  return `key-hzz${number.toString(36).padStart(13, '0')}`
}

/** The scope of a stored key. */
export function placeOf(number: number): Scope {
  const [accountId = '', region = ''] = [ACCOUNTS[number % ACCOUNTS.length], REGIONS[number % REGIONS.length]]
  return { accountId, region }
}

/** The row of a stored key. */
export function rowOf(number: number, { accountId, region }: Scope, now: number): ReadinessRow {
  const verdict = VERDICTS[number % VERDICTS.length] ?? 'ready'
  const keyId = keyIdOf(number)
  const lastUsedAt = iso(now - (number % 2_000) * HOUR)
  const calls = (number * 7_919) % 100_000
  const complete = number % 10 !== 0
  const window = { from: iso(now - 90 * DAY), to: iso(now - HOUR) }
  return {
    accountId,
    region,
    keyId,
    arn: `acs:kms:${region}:${accountId}:key/${keyId}`,
    aliases: [`alias/team-${number % 97}/service-${number}`],
    verdict,
    rules: '2023-09',
    facts: {
      keyState: 'Enabled',
      keySpec: 'Aliyun_AES_256',
      keyUsage: 'ENCRYPT/DECRYPT',
      origin: 'Aliyun_KMS',
      automaticRotation: 'Disabled',
      versions: 1,
      kmsInstanceId: null,
      createdAt: iso(now - 900 * DAY),
      nextRotationAt: null,
    },
    findings: [findingOf(verdict)],
    usage: {
      calls,
      failures: calls % 13,
      byOperation: { Decrypt: calls },
      lastUsedAt,
      callers: Array.from({ length: 3 }, (_, index) => ({
        principal: `role/app-${(number + index) % 500}`,
        client: 'java',
        network: 'vpc',
        operations: ['Decrypt'],
        calls: Math.floor(calls / 3),
        failures: 0,
        lastSeenAt: lastUsedAt,
      })),
      moreCallers: 0,
      hours: Array.from({ length: 24 }, (_, hour) => (number * (hour + 1)) % 60),
    },
    observed: { ...window, complete, gaps: complete ? [] : [{ from: iso(now - 80 * DAY), to: iso(now - 79 * DAY) }] },
    checkedAt: iso(now - HOUR),
    changedAt: iso(now - (number % NIGHTS) * DAY),
    tags: [{ key: 'owner', value: `team-${number % 97}` }],
    owner: `team-${number % 97}`,
    secrets: [],
    unread: [],
  }
}

function findingOf(effect: Verdict): Finding {
  return {
    rule: 'evidence-incomplete',
    effect,
    message: 'The trail was not read for one of the ninety days that the verdict looks back over.',
    action: 'Let the next nights go on reading.',
    source: 'https://www.alibabacloud.com/help/en/kms/',
    events: [],
    data: {},
  }
}

/** How a stored key came to its verdict. */
export function changesOf({ accountId, region, keyId, verdict }: ReadinessRow, number: number, now: number): Change[] {
  const first = { accountId, region, keyId, changedAt: iso(now - NIGHTS * DAY), before: null, why: [], events: [] }
  const later = { ...first, changedAt: iso(now - (number % NIGHTS) * DAY), before: 'unknown' as const, after: verdict }
  return verdict === 'unknown' ? [{ ...first, after: verdict }] : [{ ...first, after: 'unknown' }, later]
}
