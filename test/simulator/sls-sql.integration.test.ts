import { expect, test } from 'vitest'
import { loggedWorld, openLogs } from '../support/cloud/logs.ts'
import { ago } from '../support/cloud/lookups.ts'

const EVENTS = [
  ago(10, { eventName: 'Decrypt', requestParameters: { KeyId: 'a' } }),
  ago(20, { eventName: 'Decrypt', requestParameters: { KeyId: 'b' } }),
  ago(30, { eventName: 'ReEncrypt', requestParameters: { DestinationKeyId: 'a' } }),
]

test('an aggregation runs over what the trail delivered', async () => {
  const { rows } = await openLogs(loggedWorld(EVENTS))
  const sql = 'select "event.eventName" as name, count(*) as n group by name order by n desc'
  expect(await rows(`event.serviceName: Kms | ${sql}`)).toEqual([
    { name: 'Decrypt', n: '2' },
    { name: 'ReEncrypt', n: '1' },
  ])
})
