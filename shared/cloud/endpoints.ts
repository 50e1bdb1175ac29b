import type { Config } from '../config/settings.ts'
import { isSimulated } from '../config/simulated.ts'
import { message } from '../domain/messages/message.ts'
import { CloudError } from './errors.ts'
import { type CalledService, functionsHost, vendorHost } from './vendor-hosts.ts'
import { internalFunctionsHost, vpcHost } from './vpc-hosts.ts'

export interface Endpoint {
  /** Host, with the port where one is given. */
  readonly host: string
  readonly protocol: 'HTTP' | 'HTTPS'
}

/** The URL of an endpoint. */
export function urlOf({ host, protocol }: Endpoint): string {
  return `${protocol.toLowerCase()}://${host}/`
}

/** What decides where a service is called. */
type Addresses = Pick<Config, 'endpoints' | 'network'>

/**
 * Where a service of a region is called: what CMK_ENDPOINTS says, else the vendor's address: that for VPCs where CMK_NETWORK is one of the region,
 * else the public one. Throws a `CloudError` where CMK_ENDPOINTS leads to a simulated cloud that has no address for it: nothing of a simulation goes to the vendor.
 */
export function endpointOf(config: Addresses, service: CalledService, region: string): Endpoint {
  const endpoint = endpointIfAny(config, service, region)
  if (endpoint === undefined) throw noAddress(service, region)
  return endpoint
}

/** The same, or undefined where it would throw. */
export function endpointIfAny(config: Addresses, service: CalledService, region: string): Endpoint | undefined {
  const vpc = vpcRegionOf(config, CENTRAL.includes(service) ? undefined : region)
  const vendors = () => (vpc === undefined ? vendorHost(service, region) : vpcHost(service, vpc))
  return configuredOr(vendors, config.endpoints, service, region)
}

/** Where the functions of an account are called, by the same rules. */
export function functionsEndpoint(
  config: Addresses,
  { accountId, region }: { readonly accountId: string; readonly region: string },
): Endpoint {
  const isNear = vpcRegionOf(config, region) !== undefined
  const vendors = () => (isNear ? internalFunctionsHost : functionsHost)(accountId, region)
  const endpoint = configuredOr(vendors, config.endpoints, 'fc', region)
  if (endpoint === undefined) throw noAddress('fc', region)
  return endpoint
}

/** The region in whose VPC this program runs, where calls about `region` stay in it; undefined: about all regions. */
function vpcRegionOf({ network }: Addresses, region: string | undefined): string | undefined {
  return network.kind === 'vpc' && (region === undefined || region === network.region) ? network.region : undefined
}

function configuredOr(
  vendors: () => string,
  endpoints: Config['endpoints'],
  service: CalledService | 'fc',
  region: string,
): Endpoint | undefined {
  const configured = endpoints[service]
  const address = typeof configured === 'string' ? configured : pick(configured ?? {}, service, region)
  if (address === undefined) return isSimulated(endpoints) ? undefined : { host: vendors(), protocol: 'HTTPS' }
  const url = new URL(address)
  return { host: url.host, protocol: url.protocol === 'http:' ? 'HTTP' : 'HTTPS' }
}

function noAddress(service: CalledService | 'fc', region: string): CloudError {
  return new CloudError({
    ...{ service, action: 'connect', region, kind: 'network', code: 'NoAddress' },
    advice: message('no-simulated-address', { service, region }),
  })
}

/** Services that answer for all regions: given by region, any of their addresses does. */
const CENTRAL: readonly string[] = ['sts', 'resourcedirectory']

function pick(addresses: Readonly<Record<string, string>>, service: string, region: string): string | undefined {
  return addresses[region] ?? (CENTRAL.includes(service) ? Object.values(addresses)[0] : undefined)
}

/** Where DescribeRegions is asked: every region's endpoint knows them all. */
const HOME_REGION = 'cn-hangzhou'

/** The home region, in a VPC that of the VPC, or one whose endpoint is configured when only some are. */
export function homeRegion({ endpoints: { kms }, network }: Addresses): string {
  const home = network.kind === 'vpc' ? network.region : HOME_REGION
  const configured = typeof kms === 'object' ? Object.keys(kms) : []
  return configured.includes(home) ? home : (configured[0] ?? home)
}
