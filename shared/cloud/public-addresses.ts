import ipaddr from 'ipaddr.js'
import * as z from 'zod'
import { message } from '../domain/messages/message.ts'
import { normalForm } from '../domain/normal-form.ts'
import { contradictionOfPage } from './contradiction.ts'
import type { CallOptions } from './credential-source.ts'
import { listAllPages, MAX_ITEMS } from './paging.ts'
import type { ServiceClient } from './service-client.ts'

export const VPC_VERSION = '2016-04-28'
/** PageSize: up to 100, and up to 50 (vendor's pages DescribeEipAddresses and DescribeNatGateways). */
const EIPS_PAGE = 100
const NAT_PAGE = 50
/** NetworkType of a NAT gateway whose addresses are private. */
const INTRANET = 'intranet'

const text = z.string().trim().min(1)
const address = text.refine((given) => ipaddr.isValid(given))
const page = { TotalCount: z.int().min(0).max(MAX_ITEMS), PageNumber: z.int().nullish(), PageSize: z.int().nullish() }

interface Holder {
  readonly id: string
  readonly region: string
  readonly addresses: readonly string[]
}

const eipsPage = z
  .object({
    ...page,
    EipAddresses: z.object({
      EipAddress: z.array(z.object({ AllocationId: text, IpAddress: address, RegionId: text })).nullish(),
    }),
  })
  .transform(({ EipAddresses, ...said }) => ({
    ...{ total: said.TotalCount, pageNumber: said.PageNumber ?? null, pageSize: said.PageSize ?? null },
    items: (EipAddresses.EipAddress ?? []).map(
      ({ AllocationId, IpAddress, RegionId }): Holder => ({
        ...{ id: AllocationId, region: RegionId, addresses: [IpAddress] },
      }),
    ),
  }))

const natPage = z
  .object({
    ...page,
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
    ...{ total: said.TotalCount, pageNumber: said.PageNumber ?? null, pageSize: said.PageSize ?? null },
    items: (NatGateways.NatGateway ?? []).map(({ NatGatewayId, RegionId, NetworkType, IpLists }): Holder => {
      const isInside = normalForm(NetworkType ?? '') === INTRANET
      const listed = (IpLists?.IpList ?? []).map(({ IpAddress }) => IpAddress)
      return { id: NatGatewayId, region: RegionId, addresses: isInside ? [] : listed }
    }),
  }))

/** The EIPs of an account in a region. Throws a `CloudError`. */
export function eipAddresses(client: ServiceClient, region: string, options?: CallOptions): Promise<readonly string[]> {
  return addressesOf(client, 'DescribeEipAddresses', { region, size: EIPS_PAGE, schema: eipsPage }, options)
}

/** The public addresses of the NAT gateways of an account in a region. Throws a `CloudError`. */
export function natAddresses(client: ServiceClient, region: string, options?: CallOptions): Promise<readonly string[]> {
  return addressesOf(client, 'DescribeNatGateways', { region, size: NAT_PAGE, schema: natPage }, options)
}

async function addressesOf(
  client: ServiceClient,
  action: string,
  {
    region,
    size,
    schema,
  }: { readonly region: string; readonly size: number; readonly schema: typeof eipsPage | typeof natPage },
  options?: CallOptions,
): Promise<readonly string[]> {
  const holders = await listAllPages(
    (number) =>
      client.call<z.infer<typeof eipsPage>>(
        action,
        { RegionId: region, PageNumber: number, PageSize: size },
        schema,
        options,
        (answer) => {
          const elsewhere = answer.items.find((each) => normalForm(each.region) !== normalForm(region))
          if (elsewhere !== undefined) return { code: 'AnotherRegion', reported: elsewhere.region }
          return contradictionOfPage(answer, { number, size })
        },
      ),
    ({ id }) => id,
  )
  if (holders !== undefined) return holders.flatMap(({ addresses }) => addresses)
  throw client.error(action, {
    ...{ kind: 'bad-response', code: 'ListKeptChanging' },
    advice: message('list-kept-changing'),
  })
}
