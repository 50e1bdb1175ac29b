import type { Config } from '../config.ts'
import { vendorHost } from './vendor-hosts.ts'

export interface Endpoint {
  /** Host, with the port where one is given. */
  readonly host: string
  readonly protocol: 'HTTP' | 'HTTPS'
}

/** The URL of an endpoint. */
export function urlOf({ host, protocol }: Endpoint): string {
  return `${protocol.toLowerCase()}://${host}/`
}

/** Where a service of a region is called: what CMK_ENDPOINTS says, else the vendor's public address. */
export function endpointOf(
  { endpoints }: Pick<Config, 'endpoints'>,
  service: 'kms' | 'actiontrail' | 'sts',
  region: string,
): Endpoint {
  const configured = endpoints[service]
  const address = typeof configured === 'string' ? configured : pick(configured ?? {}, service, region)
  if (address === undefined) return { host: vendorHost(service, region), protocol: 'HTTPS' }
  const url = new URL(address)
  return { host: url.host, protocol: url.protocol === 'http:' ? 'HTTP' : 'HTTPS' }
}

/** STS answers for all regions: given by region, any of its addresses does. */
function pick(addresses: Readonly<Record<string, string>>, service: string, region: string): string | undefined {
  return addresses[region] ?? (service === 'sts' ? Object.values(addresses)[0] : undefined)
}

/** Where DescribeRegions is asked: every region's endpoint knows them all. */
const HOME_REGION = 'cn-hangzhou'

/** The home region, or one whose endpoint is configured when only some are. */
export function homeRegion({ endpoints: { kms } }: Pick<Config, 'endpoints'>): string {
  const configured = typeof kms === 'object' ? Object.keys(kms) : []
  return configured.includes(HOME_REGION) ? HOME_REGION : (configured[0] ?? HOME_REGION)
}
