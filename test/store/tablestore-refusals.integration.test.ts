import { expect, test } from 'vitest'
import { StoreBusyError } from '../../shared/store/errors.ts'
import type { Store } from '../../shared/store/store.ts'
import { openTablestore } from '../../shared/store/tablestore/open-tablestore.ts'
import { accessKey, allow } from '../../simulator/cloud/policy/statements.ts'
import { SERVER_BUSY } from '../../simulator/cloud/tablestore/effects.ts'
import { all, readinessRow } from '../support/store/rows.ts'
import { failure, fixed, openedTablestore } from '../support/store/tablestore-failure.ts'
import { SCOPE } from '../support/store/tablestore-methods.ts'
import { sessionsOf, worldWithRole } from '../support/store/tablestore-session.ts'
import { SHORT } from '../support/store/tablestore-store.ts'

const SLOWER = { backoff: { first: 20, longest: 20 } }

const ways: [string, (store: Store) => Promise<unknown>][] = [
  ['GetRow', (store) => store.readiness.get(SCOPE, 'a')],
  ['GetRange', (store) => all(store.readiness.list())],
  ['BatchWriteRow', (store) => store.readiness.put([readinessRow()])],
  ['PutRow', (store) => store.progress.swap(SCOPE, 'run', 1, 0)],
  ['UpdateRow', (store) => store.progress.swap(SCOPE, 'run', 1, 1)],
]
for (const [action, work] of ways) {
  test(`${action} denied: the right that is missing is named, and nothing is repeated`, async () => {
    const { store, cloud } = await openedTablestore()
    cloud.setFaults([{ effect: { kind: 'denied' } }])
    const before = cloud.calls.length
    const error = await failure(work(store))
    expect(error.message).toContain(`ots:${action} `)
    expect(error).not.toBeInstanceOf(StoreBusyError)
    expect(cloud.calls.length - before).toBe(1)
  })
}

for (const [action, opening] of [
  ['DescribeTable', []],
  ['CreateTable', ['ots:DescribeTable']],
] as const) {
  test(`${action} denied at opening`, async () => {
    const under = await openedTablestore()
    const user = accessKey('stranger', [allow(['ots:Nothing', ...opening])])
    under.cloud.world.accounts[0]?.accessKeys.push(user)
    under.cloud.world.accounts[0]?.tablestore[0]?.tables.clear()
    const error = await failure(under.open('write', { credentials: fixed(user.id, user.secret) }), [user.secret])
    expect(error.message).toContain(`ots:${action} `)
  })
}

test('an opening that is refused has ended when it says so: nothing is called after', async () => {
  const { open, cloud } = await openedTablestore()
  cloud.setFaults([
    { where: { params: { TableName: 'progress' } }, effect: { kind: 'denied' } },
    { where: { params: { TableName: 'usage' }, to: 6 }, effect: SERVER_BUSY },
  ])
  expect((await failure(open('write', { timing: SLOWER }))).message).toContain('ots:DescribeTable')
  const calls = cloud.calls.length
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(cloud.calls.length).toBe(calls)
})

test('an unknown access key, a wrong secret, an instance of that name nowhere', async () => {
  const { open, cloud } = await openedTablestore()
  const { ALIBABA_CLOUD_ACCESS_KEY_ID: id = '' } = cloud.environment()
  for (const [key, secret] of [
    ['LTAIunknown', 'a-secret-of-nobody'],
    [id, 'a-secret-of-nobody'],
  ] as const) {
    const error = await failure(open('write', { credentials: fixed(key, secret) }), [secret])
    expect(error.message).toMatch(/OTSAuthFailed.*Check the credentials and the instance name in CMK_STORE/)
  }
  const address = { endpoint: cloud.endpoints.tablestore, instance: 'elsewhere' }
  const opening = openTablestore(address, { mode: 'write', credentials: sessionsOf(cloud), timing: SHORT })
  await expect(opening).rejects.toThrow()
  const { ALIBABA_CLOUD_ACCESS_KEY_SECRET: secret = '' } = cloud.environment()
  const error = await failure(
    openTablestore(address, { mode: 'write', credentials: fixed(id, secret), timing: SHORT }),
    [secret],
  )
  expect(error.message).toMatch(/^Tablestore instance elsewhere: .*CMK_STORE/)
  expect(error.where).toBe('elsewhere')
})

test('a session that is refused again after it was renewed', async () => {
  const { store, cloud } = await openedTablestore({ world: worldWithRole(), credentials: sessionsOf })
  cloud.setFaults([{ where: { service: 'tablestore' }, effect: { kind: 'expired-token' } }])
  const before = cloud.count({ service: 'tablestore' })
  const error = await failure(store.readiness.put([readinessRow()]), ['CAIS', 'STS.'])
  expect(error.message).toMatch(/Check the credentials/)
  expect(cloud.count({ service: 'tablestore' }) - before).toBe(2)
})

test('a clock that is wrong', async () => {
  let off = 0
  const { store } = await openedTablestore({ wallClock: () => Date.now() + off })
  off = 3_600_000
  expect((await failure(store.progress.get(SCOPE, 'run'))).message).toMatch(/Set the clock of this machine/)
})
