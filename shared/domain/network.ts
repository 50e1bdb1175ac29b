import ipaddr from 'ipaddr.js'
import type { Network } from './caller.ts'
import type { TrailEvent } from './event.ts'

/** Ranges from which no call can come over the internet: RFC 1918, RFC 6598 (which Alibaba Cloud uses inside) and their IPv6 likes. */
const INSIDE: ReadonlySet<string> = new Set(['private', 'carrierGradeNat', 'uniqueLocal'])
/** Addresses that say nothing about where a caller is. */
const NOWHERE: ReadonlySet<string> = new Set(['unspecified', 'loopback', 'linkLocal', 'multicast', 'broadcast'])

/** Where an event came from (reference section 7); `address` of a public caller, in its shortest form. */
export interface Origin {
  readonly network: Network
  readonly address?: string
}

/** Judges where a call came from, without the operator's own ranges: those are applied when a key is judged. */
export function originOf(event: Pick<TrailEvent, 'vpcId' | 'eventSource' | 'sourceIp'>): Origin {
  if (event.vpcId !== '' || /^kms-vpc\./i.test(event.eventSource)) return { network: 'vpc' }
  if (/^internal$/i.test(event.sourceIp) || /^kms-intranet\./i.test(event.eventSource)) return { network: 'internal' }
  if (!ipaddr.isValid(event.sourceIp)) return { network: 'unknown' }
  const address = ipaddr.process(event.sourceIp)
  const range = address.range()
  if (INSIDE.has(range)) return { network: 'internal' }
  if (NOWHERE.has(range)) return { network: 'unknown' }
  return { network: 'public', address: address.toString() }
}

/** The operator's public ranges, ready to be asked. Throws on a malformed range: configuration is checked before. */
export class OwnRanges {
  readonly #ranges: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][]

  constructor(cidrs: readonly string[]) {
    this.#ranges = cidrs.map((cidr) => ipaddr.parseCIDR(cidr))
  }

  /** False while the operator has not said which ranges are his. */
  get known(): boolean {
    return this.#ranges.length > 0
  }

  has(address: string): boolean {
    if (!ipaddr.isValid(address)) return false
    const parsed = ipaddr.process(address)
    return this.#ranges.some(([range, bits]) => range.kind() === parsed.kind() && parsed.match(range, bits))
  }
}
