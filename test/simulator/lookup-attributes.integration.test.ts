import { expect, test } from 'vitest'
import { ago, openTrail, pages, WEEK } from '../support/cloud/lookups.ts'

const identity = { type: 'assumed-role', userName: 'app:session', accessKeyId: 'STS.a' }
const events = [
  ago(1, { eventName: 'ReEncrypt', userIdentity: identity, sourceIpAddress: '1.2.3.4' }),
  ago(2, { eventName: 'Decrypt', resourceName: 'key-1', referencedResources: { 'ACS::KMS::Key': ['key-2'] } }),
  ago(3, {
    eventName: 'ReEncrypt',
    serviceName: 'Ecs',
    eventRW: 'Write',
    eventAttributes: { SensitiveAction: 'true' },
  }),
]
const cases: [[string, string][], string[]][] = [
  [[['EventName', 'ReEncrypt']], ['e1', 'e3']],
  [[['EventName', 'reencrypt']], []],
  [
    [
      ['EventName', 'ReEncrypt'],
      ['ServiceName', 'Kms'],
    ],
    ['e1'],
  ],
  [[['ServiceName', 'kms']], []],
  [
    [
      ['EventName', 'Decrypt'],
      ['EventName', 'ReEncrypt'],
    ],
    ['e1', 'e3'],
  ],
  [[['EventRW', 'Write']], ['e3']],
  [[['EventId', 'e2']], ['e2']],
  [
    [
      ['EventType', 'ApiCall'],
      ['SourceIpAddress', '1.2.3.4'],
    ],
    ['e1'],
  ],
  [[['User', 'app:session']], ['e1']],
  [[['RoleName', 'app']], ['e1']],
  [[['EventAccessKeyId', 'STS.a']], ['e1']],
  [[['SensitiveAction', 'true']], ['e3']],
  [[['ResourceName', 'key-2']], ['e2']],
  [[['ResourceName', 'key-1']], ['e2']],
  [[['ResourceType', 'ACS::KMS::Key']], ['e2']],
]
for (const [attributes, expected] of cases) {
  test(attributes.map((each) => each.join('=')).join(' and '), async () => {
    const cloud = await openTrail(events)
    const query = Object.fromEntries(
      attributes.flatMap(([name, value], index) => [
        [`LookupAttribute.${index + 1}.Key`, name],
        [`LookupAttribute.${index + 1}.Value`, value],
      ]),
    )
    expect(await pages(cloud, { ...WEEK, ...query })).toEqual([expected])
  })
}
