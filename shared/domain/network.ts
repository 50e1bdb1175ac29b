import ipaddr from 'ipaddr.js'
import type { Network } from './caller.ts'
import type { TrailEvent } from './event.ts'
import { normalForm } from './normal-form.ts'

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Ranges = readonly (readonly [Address, number])[]

/** Ranges from which no call can come over the internet: RFC 1918, RFC 6598 (which Alibaba Cloud uses inside) and their IPv6 likes. */
const INSIDE: ReadonlySet<string> = new Set(['private', 'carrierGradeNat', 'uniqueLocal'])
/**
 * Ranges of the internet. `reserved` holds those of documentation too, which stand for public addresses in examples; what else is special
 * (loopback, link-local, multicast, tunnels and translations) says nothing about where a caller is.
 */
const PUBLIC: ReadonlySet<string> = new Set(['unicast', 'reserved'])
const DOCUMENTATION: Ranges = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32'].map((range) =>
  ipaddr.parseCIDR(range),
)
/**
 * What Alibaba Cloud numbers its own machines with, as its services' events and allow-lists show (11.168.x, 11.115.x, 11.193.x). Nobody
 * announces it on the internet, and a customer's program may well stand behind it: neither outside nor proven inside.
 */
const OF_VENDOR: Ranges = [ipaddr.parseCIDR('11.0.0.0/8')]

/** Ids of VPCs; examples have their ends masked. */
const VPC_ID = /^vpc-[a-z0-9]+\**$/
const VPC_HOST = /^kms-vpc\.[a-z0-9-]+\.aliyuncs\.com$/
const INTRANET_HOST = /^kms-intranet\.[a-z0-9-]+\.aliyuncs\.com$/
/** Four decimal numbers without leading zeros, as such or in IPv6's clothes: the parser reads `127.1`, `0x7f.1` and `010.0.0.1` as addresses too. */
const DOTTED = /^(?:::ffff:)?(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/

/** Where an event came from (docs/vendor-facts.md, "Where a caller is"); `vpc`: the id of its VPC, where it is told whole; `address` of a public caller, in its shortest form. */
export interface Origin {
  readonly network: Network
  readonly vpc?: string
  readonly address?: string
}

type Traces = Pick<TrailEvent, 'vpcId' | 'eventSource' | 'sourceIp'>

/** Judges where a call came from, without the operator's own ranges: those are applied when a key is judged. */
export function originOf(event: Traces): Origin {
  const vpc = normalForm(event.vpcId)
  if (VPC_ID.test(vpc)) return { network: 'vpc', ...(!vpc.endsWith('*') && { vpc }) }
  if (VPC_HOST.test(normalForm(event.eventSource))) return { network: 'vpc' }
  if (isFromVendor(event)) return { network: 'internal' }
  const address = plainAddress(event.sourceIp)
  if (address === undefined) return { network: 'unknown' }
  const range = address.range()
  if (INSIDE.has(range)) return { network: 'internal' }
  if (!PUBLIC.has(range) || (range === 'reserved' && !isIn(address, DOCUMENTATION))) return { network: 'unknown' }
  if (isIn(address, OF_VENDOR)) return { network: 'unknown' }
  return { network: 'public', address: address.toString() }
}

/** True for a call on the vendor's own inner network, as the back end of the console makes it. */
export function isFromVendor({ sourceIp, eventSource }: Pick<TrailEvent, 'sourceIp' | 'eventSource'>): boolean {
  return normalForm(sourceIp) === 'internal' || INTRANET_HOST.test(normalForm(eventSource))
}

/** One address and nothing else: no port, zone, bracket, list or mask. An IPv4 address in IPv6's clothes is the former. */
function plainAddress(text: string): Address | undefined {
  const address = normalForm(text)
  const isWritten = DOTTED.test(address) || /^[0-9a-f:]*:[0-9a-f:]*$/.test(address)
  return isWritten && ipaddr.isValid(address) ? ipaddr.process(address) : undefined
}

function isIn(address: Address, ranges: Ranges): boolean {
  return ranges.some(([range, bits]) => range.kind() === address.kind() && address.match(range, bits))
}

/** Addresses that Alibaba Cloud says are the operator's. */
export interface ReadAddresses {
  readonly addresses: readonly string[]
  /** False: some may be missing. */
  readonly complete: boolean
}

/** The operator's public ranges, ready to be asked. Throws on a malformed range: configuration is checked before. */
export class OwnRanges {
  readonly #ranges: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][]
  readonly #addresses: ReadonlySet<string>
  /** False while nobody has said which ranges are the operator's, or not all: an address that is none of them may still be his. */
  readonly known: boolean

  /** `read`: what was asked for besides, with `auto`. */
  constructor(cidrs: readonly string[], read?: ReadAddresses) {
    this.#ranges = cidrs.map((cidr) => ipaddr.parseCIDR(cidr))
    this.#addresses = new Set(read?.addresses.map((address) => ipaddr.process(address).toString()))
    this.known = read?.complete ?? cidrs.length > 0
  }

  has(address: string): boolean {
    if (!ipaddr.isValid(address)) return false
    const parsed = ipaddr.process(address)
    if (this.#addresses.has(parsed.toString())) return true
    return this.#ranges.some(([range, bits]) => range.kind() === parsed.kind() && parsed.match(range, bits))
  }
}
