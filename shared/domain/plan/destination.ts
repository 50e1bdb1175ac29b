/** The KMS instance that keys of a region move to. */
export interface Destination {
  readonly region: string
  readonly instance: string
}

const INSTANCE = /^kst-[a-z0-9-]+$/i
const REGION = /^[a-z]+(-[a-z0-9]+)+$/

/** Whether a text has the form of the id of a KMS instance, such as `kst-hzz65f176a0ogplgq0001`. */
export function isInstanceId(text: string): boolean {
  return INSTANCE.test(text)
}

/** `cn-hangzhou=kst-hzz65f176a0ogplgq0001`; undefined for what is none. */
export function parseDestination(text: string): Destination | undefined {
  const [region = '', instance = '', ...more] = text.split('=').map((part) => part.trim())
  return more.length === 0 && REGION.test(region) && isInstanceId(instance) ? { region, instance } : undefined
}
