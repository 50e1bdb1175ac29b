import { expect, test } from 'vitest'
import { accessKey, allow, deny } from '../../simulator/cloud/policy/statements.ts'
import { logClient } from '../../simulator/cloud/sls/client.ts'
import { logProject, logstore } from '../../simulator/cloud/sls/projects.ts'
import { account, region } from '../../simulator/cloud/world.ts'
import { FROM, LATER, LOGSTORE, loggedWorld, PROJECT, TO } from '../support/cloud/logs.ts'
import { ago } from '../support/cloud/lookups.ts'
import { openCloud } from '../support/cloud/open-cloud.ts'
import { sendRaw } from '../support/cloud/raw-logs.ts'

const QUERY = { from: FROM, to: TO, query: '*' }
const ARN = `acs:log:cn-hangzhou:1000000000000001:project/${PROJECT}`

async function open() {
  const there = loggedWorld([ago(10)])
  const { cloud, keys } = await openCloud(there, { clock: () => LATER })
  const url = cloud.endpoints.sls['cn-hangzhou'] ?? ''
  return { there, cloud, keys, url, client: logClient({ url, keys }) }
}

test('each call needs its action on its resource', async () => {
  const { there, url } = await open()
  const as = (name: string, ...policy: Parameters<typeof accessKey>[1]) => {
    const key = accessKey(name, policy)
    there.accounts[0]?.accessKeys.push(key)
    return logClient({ url, keys: key })
  }
  const reader = as('reader', allow(['log:GetLogStoreLogs'], [`${ARN}/logstore/${LOGSTORE}`]))
  expect(await reader.getLogs(PROJECT, LOGSTORE, QUERY)).toMatchObject({ status: 200 })
  expect(await reader.getLogsV1(PROJECT, LOGSTORE, QUERY)).toMatchObject({ status: 200 })
  expect(await reader.getIndex(PROJECT, LOGSTORE)).toMatchObject({
    ...{ status: 401, code: 'Unauthorized' },
    message: `Unauthorized: denied by sts or ram, action: log:GetIndex, resource: ${ARN}/logstore/${LOGSTORE}`,
  })
  expect(await reader.getLogStore(PROJECT, LOGSTORE)).toMatchObject({ status: 401 })
  expect(await reader.getProject(PROJECT)).toMatchObject({ status: 401 })
  const other = as('other', allow(['log:*'], [`${ARN}/logstore/another`]))
  expect(await other.getLogs(PROJECT, LOGSTORE, QUERY)).toMatchObject({ status: 401 })
  const barred = as('barred', allow(['log:*']), deny(['log:GetLogStoreLogs']))
  expect(await barred.getLogs(PROJECT, LOGSTORE, QUERY)).toMatchObject({ status: 401 })
  expect(await barred.getIndex(PROJECT, LOGSTORE)).toMatchObject({ status: 200 })
  expect(await barred.getLogStore(PROJECT, LOGSTORE)).toMatchObject({ status: 200 })
  expect(await barred.getProject(PROJECT)).toMatchObject({ status: 200 })
})

test('what is not there has its own code', async () => {
  const { client, there } = await open()
  expect(await client.getProject('nowhere')).toMatchObject({ status: 404, code: 'ProjectNotExist' })
  expect(await client.getLogs('nowhere', LOGSTORE, QUERY)).toMatchObject({ status: 404, code: 'ProjectNotExist' })
  expect(await client.getLogs(PROJECT, 'none', QUERY)).toMatchObject({ status: 404, code: 'LogStoreNotExist' })
  const { index: _, ...bare } = logstore({ name: 'bare' })
  there.accounts[0]?.regions['cn-hangzhou']?.logProjects[0]?.logstores.push(bare)
  expect(await client.getLogStore(PROJECT, 'bare')).toMatchObject({ status: 200 })
  for (const call of [client.getIndex(PROJECT, 'bare'), client.getLogs(PROJECT, 'bare', QUERY)]) {
    expect(await call).toMatchObject({ status: 404, code: 'IndexConfigNotExist' })
  }
})

test('a project is of one region and one account', async () => {
  const { there, cloud, client, keys } = await open()
  const beijing = logClient({ url: cloud.endpoints.sls['cn-beijing'] ?? '', keys, region: 'cn-beijing' })
  expect(await beijing.getProject(PROJECT)).toMatchObject({ status: 404, code: 'ProjectNotExist' })
  const theirs = region({ logProjects: [logProject({ name: 'theirs' })] })
  there.accounts.push(account({ id: '2000000000000002', regions: { 'cn-hangzhou': theirs } }))
  expect(await client.getProject('theirs')).toMatchObject({ status: 401, code: 'Unauthorized' })
})

test('the project stands in the host', async () => {
  const { url, keys } = await open()
  const to = (host: string) => sendRaw(url, { ...keys, host })
  expect(await to(new URL(url).host)).toMatchObject({ status: 400, body: { errorCode: 'InvalidHost' } })
  for (const host of [`${PROJECT}.cn-hangzhou.log.aliyuncs.com`, `${PROJECT}.cn-hangzhou-intranet.log.aliyuncs.com`]) {
    expect(await to(host)).toMatchObject({ status: 200, body: { projectName: PROJECT } })
  }
})

test('a call is logged with what it asked', async () => {
  const { client, cloud } = await open()
  await client.getLogs(PROJECT, LOGSTORE, QUERY)
  expect(cloud.calls.at(-1)).toMatchObject({
    ...{ service: 'sls', region: 'cn-hangzhou', action: 'GetLogsV2', status: 200, code: '' },
    params: { project: PROJECT, logstore: LOGSTORE, query: '*', from: String(FROM), to: String(TO) },
  })
  expect(cloud.count({ service: 'sls', accountId: '1000000000000001' })).toBe(1)
})
