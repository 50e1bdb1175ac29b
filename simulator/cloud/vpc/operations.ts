import { numberedPage } from '../http/numbered-page.ts'
import { Refusal } from '../http/refusal.ts'
import type { ApiCall, Operations } from '../service.ts'

/** PageSize of the lists (API reference of each): without it a page holds ten. */
const MOST = { eips: 100, natGateways: 50 } as const
const STANDARD = 10

/** Addresses of VPC 2016-04-28. Resources as the pages' "RAM authorization" have them. */
export const vpcOperations: Operations = {
  DescribeEipAddresses: {
    resource: (call) => `acs:vpc:${call.region}:${call.account.id}:eip/*`,
    run: (call) =>
      page(call, MOST.eips, call.here.eips, (shown) => ({
        EipAddresses: {
          EipAddress: shown.map(({ id, address, status }) => ({
            ...{ AllocationId: id, IpAddress: address, RegionId: call.region, Status: status },
            ...{ ISP: 'BGP', InternetChargeType: 'PayByTraffic', Bandwidth: '5' },
          })),
        },
      })),
  },
  DescribeNatGateways: {
    resource: (call) => `acs:vpc:${call.region}:${call.account.id}:natgateway/*`,
    run: (call) => {
      const type = call.params.get('NetworkType')
      const found = call.here.natGateways.filter(({ networkType }) => type === undefined || networkType === type)
      return page(call, MOST.natGateways, found, (shown) => ({
        NatGateways: {
          NatGateway: shown.map(({ id, networkType, addresses }) => ({
            ...{ NatGatewayId: id, NetworkType: networkType, RegionId: call.region, Status: 'Available' },
            IpLists: { IpList: addresses.map((IpAddress) => ({ IpAddress, UsingStatus: 'UsedBySnatTable' })) },
          })),
        },
      }))
    },
  },
}

function page<T>(
  { params, region }: ApiCall,
  most: number,
  items: readonly T[],
  wrap: (shown: T[]) => Record<string, unknown>,
): Record<string, unknown> {
  const asked = params.get('RegionId')
  if (!asked) {
    const message = 'The input parameter "RegionId" that is mandatory for processing this request is not supplied.'
    throw new Refusal(400, 'MissingParameter', message)
  }
  if (asked !== region) throw new Refusal(404, 'InvalidRegionId.NotFound', 'The specified RegionId does not exist.')
  return numberedPage(params, items, wrap, { range: { least: 1, most, standard: STANDARD }, invalid })
}

function invalid(name: string): Refusal {
  return new Refusal(400, `InvalidParameter.${name}`, `The specified parameter "${name}" is not valid.`)
}
