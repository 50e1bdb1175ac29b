import type { Config } from '../config/settings.ts'
import { isSimulated } from '../config/simulated.ts'
import { message } from '../domain/messages/message.ts'
import { CloudError } from './errors.ts'
import type { CloudService } from './fault.ts'
import { functionsHost, vendorHost } from './vendor-hosts.ts'

export interface Endpoint {
  /** Host, with the port where one is given. */
  readonly host: string
  readonly protocol: 'HTTP' | 'HTTPS'
}

/** The URL of an endpoint. */
export function urlOf({ host, protocol }: Endpoint): string {
  return `${protocol.toLowerCase()}://${host}/`
}

type Service = Exclude<CloudService, 'credentials' | 'fc'>

/**
 * Where a service of a region is called: what CMK_ENDPOINTS says, else the vendor's public address. Throws a `CloudError` where CMK_ENDPOINTS
 * leads to a simulated cloud that has no address for it: nothing of a simulation goes to the vendor.
 */
export function endpointOf(config: Pick<Config, 'endpoints'>, service: Service, region: string): Endpoint {
  const endpoint = endpointIfAny(config, service, region)
  if (endpoint === undefined) throw noAddress(service, region)
  return endpoint
}

/** The same, or undefined where it would throw. */
export function endpointIfAny(
  { endpoints }: Pick<Config, 'endpoints'>,
  service: Service,
  region: string,
): Endpoint | undefined {
  return configuredOr(() => vendorHost(service, region), endpoints, service, region)
}

/** Where the functions of an account are called, by the same rules. */
export function functionsEndpoint(
  { endpoints }: Pick<Config, 'endpoints'>,
  { accountId, region }: { readonly accountId: string; readonly region: string },
): Endpoint {
  const endpoint = configuredOr(() => functionsHost(accountId, region), endpoints, 'fc', region)
  if (endpoint === undefined) throw noAddress('fc', region)
  return endpoint
}

function configuredOr(
  vendors: () => string,
  endpoints: Config['endpoints'],
  service: Service | 'fc',
  region: string,
): Endpoint | undefined {
  const configured = endpoints[service]
  const address = typeof configured === 'string' ? configured : pick(configured ?? {}, service, region)
  if (address === undefined) return isSimulated(endpoints) ? undefined : { host: vendors(), protocol: 'HTTPS' }
  const url = new URL(address)
  return { host: url.host, protocol: url.protocol === 'http:' ? 'HTTP' : 'HTTPS' }
}

function noAddress(service: Service | 'fc', region: string): CloudError {
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

/** The home region, or one whose endpoint is configured when only some are. */
export function homeRegion({ endpoints: { kms } }: Pick<Config, 'endpoints'>): string {
  const configured = typeof kms === 'object' ? Object.keys(kms) : []
  return configured.includes(HOME_REGION) ? HOME_REGION : (configured[0] ?? HOME_REGION)
}
