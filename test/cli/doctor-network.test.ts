import { describe, expect, test } from 'vitest'
import { describeNetwork } from '../../cli/doctor/network.ts'
import { loadConfig } from '../../shared/config/config.ts'

const found = (env: Record<string, string>) => describeNetwork(loadConfig(env, { cwd: '/' }))

describe('doctor, of the network', () => {
  test('says nothing of a file and public addresses', () => {
    expect(found({})).toEqual([])
  })

  test.each(['audit.cn-hangzhou.ots.aliyuncs.com', 'audit.cn-hangzhou.tablestore.aliyuncs.com'])(
    'warns of tables at the public endpoint %s, and names the one of VPCs',
    (host) => {
      const [finding, ...more] = found({ CMK_STORE: `tablestore:https://${host}` })
      expect(more).toEqual([])
      expect(finding).toMatchObject({ check: 'network', status: 'warning', what: expect.stringContaining(host) })
      expect(finding?.advice).toContain('with CMK_NETWORK=vpc:cn-hangzhou and CMK_STORE=tablestore:https://audit.cn-')
      expect(finding?.advice).toContain('https://audit.cn-hangzhou.vpc.tablestore.aliyuncs.com,')
    },
  )

  test('in a VPC only the address is to be changed', () => {
    const env = { CMK_NETWORK: 'vpc:cn-hangzhou', CMK_REGIONS: 'cn-hangzhou' }
    const [vpc, tables] = found({ ...env, CMK_STORE: 'tablestore:audit.cn-hangzhou.ots.aliyuncs.com' })
    expect(vpc).toEqual({
      ...{ check: 'network', status: 'ok' },
      what: 'in a VPC of cn-hangzhou: services are called there at their addresses for VPCs',
    })
    expect(tables?.advice).toMatch(/^Set CMK_STORE=/)
    expect(found({ ...env, CMK_STORE: 'tablestore:audit.cn-hangzhou.vpc.tablestore.aliyuncs.com' })).toEqual([vpc])
  })

  test.each([
    ['all', 'other regions at public ones'],
    ['cn-hangzhou,cn-beijing,eu-west-1', 'cn-beijing, eu-west-1 at public ones'],
  ])('regions that no VPC endpoint serves are named: %s', (regions, told) => {
    const [vpc] = found({ CMK_NETWORK: 'vpc:cn-hangzhou', CMK_REGIONS: regions })
    expect(vpc?.what).toContain(`; ${told}, because`)
  })
})
