import { destinationOf } from '../../shared/channels/definitions.ts'
import { endpointIfAny, homeRegion, urlOf } from '../../shared/cloud/endpoints.ts'
import type { Config } from '../../shared/config/settings.ts'
import { groupBy } from '../../shared/domain/group-by.ts'
import { type HttpProxy, proxyFor } from '../../shared/net/proxy.ts'
import type { Finding } from './finding.ts'

/** What is called through which proxy, where the environment names any. */
export function describeProxies(config: Config): readonly Finding[] {
  const { http, https } = config.proxies
  if (http === undefined && https === undefined) return []
  const groups = groupBy(callsOf(config), ({ proxy }) => proxy)
  return [...groups].map(([proxy, calls]): Finding => {
    const names = calls.map(({ name }) => name).join(', ')
    return { check: 'proxy', status: 'ok', what: proxy === '' ? `direct: ${names}` : `through ${proxy}: ${names}` }
  })
}

const SERVICES = [
  ['KMS', 'kms'],
  ['ActionTrail', 'actiontrail'],
  ['STS', 'sts'],
] as const

interface Calls {
  readonly name: string
  /** Empty where it is called directly. */
  readonly proxy: string
}

function callsOf(config: Config): readonly Calls[] {
  const { proxies, store, channels, heartbeat, regions } = config
  const region = regions === 'all' ? homeRegion(config) : (regions[0] ?? homeRegion(config))
  const through = (name: string, proxy: HttpProxy | undefined): Calls => {
    return { name, proxy: proxy === undefined ? '' : `${proxy.at} (${proxy.variable})` }
  }
  return [
    ...SERVICES.flatMap(([name, service]) => {
      const endpoint = endpointIfAny(config, service, region)
      return endpoint ? [through(name, proxyFor(proxies, urlOf(endpoint)))] : []
    }),
    ...(store.kind === 'tablestore' ? [through('Tablestore', store.proxy)] : []),
    ...channels
      .filter((channel) => 'server' in destinationOf(channel))
      .map(({ name, kind, proxy }) => through(`channel ${name}${kind === 'smtp' ? ' (mail is no HTTP)' : ''}`, proxy)),
    ...(heartbeat ? [through('the heartbeat', heartbeat.proxy)] : []),
  ]
}
