import type { HttpProxy } from '../../net/proxy.ts'

export interface InstanceAddress {
  /** URL without path. */
  readonly endpoint: string
  readonly instance: string
  /** Through which the endpoint is called. */
  readonly proxy?: HttpProxy
}
