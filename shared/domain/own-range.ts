import ipaddr from 'ipaddr.js'

/** Ranges that are shorter are refused, for IPv4 and IPv6: nobody's own addresses are a sixteenth of a /8 at once. */
const SHORTEST = { ipv4: 12, ipv6: 32 } as const
/** All ranges together must be less than one of this length. */
const SHORTEST_TOGETHER = { ipv4: 8, ipv6: 28 } as const
/** Ranges that are shorter are as wide as a provider's: whoever calls from there passes for the operator. */
const WIDE = { ipv4: 16, ipv6: 48 } as const
const BITS = { ipv4: 32, ipv6: 128 } as const
/** Kinds of addresses from which no call comes over the internet. Examples may use those that are for documentation. */
const PUBLIC: ReadonlySet<string> = new Set(['unicast', 'reserved'])
/** What the vendor's own services show as their address (see `network.ts`). */
const VENDOR = ipaddr.IPv4.parseCIDR('11.0.0.0/8')

type Kind = keyof typeof BITS

/** The word that asks for the operator's own addresses: EIPs, and those of NAT gateways. */
export const AUTO = 'auto'

/** Ranges as they are written, made canonical (`47.96.0.0/24`), each once; `auto` before them. */
export interface OwnRangeList {
  readonly ranges: readonly string[]
  /** What is odd about them though they hold. */
  readonly warnings: readonly string[]
}

/**
 * Reads the ranges that the operator calls his own; an address alone is a range of one. Whatever makes a good part of the internet his
 * own is refused with the reason: every application there would pass for one on Alibaba Cloud.
 */
export function readOwnRanges(items: readonly string[]): OwnRangeList | { readonly problem: string } {
  const blocks = new Map<string, Block>()
  const warnings: string[] = []
  const isAuto = (item: string) => item.toLowerCase() === AUTO
  for (const item of items.filter((each) => !isAuto(each))) {
    const block = parseBlock(item)
    if (typeof block === 'string') return { problem: block }
    const text = textOf(block)
    const { kind, length } = block
    if (length < SHORTEST[kind])
      return { problem: `${item} is wider than /${SHORTEST[kind]}, so that strangers would pass as the operator` }
    if (blocks.has(text)) continue
    blocks.set(text, block)
    if (!isSame(item, text)) warnings.push(`${item} is taken as ${text}.`)
    if (isWithoutEffect(block)) warnings.push(`${text} has no effect: no call comes over the internet from there.`)
    else if (length < WIDE[kind])
      warnings.push(`${text} is wide: every application that calls from there passes as one of the operator’s own.`)
  }
  const problem = togetherProblem([...blocks.values()])
  if (problem !== undefined) return { problem }
  return { ranges: [...(items.some(isAuto) ? [AUTO] : []), ...blocks.keys()], warnings }
}

/** A range as a number: the bits of its network, of which `length` count. */
interface Block {
  readonly kind: Kind
  readonly length: number
  readonly network: bigint
}

function parseBlock(item: string): Block | string {
  const [, address = '', after] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(item) ?? []
  const isPlain = ipaddr.IPv4.isValidFourPartDecimal(address) || (ipaddr.IPv6.isValid(address) && !/%/.test(address))
  if (!isPlain) return `${item} is neither an address nor a range`
  const written = ipaddr.parse(address)
  const mapped = written instanceof ipaddr.IPv6 && written.isIPv4MappedAddress()
  const given = after === undefined ? BITS[written.kind()] : Number(after)
  if (given > BITS[written.kind()]) return `${item} is neither an address nor a range`
  // What is shorter than the prefix of mapped addresses is a range of IPv6, and far too wide for one.
  const isIpv4 = mapped && given >= 96
  const parsed = isIpv4 ? written.toIPv4Address() : written
  const kind = parsed.kind()
  const length = isIpv4 ? given - 96 : given
  const host = BigInt(BITS[kind] - length)
  const bits = parsed.toByteArray().reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
  return { kind, length, network: (bits >> host) << host }
}

function addressOf({ kind, network }: Pick<Block, 'kind' | 'network'>): ipaddr.IPv4 | ipaddr.IPv6 {
  const bytes = Array.from({ length: BITS[kind] / 8 }, (_, at) =>
    Number((network >> BigInt(BITS[kind] - 8 * (at + 1))) & 255n),
  )
  return ipaddr.fromByteArray(bytes)
}

function textOf(block: Block): string {
  return `${addressOf(block)}/${block.length}`
}

/** Whether a range says the same as its canonical form; an address alone is its own. */
function isSame(item: string, text: string): boolean {
  const [address = '', length] = item.split('/')
  const [network, canonical] = text.split('/')
  return ipaddr.parse(address).toString() === network && (length === undefined || Number(length) === Number(canonical))
}

function isWithoutEffect(block: Block): boolean {
  const address = addressOf(block)
  if (address instanceof ipaddr.IPv4 && address.match(VENDOR)) return true
  return !PUBLIC.has(address.range())
}

/** A range that is written in pieces is judged as the whole that they make, and all of them by their number of addresses. */
function togetherProblem(blocks: readonly Block[]): string | undefined {
  for (const kind of ['ipv4', 'ipv6'] as const) {
    const whole = merged(blocks.filter((block) => block.kind === kind))
    const tooWide = whole.find(({ length }) => length < SHORTEST[kind])
    if (tooWide) return `its ranges make up ${textOf(tooWide)}, which is wider than /${SHORTEST[kind]}`
    const addresses = whole.reduce((sum, { length }) => sum + (1n << BigInt(BITS[kind] - length)), 0n)
    if (addresses >= 1n << BigInt(BITS[kind] - SHORTEST_TOGETHER[kind]))
      return `its ranges have together as many addresses as a /${SHORTEST_TOGETHER[kind]}`
  }
  return undefined
}

/** The fewest ranges that hold the same addresses: halves become the whole, longest first, and what a wider range holds goes. */
function merged(blocks: readonly Block[]): readonly Block[] {
  const [first] = blocks
  if (first === undefined) return []
  const { kind } = first
  const bits = BITS[kind]
  const byLength = Array.from({ length: bits + 1 }, () => new Set<bigint>())
  for (const { length, network } of blocks) byLength[length]?.add(network)
  for (let length = bits; length > 0; length -= 1) {
    const half = 1n << BigInt(bits - length)
    for (const network of byLength[length] ?? [])
      if (byLength[length]?.has(network ^ half)) byLength[length - 1]?.add(network & ~half)
  }
  const isHeld = (network: bigint, length: number) =>
    byLength.slice(0, length).some((wider, at) => wider.has((network >> BigInt(bits - at)) << BigInt(bits - at)))
  return byLength.flatMap((networks, length) =>
    [...networks].filter((network) => !isHeld(network, length)).map((network): Block => ({ kind, length, network })),
  )
}
