import { type RawEvent, uuidOf } from '../cloud/world.ts'
import { AGENT } from './agents.ts'

/** Who calls, with what and from where, as events show it. */
export interface Caller {
  readonly agent: string
  readonly identity: RawEvent
  readonly place: Place
}

/** Members of an event that tell where a call came from; they name the region's host. */
export type Place = (region: string) => RawEvent

/** From inside a VPC, through the VPC endpoint. */
export function vpc(id: string, address: string): Place {
  return (region) => ({ sourceIpAddress: address, vpcId: id, eventSource: `kms-vpc.${region}.aliyuncs.com` })
}

/** Over the internet, through the public endpoint. */
export function internet(address: string): Place {
  return (region) => ({ sourceIpAddress: address, vpcId: undefined, eventSource: `kms.${region}.aliyuncs.com` })
}

/** An event that does not say where its call came from. */
export const nowhere: Place = (region) => ({
  sourceIpAddress: undefined,
  vpcId: undefined,
  eventSource: `kms.${region}.aliyuncs.com`,
})

/** Alibaba Cloud's inner network. */
const inside: Place = (region) => ({
  sourceIpAddress: 'Internal',
  vpcId: undefined,
  eventSource: `kms-intranet.${region}.aliyuncs.com`,
})

/** A program with the permanent access key of a RAM user. */
export function program(userName: string, agent: string, place: Place): Caller {
  const identity = { type: 'ram-user', principalId: numberOf(userName), accessKeyId: accessKeyOf(userName), userName }
  return { agent, identity, place }
}

/** A program that has assumed a role; events write the role's name in lower case, with the session. */
export function assumed(role: string, session: string, agent: string, place: Place): Caller {
  const identity = {
    type: 'assumed-role',
    principalId: `${numberOf(role)}:${session}`,
    accessKeyId: `STS.${accessKeyOf(role)}`,
    userName: `${role.toLowerCase()}:${session}`,
  }
  return { agent, identity, place }
}

/** A cloud service that acts through a role which only it can assume. */
export function serviceRole(role: string, host: string): Caller {
  return assumed(role, host.split('.')[0] ?? host, host, inside)
}

/** A cloud service in its own name. */
export function service(host: string): Caller {
  const place: Place = (region) => ({ ...inside(region), sourceIpAddress: host })
  return { agent: host, identity: { type: 'system', userName: host }, place }
}

/** A person at the console, who signs with no access key. */
export function person(userName: string): Caller {
  const identity =
    userName === 'root'
      ? { type: 'root-account', principalId: '1000000000000001', userName }
      : { type: 'ram-user', principalId: numberOf(userName), userName }
  return { agent: AGENT.console, identity, place: inside }
}

function numberOf(name: string): string {
  return `2${BigInt(`0x${uuidOf(name).slice(0, 8)}`)
    .toString()
    .padStart(17, '0')}`
}

function accessKeyOf(name: string): string {
  return `LTAIsynthetic${uuidOf(name).slice(0, 8)}`
}
