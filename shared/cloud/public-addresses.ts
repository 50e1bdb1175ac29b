import ipaddr from 'ipaddr.js'
import * as z from 'zod'
import { normalForm } from '../domain/normal-form.ts'
import type { CallOptions } from './credential-source.ts'
import { type NumberedList, type NumberedPage, numberedList, PAGE_MEMBERS, pageNumbers } from './numbered-list.ts'
import type { ServiceClient } from './service-client.ts'

export const VPC_VERSION = '2016-04-28'
/** PageSize: up to 100, and up to 50 (vendor's pages DescribeEipAddresses and DescribeNatGateways). */
const EIPS_PAGE = 100
const NAT_PAGE = 50
/** NetworkType of a NAT gateway whose addresses are private. */
const INTRANET = 'intranet'

const text = z.string().trim().min(1)
const address = text.refine((given) => ipaddr.isValid(given))

interface Holder {
  readonly id: string
  readonly region: string
  readonly addresses: readonly string[]
}
type HolderPage = NumberedPage<Holder>

const eipsPage = z
  .object({
    ...PAGE_MEMBERS,
    EipAddresses: z.object({
      EipAddress: z.array(z.object({ AllocationId: text, IpAddress: address, RegionId: text })).nullish(),
    }),
  })
  .transform(({ EipAddresses, ...said }) => ({
    ...pageNumbers(said),
    items: (EipAddresses.EipAddress ?? []).map(
      ({ AllocationId, IpAddress, RegionId }): Holder => ({
        ...{ id: AllocationId, region: RegionId, addresses: [IpAddress] },
      }),
    ),
  }))

const natPage = z
  .object({
    ...PAGE_MEMBERS,
    NatGateways: z.object({
      NatGateway: z
        .array(
          z.object({
            ...{ NatGatewayId: text, RegionId: text, NetworkType: z.string().nullish() },
            IpLists: z.object({ IpList: z.array(z.object({ IpAddress: address })).nullish() }).nullish(),
          }),
        )
        .nullish(),
    }),
  })
  .transform(({ NatGateways, ...said }) => ({
    ...pageNumbers(said),
    items: (NatGateways.NatGateway ?? []).map(({ NatGatewayId, RegionId, NetworkType, IpLists }): Holder => {
      const isInside = normalForm(NetworkType ?? '') === INTRANET
      const listed = (IpLists?.IpList ?? []).map(({ IpAddress }) => IpAddress)
      return { id: NatGatewayId, region: RegionId, addresses: isInside ? [] : listed }
    }),
  }))

/** The EIPs of an account in a region. Throws a `CloudError`. */
export function eipAddresses(client: ServiceClient, region: string, options?: CallOptions): Promise<readonly string[]> {
  return addressesOf(client, 'DescribeEipAddresses', region, { size: EIPS_PAGE, schema: eipsPage }, options)
}

/** The public addresses of the NAT gateways of an account in a region. Throws a `CloudError`. */
export function natAddresses(client: ServiceClient, region: string, options?: CallOptions): Promise<readonly string[]> {
  return addressesOf(client, 'DescribeNatGateways', region, { size: NAT_PAGE, schema: natPage }, options)
}

async function addressesOf(
  client: ServiceClient,
  action: string,
  region: string,
  page: Pick<NumberedList<HolderPage>, 'size' | 'schema'>,
  options?: CallOptions,
): Promise<readonly string[]> {
  const contradictionOf = ({ items }: HolderPage) => {
    const elsewhere = items.find((each) => normalForm(each.region) !== normalForm(region))
    return elsewhere && { code: 'AnotherRegion' as const, reported: elsewhere.region }
  }
  const list = { action, query: { RegionId: region }, ...page, contradictionOf }
  const holders = await numberedList<Holder, HolderPage>(client, list, ({ id }) => id, options)
  return holders.flatMap(({ addresses }) => addresses)
}
