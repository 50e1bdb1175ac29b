import { expect, test } from 'vitest'
import { iso } from '../../shared/domain/time.ts'
import { actionTrailIndex } from '../../simulator/cloud/sls/projects.ts'
import { LOGSTORE, loggedWorld, openLogs, PROJECT } from '../support/cloud/logs.ts'
import { ago, NOW } from '../support/cloud/lookups.ts'

test('GetProject, GetLogStore and GetIndex show what is there', async () => {
  const { client } = await openLogs(loggedWorld([], { store: { ttl: 90, shardCount: 4 } }))
  expect((await client.getProject(PROJECT)).body).toMatchObject({
    ...{ projectName: PROJECT, region: 'cn-hangzhou', status: 'Normal', owner: '1000000000000001' },
  })
  expect((await client.getLogStore(PROJECT, LOGSTORE)).body).toMatchObject({
    ...{ logstoreName: LOGSTORE, ttl: 90, shardCount: 4, createTime: 1614585600 },
  })
  expect((await client.getIndex(PROJECT, LOGSTORE)).body).toMatchObject({
    ...{ indexMode: 'v2', ttl: 90, maxTextLen: 2048, lastModifyTime: 1614585600 },
    line: { caseSensitive: false, chn: false, token: expect.arrayContaining([',', ' ', '\n']) },
    keys: {
      event: {
        ...{ type: 'json', doc_value: true, caseSensitive: false },
        json_keys: {
          eventName: { type: 'text', doc_value: true },
          'userIdentity.accountId': { type: 'text', doc_value: true },
        },
      },
    },
  })
})

test('SQL sees the first bytes of a text, and no half letter', async () => {
  const index = actionTrailIndex({ max_text_len: 64 })
  const events = [
    ago(1, { userAgent: 'a'.repeat(65) }),
    ago(2, { userAgent: 'é'.repeat(40) }),
    ago(3, { userAgent: `a${'é'.repeat(40)}` }),
  ]
  const { rows, ask } = await openLogs(loggedWorld(events, { index }))
  expect(
    await rows('* | select length("event.userAgent") l, length(to_utf8("event.userAgent")) b order by __time__ desc'),
  ).toEqual([
    { l: '64', b: '64' },
    { l: '32', b: '64' },
    { l: '32', b: '63' },
  ])
  // A search is about the whole of it.
  expect((await ask(`event.userAgent: ${'a'.repeat(65)}`)).meta.count).toBe(1)
})

test('JSON that was cut is no JSON: an error, but within try', async () => {
  const events = [
    ago(1, { requestParameters: { KeyId: 'a' } }),
    ago(2, { requestParameters: { KeyId: 'b', long: 'x'.repeat(3_000) } }),
  ]
  const { rows } = await openLogs(loggedWorld(events))
  const key = `json_extract_scalar("event.requestParameterJson", '$.KeyId')`
  expect(await rows(`* | select ${key} as k`)).toMatch(/Cannot convert value to JSON/)
  expect(await rows(`* | select try(${key}) as k order by __time__ desc`)).toEqual([{ k: 'a' }, { k: 'null' }])
  const whole = `* | select ${key} as k where length("event.requestParameterJson") < 2048`
  expect(await rows(whole)).toEqual([{ k: 'a' }])
})

test('a column without analytics can be searched and is not there for SQL', async () => {
  const index = actionTrailIndex()
  const leaves = index.keys.event?.json_keys
  if (leaves) leaves.vpcId = { type: 'text', doc_value: false }
  const { rows, ask } = await openLogs(loggedWorld([ago(1, { vpcId: 'vpc-1' })], { index }))
  expect((await ask('event.vpcId: vpc-1')).meta.count).toBe(1)
  expect(await rows('* | select "event.vpcId" as v')).toMatch(/Column 'event.vpcId' cannot be resolved/)
  const [row] = (await rows('* | select *')) as Record<string, string>[]
  expect(Object.keys(row ?? {})).not.toContain('event.vpcId')
  expect(row).toMatchObject({ 'event.eventName': 'Decrypt' })
})

test('a column that the index lacks can be neither', async () => {
  const index = actionTrailIndex({}, { missing: ['vpcId'] })
  const { rows, ask } = await openLogs(loggedWorld([ago(1, { vpcId: 'vpc-1' })], { index }))
  expect(await ask('event.vpcId: vpc-1')).toMatchObject({ status: 400, code: 'ParameterInvalid' })
  expect(await rows('* | select "event.vpcId" as v')).toMatch(/Column 'event.vpcId' cannot be resolved/)
})

test('only leaves have a value', async () => {
  const text = { type: 'text' as const, doc_value: true }
  const more = {
    referencedResources: text,
    'responseElements.KeyId': text,
    'requestParameters.n': { type: 'long' as const, doc_value: true },
  }
  const raw = {
    referencedResources: { 'ACS::KMS::Key': ['a'] },
    responseElements: { KeyId: 'b' },
    requestParameters: { n: 7 },
  }
  const { rows } = await openLogs(loggedWorld([ago(1, raw)], { index: actionTrailIndex({}, { more }) }))
  const sql =
    'select "event.referencedResources" r, "event.responseElements.KeyId" k, "event.requestParameters.n" + 1 n'
  expect(await rows(`* | ${sql}`)).toEqual([{ r: 'null', k: 'b', n: '8' }])
})

test('an index is for logs that come after it', async () => {
  const since = iso(NOW - 15_000)
  const more = { vpcId: { type: 'text' as const, doc_value: true, since } }
  const index = actionTrailIndex({ lastModifiedAt: since }, { missing: ['vpcId'], more })
  const there = loggedWorld([ago(10), ago(20)], { index })
  const { rows, ask, client } = await openLogs(there)
  const sql = 'select "event.eventId" e, "event.vpcId" v order by __time__'
  expect(await rows(`* | ${sql}`)).toEqual([
    { e: 'e20', v: 'null' },
    { e: 'e10', v: 'vpc-bp1appnetwork' },
  ])
  expect((await ask('event.vpcId: *')).meta.count).toBe(1)
  const shown = (await client.getIndex(PROJECT, LOGSTORE)).body
  expect(shown).toMatchObject({
    lastModifyTime: NOW / 1_000 - 15,
    keys: { event: { json_keys: { vpcId: { type: 'text' } } } },
  })
  expect(JSON.stringify(shown)).not.toContain('since')
  const [store] = there.accounts[0]?.regions['cn-hangzhou']?.logProjects[0]?.logstores ?? []
  if (store) store.index = actionTrailIndex({ createdAt: since })
  expect(await rows('* | select count(*) as n')).toEqual([{ n: '1' }])
})
