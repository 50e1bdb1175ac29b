import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { visibleParts } from '../../../functions/usage/sources/sls/columns.ts'
import { WHOLE_OPERATIONS } from '../../../functions/usage/sources/sls/event-rows.ts'
import { groupsSql, logsOf, OF_KMS, oddSql } from '../../../functions/usage/sources/sls/event-sql.ts'
import { readGroup } from '../../../functions/usage/sources/sls/rebuild-event.ts'
import { attributeEvent, namesKey } from '../../../shared/domain/attribution.ts'
import { identifyCaller } from '../../../shared/domain/identify-caller.ts'
import { isCryptographic, isUnknownOperation } from '../../../shared/domain/operations.ts'
import { DAY, HOUR, iso, SECOND } from '../../../shared/domain/time.ts'
import type { UsageRow } from '../../../shared/domain/usage.ts'
import { UsageDay } from '../../../shared/domain/usage-day.ts'
import { actionTrailIndex } from '../../../simulator/cloud/sls/projects.ts'
import { account, type RawEvent, region, type WorldEvent, world } from '../../../simulator/cloud/world.ts'
import { ciphertextOf, event } from '../../../simulator/cloud/world-events.ts'
import { SCOPE } from '../../support/cloud/open.ts'
import { spelledAs } from '../../support/domain/spellings.ts'
import { expectedRows } from '../../support/usage/expected-rows.ts'
import { type LogLab, openLogLab } from '../../support/usage/log-lab.ts'
import { CONTEXT, KEY, KEY_ARN, OTHER_KEY, VERSION } from '../../support/usage/region-lab.ts'

const FROM = Date.parse('2026-11-20T00:00:00Z')
const NOW = FROM + 2 * DAY
const STRANGER = '5f8d3c11-7c63-4a0e-9d55-0c2d4fe0aa11'

const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 4 })
const word = fc.constantFrom(
  '',
  '-',
  'null',
  'undefined',
  '密钥',
  '****',
  'a"b',
  'a\\b',
  "it's",
  '{"KeyId":"x"}',
  '[1]',
  ' ',
)
const key = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(KEY, KEY_ARN, OTHER_KEY, VERSION, STRANGER, 'alias/pay', KEY.toUpperCase()) },
  fc.constantFrom(`${KEY.slice(0, 20)}****`, `["${KEY}"]`, `acs:kms:*:*:key/${KEY}`, ` ${KEY} `),
  word,
)
const base64 = fc.uint8Array({ minLength: 30, maxLength: 90 }).map((bytes) => Buffer.from(bytes).toString('base64'))
const ciphertext = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(VERSION, STRANGER, VERSION.toUpperCase()).map(ciphertextOf) },
  base64,
  fc.constantFrom(VERSION, STRANGER).map((id) => `${ciphertextOf(id).slice(0, 40)}\n${ciphertextOf(id).slice(40)}`),
  fc.constantFrom(20, 47, 48, 49).map((cut) => `${ciphertextOf(VERSION).slice(0, cut)}****`),
  fc.constantFrom(`["${ciphertextOf(VERSION)}"]`),
  word,
)
const strange = fc.oneof(
  word,
  fc.constant(null),
  fc.integer(),
  fc.constantFrom({ KeyId: KEY }, [KEY], { a: { b: 1 } }, []),
)
const member = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(
      fc.constantFrom('KeyId', 'keyId', 'KEYID', 'DestinationKeyId', 'KeyVersionId', 'SourceKeyId'),
      key,
    ),
  },
  {
    weight: 5,
    arbitrary: fc.tuple(fc.constantFrom('CiphertextBlob', 'PrivateKeyCiphertextBlob', 'ciphertextblob'), ciphertext),
  },
  fc.tuple(fc.constantFrom('DryRun', 'dryRun'), fc.constantFrom<unknown>('true', 'false', true, '', 'TRUE')),
  fc.tuple(
    fc.constantFrom('KeyId', 'CiphertextBlob', 'DryRun', 'EncryptionContext', 'ＫeyId', 'Plaintext', 'a.b'),
    strange,
  ),
  fc.tuple(
    fc.constantFrom('EncryptionContext', 'Plaintext', 'NumberOfBytes'),
    fc.constantFrom<unknown>('eA==', 32, '{"k":"v"}'),
  ),
)
const fields = fc.array(member, { maxLength: 4 }).map((members) => Object.fromEntries(members))
const spaced = fc
  .tuple(fields, fc.constantFrom(0, 0, 1))
  .map(([object, spaces]) => JSON.stringify(object, undefined, spaces))
const request = fc.oneof(
  { weight: 12, arbitrary: spaced },
  fc.constantFrom(undefined, '', 'null', '{"KeyId":"x', '{}', '[{"KeyId":"a"}]', 'KeyId=x'),
  // What looks like JSON and is none.
  fc
    .constantFrom('01', '1e', '-', '1.2.3', '.5', '"a\\q"', '"a\\u12"', '"a\nb"', '"\u0000"', '"a\tb"')
    .map((value) => `{"KeyId":${value},"Text":${value}}`),
  fields.map((object) => `[${JSON.stringify(object)}]`),
  fields.map((object) => JSON.stringify({ KeyId: KEY, EncryptionContext: object })),
  fields.map((object) => JSON.stringify({ ...object, Text: 'x'.repeat(2_100) })),
)
const response = fc.oneof(
  { weight: 6, arbitrary: fc.constant(undefined) },
  fields.map((object) => JSON.stringify(object)),
  fc
    .tuple(fc.constantFrom('Plaintext', 'ExportedDataKey', 'KeyVersionId'), ciphertext)
    .map(([name, value]) => JSON.stringify({ [name]: value })),
)
const identity = fc.record({
  type: some(fc.constantFrom('ram-user', 'assumed-role', 'Assumed-Role', 'system', 'root-account', 'saml-user')),
  userName: some(
    fc.oneof(
      fc.constantFrom('app', 'app:one', 'app:two', ':x', 'AliyunServiceRoleForECS:s', '角色:x', '\u200b:x'),
      word,
    ),
  ),
  principalId: some(fc.constantFrom('3:one', '3:two', '2')),
  accessKeyId: some(fc.oneof(fc.constantFrom('LTAIone', 'LTAItwo', 'STS.one', 'sts.two', 'STS.', 'AKLIone'), word)),
  accountId: some(fc.constantFrom(SCOPE.accountId, SCOPE.accountId, '1000000000000009', '')),
})
const operation = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom('Encrypt', 'Decrypt', 'GenerateDataKey', 'AsymmetricDecrypt', 'DeriveDataKey'),
  },
  fc.constantFrom('DescribeKey', 'ListKeys', 'TagResource', 'ReEncrypt'),
  fc.constantFrom('Decrypt', 'ReEncrypt', 'ExportDataKey', 'CreateAlias').chain((name) => spelledAs(name)),
)
const raw: fc.Arbitrary<RawEvent> = fc.record({
  eventName: operation,
  eventType: some(fc.constantFrom('ApiCall', 'ConsoleOperation', 'AliyunServiceEvent')),
  eventSource: some(
    fc.constantFrom(
      'kms-vpc.cn-hangzhou.aliyuncs.com',
      'kms-intranet.cn-hangzhou.aliyuncs.com',
      'kms.cn-hangzhou.aliyuncs.com',
    ),
  ),
  errorCode: some(fc.constantFrom('', 'Forbidden.NoPermission', 'InternalFailure', 'null', '200')),
  sourceIpAddress: some(
    fc.oneof(
      fc.constantFrom(
        '10.0.0.8',
        '10.9.8.7',
        '100.64.1.2',
        '172.31.0.1',
        '192.168.1.300',
        '192.168.1.30',
        '010.0.0.1',
        '11.1.1.1',
      ),
      fc.constantFrom('Internal', 'internal', '203.0.113.7', '198.51.100.9', '::ffff:10.1.1.1', '47.96.1.2'),
      word,
    ),
  ),
  vpcId: some(fc.constantFrom('vpc-one', 'vpc-two', 'VPC-three', 'vpc-m***', 'none')),
  userAgent: some(
    fc.oneof(
      fc.constantFrom(
        'AlibabaCloud (Linux; amd64) Java/1.8.0 Core/4.4.6',
        'AliyunConsole',
        'Mozilla/5.0',
        `x${'y'.repeat(2_050)} Java/1.8`,
      ),
      word,
    ),
  ),
  recipientAccountId: fc.constantFrom(SCOPE.accountId, SCOPE.accountId, undefined, '', '-'),
  acsRegion: fc.constantFrom(SCOPE.region, SCOPE.region, undefined),
  resourceName: some(
    fc.oneof(
      key,
      fc.tuple(key, key).map((names) => names.join(',')),
    ),
  ),
  userIdentity: identity,
  requestParameterJson: request,
  responseElements: response,
  requestParameters: fc.constant(undefined),
})
const moment = fc.integer({ min: 0, max: DAY / SECOND - 1 })
const timed = fc.oneof(
  { weight: 9, arbitrary: moment.map((second) => iso(FROM + second * SECOND)) },
  moment.map((second) => iso(FROM + second * SECOND).replace('Z', '.123Z')),
  moment.map((second) => iso(FROM + second * SECOND + 8 * HOUR).replace('Z', '+08:00')),
)

describe('groups of Log Service', () => {
  const events: WorldEvent[] = []
  let lab: LogLab
  beforeAll(async () => {
    const there = world({
      accounts: [account({ id: SCOPE.accountId, regions: { [SCOPE.region]: region({ events }) } })],
    })
    const more = Object.fromEntries(
      ['eventTime', 'responseElements', 'referencedResources'].map((path) => [
        path,
        { type: 'text', doc_value: true } as const,
      ]),
    )
    lab = await openLogLab(there, () => NOW, { store: { index: actionTrailIndex({}, { more }) } })
  })
  afterAll(() => lab.cloud.close())

  /** What SQL makes of the events: rows of those that it can take apart, and the ids of the others. */
  async function grouped(): Promise<{ readonly rows: readonly UsageRow[]; readonly odd: ReadonlySet<string> }> {
    const slice = { from: FROM, to: FROM + DAY, scope: SCOPE, parts: visibleParts(await lab.logs.index()) }
    const ask = async (sql: string) => {
      const { rows, lacks } = await lab.logs.select({ ...logsOf(slice), search: OF_KMS, sql })
      expect(lacks).toBe(undefined)
      return rows
    }
    const day = new UsageDay('2026-11-20')
    for (const row of await ask(groupsSql(slice))) {
      const group = readGroup(row)
      if (!group) throw new Error(`no group: ${JSON.stringify(row)}`)
      const { event: found, calls, odd } = group
      if (odd !== '' || !found) continue
      if (isCryptographic(found.name) || (isUnknownOperation(found.name) && namesKey(found, CONTEXT)))
        day.add(found, identifyCaller(found), attributeEvent(found, CONTEXT), calls)
    }
    return { rows: day.rows(), odd: new Set((await ask(oddSql(slice))).map(({ id }) => id ?? '')) }
  }

  it('stand for their events: the same rows as the events themselves, or the events are read whole', async () => {
    let odd = 0
    let all = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(raw, timed, fc.integer({ min: 0, max: 2 })), { minLength: 120, maxLength: 160 }),
        async (many) => {
          // Each twice, the second time a little later and in another session.
          const made = many.flatMap(([fields, eventTime, repeat], n) =>
            [0, 1].map((again) => {
              const id = `e${all}-${n}-${again}`
              const at = again === 0 ? eventTime : iso(Date.parse(eventTime) + SECOND)
              return {
                ...event({ ...fields, ...(again === 0 ? {} : later(fields)), eventTime: at, eventId: id }),
                repeat,
              }
            }),
          )
          all += made.length
          events.splice(0, events.length, ...made)
          const found = await grouped()
          odd += found.odd.size
          const told = made.filter(
            ({ raw: { eventId, eventName } }) =>
              !found.odd.has(String(eventId)) && !WHOLE_OPERATIONS.includes(String(eventName)),
          )
          expect(found.rows).toEqual(
            expectedRows(
              told.filter(({ raw: each }) => !isOfStranger(each)),
              { from: FROM, to: FROM + DAY },
              CONTEXT,
            ),
          )
        },
      ),
      { numRuns: 6, endOnFailure: true },
    )
    // Most can be taken apart, or nothing would be gained.
    expect(odd / all).toBeLessThan(0.6)
    // Some 1,700 events, which no other test has asked for.
  }, 60_000)
})

/** What may differ between calls that count the same. */
function later({ userIdentity }: RawEvent): RawEvent {
  const { type, userName, accessKeyId, ...rest } = userIdentity as Record<string, string | undefined>
  const isSession = type === 'assumed-role' && userName === 'app:one'
  const isSigned = accessKeyId === 'STS.one'
  return {
    userIdentity: {
      ...{ ...rest, type },
      userName: isSession ? 'app:three' : userName,
      accessKeyId: isSigned ? 'STS.three' : accessKeyId,
    },
  }
}

/** Left out by the query: a caller of another account who names no key by its ARN. */
function isOfStranger({
  recipientAccountId,
  userIdentity,
  requestParameterJson = '',
  resourceName = '',
}: RawEvent): boolean {
  const { accountId, type } = userIdentity as { accountId?: string; type?: string }
  const isUntold = recipientAccountId !== SCOPE.accountId && recipientAccountId !== undefined
  const names = /acs:/i.test(`${requestParameterJson}${resourceName}`) || requestParameterJson === ''
  return isUntold && accountId === '1000000000000009' && type !== 'system' && !names
}
