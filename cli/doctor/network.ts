import type { Config } from '../../shared/config/settings.ts'
import type { Finding } from './finding.ts'

/** Which addresses are called, and that the tables are called at one that the Internet has. */
export function describeNetwork(config: Pick<Config, 'network' | 'regions' | 'store'>): readonly Finding[] {
  return [...describeVpc(config), ...publicTables(config)]
}

function describeVpc({ network, regions }: Pick<Config, 'network' | 'regions'>): readonly Finding[] {
  if (network.kind === 'public') return []
  const near = `in a VPC of ${network.region}: services are called there at their addresses for VPCs`
  const others = regions === 'all' ? 'other regions' : regions.filter((each) => each !== network.region).join(', ')
  const far =
    others === ''
      ? ''
      : `; ${others} at public ones, because none for VPCs takes a call about another region: that needs a NAT gateway or access to the Internet`
  return [{ check: 'network', status: 'ok', what: near + far }]
}

/** `<instance>.<region>`, and behind it what the public endpoints end with, that of IPv6 too (docs/vendor-facts.md, "Tablestore"). */
const PUBLIC = /^[^.]+\.([^.]+)\.(?:ots|tablestore)\.aliyuncs\.com$/

function publicTables({ store, network }: Pick<Config, 'network' | 'store'>): readonly Finding[] {
  if (store.kind === 'sqlite') return []
  const { hostname } = new URL(store.endpoint)
  const [, region] = PUBLIC.exec(hostname) ?? []
  if (region === undefined) return []
  const vpc = `CMK_STORE=tablestore:https://${store.instance}.${region}.vpc.tablestore.aliyuncs.com`
  const set =
    network.kind === 'vpc' ? `Set ${vpc}` : `Run the functions in a VPC, with CMK_NETWORK=vpc:${region} and ${vpc}`
  return [
    {
      ...{ check: 'network', status: 'warning' },
      what: `the tables are called at the public endpoint ${hostname}, so that the instance has to admit the Internet`,
      advice: `${set}, and let the instance admit VPCs only: docs/deploy.md, "Network".`,
    },
  ]
}
