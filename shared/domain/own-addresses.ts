import { DAY, type Day, dayOf } from './time.ts'

/** A public address that Alibaba Cloud has said is the operator's. */
export interface OwnAddress {
  readonly address: string
  readonly region: string
  /** The first and the last day on which it was listed. */
  readonly firstSeen: Day
  readonly lastSeen: Day
}

/** What is known of the public addresses of an account. */
export interface OwnAddresses {
  /** ISO 8601 UTC: the run that read them last. */
  readonly asOf: string
  /** Regions of which that run could not read all; `*` where not even the regions are known. */
  readonly unread: readonly string[]
  readonly addresses: readonly OwnAddress[]
}

/** Addresses that were released are remembered as long as what was called from them. */
const REMEMBERED = 400 * DAY
/** A reading that is older tells nothing of today: two nights, and what one may be late. */
const GOOD_FOR = 2 * DAY

/** What a region was read to hold; undefined: it could not be read. */
export type AddressReading = ReadonlyMap<string, readonly string[] | undefined>

/** Adds what a run has read to what was known. Of a region that could not be read, what was known stays. */
export function mergeAddresses(known: OwnAddresses | undefined, asOf: string, reading: AddressReading): OwnAddresses {
  const day = dayOf(Date.parse(asOf))
  const oldest = dayOf(Date.parse(asOf) - REMEMBERED)
  const all = new Map<string, OwnAddress>()
  const nameOf = ({ region, address }: Pick<OwnAddress, 'region' | 'address'>) => `${region} ${address}`
  for (const each of known?.addresses ?? []) if (each.lastSeen >= oldest) all.set(nameOf(each), each)
  for (const [region, addresses] of reading) {
    for (const address of addresses ?? []) {
      const before = all.get(nameOf({ region, address }))
      const firstSeen = before === undefined || before.firstSeen > day ? day : before.firstSeen
      const lastSeen = before === undefined || before.lastSeen < day ? day : before.lastSeen
      all.set(nameOf({ region, address }), { address, region, firstSeen, lastSeen })
    }
  }
  const unread = [...reading].flatMap(([region, addresses]) => (addresses === undefined ? [region] : []))
  return { asOf, unread, addresses: [...all.values()] }
}

/** Whether all addresses of an account are known as of a moment (ISO 8601 UTC): then one that is none of them is not the account's. */
export function areComplete(known: OwnAddresses | undefined, asOf: string): boolean {
  return known !== undefined && known.unread.length === 0 && Date.parse(known.asOf) >= Date.parse(asOf) - GOOD_FOR
}
