import { beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../support/cli/run-cli.ts'
import { seededStore } from '../support/cli/seeded-store.ts'
import { kmsInstance, scopeInstances } from '../support/domain/instances.ts'
import { NOW } from '../support/domain/plan-rows.ts'
import { HOSTILE } from '../support/rows.ts'

const OTHER = '9876543210987654'
const env = { CMK_DESTINATION: 'cn-hangzhou=kst-hzz1:software' }
const unread = [{ what: 'key' as const, reason: 'GetKmsInstanceQuotaInfos: Forbidden.NoPermission' }]
const INSTANCES = [
  scopeInstances([kmsInstance({ details: { name: Object.values(HOSTILE).join(' ') } })]),
  scopeInstances(null, { region: 'cn-shanghai' }),
  scopeInstances([kmsInstance({ id: 'kst-sg1', unread, quotas: { key: { quota: 1000, used: null } } })], {
    ...{ accountId: OTHER, region: 'ap-southeast-1' },
  }),
]

describe('instances', () => {
  let cwd = ''
  beforeAll(async () => {
    cwd = await seededStore({ instances: INSTANCES })
  })
  const instances = (...argv: string[]) => runCli(['instances', ...argv], { cwd, env, clock: () => NOW })

  it('prints what is there, and what could not be read, as one JSON array', async () => {
    const { status, stdout, stderr } = await instances('--format', 'json')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject([
      {
        ...{ accountId: '1234567890123456', region: 'cn-hangzhou', instance: 'kst-hzz1', isDestination: true },
        ...{ kind: 'software', keys: { quota: 1000, used: 900 }, secrets: { quota: 100, used: 60 }, qps: 1000 },
        ...{ status: 'Connected', vpcs: ['vpc-1'], endsAt: '2028-01-10T16:00:00Z', unread: [] },
      },
      { region: 'cn-shanghai', instance: null, unread: ['ListKmsInstances: Forbidden.NoPermission'] },
      {
        ...{ accountId: OTHER, instance: 'kst-sg1', isDestination: false, kind: null },
        ...{ keys: { quota: 1000, used: null }, unread: ['GetKmsInstanceQuotaInfos: Forbidden.NoPermission'] },
      },
    ])
  })

  it('prints tables, lines of JSON and CSV of the same, hostile names harmless', async () => {
    const { stdout } = await instances('--no-color')
    expect(stdout).toMatch(
      /cn-hangzhou +1234567890123456 +kst-hzz1 +yes +Connected +software +900\/1000 +60\/100 +1000 +2028-01-11/,
    )
    expect(stdout).toMatch(/cn-shanghai +1234567890123456 +\? /)
    expect(stdout).toContain('?/1000')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
    expect(stdout).not.toMatch(/[\x00-\x09\x0b-\x1f]/)
    expect((await instances('--format', 'jsonl')).stdout.trimEnd().split('\n')).toHaveLength(3)
    const csv = (await instances('--format', 'csv', '--region', 'ap-southeast-1')).stdout.trimEnd().split('\r\n')
    expect(csv).toHaveLength(2)
    expect(csv[1]).toContain('"kst-sg1"')
  })

  it('keeps to accounts and regions, and says where there is nothing', async () => {
    const only = await instances('--format', 'json', '--account', OTHER)
    expect(JSON.parse(only.stdout)).toMatchObject([{ instance: 'kst-sg1' }])
    const { status, stdout, stderr } = await instances('--format', 'json', '--region', 'cn-beijing')
    expect({ status, stdout }).toEqual({ status: 0, stdout: '[]\n' })
    expect(stderr).toContain('No audit has found a KMS instance')
  })
})
