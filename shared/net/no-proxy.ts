import ipaddr from 'ipaddr.js'

/** Where clouds tell an instance about itself: link-local, and Alibaba Cloud's 100.100.100.200. No other machine may ask in its place. */
const METADATA = '100.100.100.200'

export function isMetadata(host: string): boolean {
  return host === METADATA || rangeOf(host) === 'linkLocal'
}

/** Whether a host is this machine. */
export function isLoopback(host: string): boolean {
  if (/(^|\.)localhost\.?$/i.test(host)) return true
  const range = rangeOf(host)
  return range === 'loopback' || range === 'unspecified'
}

/**
 * Whether NO_PROXY takes a host out. An item is `*`, a name (`example.com`, `.example.com`, `*.example.com`: it and everything below it),
 * an address or a range (`10.0.0.0/8`); a port behind it takes out that port alone.
 */
export function isExempt(items: readonly string[], host: string, port: number): boolean {
  return items.some((item) => matches(item, host, port))
}

function matches(item: string, host: string, port: number): boolean {
  if (item === '*') return true
  if (item.includes('/')) return isWithin(item, host)
  if (ipaddr.isValid(item)) return isSameAddress(item, host)
  const [, name = '', only] = /^(.*?)(?::(\d+))?$/.exec(item) ?? []
  if (only !== undefined && Number(only) !== port) return false
  const bare = name.replace(/^\[|\]$/g, '')
  if (ipaddr.isValid(bare)) return isSameAddress(bare, host)
  const [suffix, wanted] = [plainName(bare).replace(/^\*?\./, ''), plainName(host)]
  return suffix !== '' && (wanted === suffix || wanted.endsWith(`.${suffix}`))
}

function isSameAddress(address: string, host: string): boolean {
  return ipaddr.isValid(host) && ipaddr.process(host).toString() === ipaddr.process(address).toString()
}

function isWithin(range: string, host: string): boolean {
  if (!ipaddr.isValidCIDR(range) || !ipaddr.isValid(host)) return false
  const [network, bits] = ipaddr.parseCIDR(range)
  const address = ipaddr.process(host)
  return address.kind() === network.kind() && address.match(network, bits)
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '')
}

function rangeOf(host: string): string | undefined {
  return ipaddr.isValid(host) ? ipaddr.process(host).range() : undefined
}
