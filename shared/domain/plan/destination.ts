import { INSTANCE_KINDS, type InstanceKind } from '../instances/instance-kind.ts'
import { normalForm } from '../normal-form.ts'

/** The KMS instance that keys of a region move to. */
export interface Destination {
  readonly region: string
  readonly instance: string
  /** Absent: nobody has said, and no API does. */
  readonly kind?: InstanceKind
}

const INSTANCE = /^kst-[a-z0-9-]+$/i
const REGION = /^[a-z]+(-[a-z0-9]+)+$/

/** `cn-hangzhou=kst-hzz65f176a0ogplgq0001`, with `:software` or `:hardware` behind it; undefined for what is none. */
export function parseDestination(text: string): Destination | undefined {
  const [region = '', named = '', ...more] = text.split('=').map((part) => part.trim())
  const found = parseInstance(named)
  return more.length === 0 && REGION.test(region) && found ? { region, ...found } : undefined
}

/** The id of an instance, and its kind where that is given. */
export function parseInstance(text: string): Omit<Destination, 'region'> | undefined {
  const [instance = '', named, ...more] = text.split(':').map((part) => part.trim())
  const kind = INSTANCE_KINDS.find((each) => each === normalForm(named ?? ''))
  if (more.length > 0 || !INSTANCE.test(instance) || (named !== undefined && kind === undefined)) return undefined
  return { instance, ...(kind && { kind }) }
}

/** As settings have them. */
export interface DestinationSettings {
  /** The KMS instance that the keys of a region move to. */
  readonly destinations: Readonly<Record<string, string>>
  /** What kind it is, by region; absent where nobody has said. */
  readonly destinationKinds: Readonly<Record<string, InstanceKind>>
}

/** Destinations, one a region: the last that names it. */
export function byRegion(given: readonly Destination[]): DestinationSettings {
  const last = [...new Map(given.map((each) => [each.region, each])).values()]
  return {
    destinations: Object.fromEntries(last.map(({ region, instance }) => [region, instance])),
    destinationKinds: Object.fromEntries(last.flatMap(({ region, kind }) => (kind ? [[region, kind] as const] : []))),
  }
}

/** The destination of a region; undefined where none is configured. */
export function destinationIn(
  region: string,
  { destinations, destinationKinds }: DestinationSettings,
): Omit<Destination, 'region'> | undefined {
  const instance = destinations[region]
  const kind = destinationKinds[region]
  return instance === undefined ? undefined : { instance, ...(kind && { kind }) }
}
