import ipaddr from 'ipaddr.js'
import type { EndpointMap } from './settings.ts'

/**
 * Whether addresses lead to a simulated cloud: one of them is of this machine and unencrypted, as no address of the vendor is. Then whatever
 * has no address in the map has none at all.
 */
export function isSimulated(endpoints: EndpointMap): boolean {
  return Object.values(endpoints)
    .flatMap((each) => (typeof each === 'string' ? [each] : Object.values(each)))
    .some(isOfThisMachine)
}

/** Whether an address is `http` and on loopback. */
export function isOfThisMachine(address: string): boolean {
  const { protocol, hostname } = new URL(address)
  if (protocol !== 'http:') return false
  const host = hostname.replace(/^\[|\]$/g, '')
  return ipaddr.isValid(host) ? ipaddr.process(host).range() === 'loopback' : /^(.+\.)?localhost\.?$/.test(host)
}
