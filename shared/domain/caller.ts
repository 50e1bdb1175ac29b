/** The language or tool that made a call, from its user agent; `cloud-service` from its identity. */
export const CLIENTS = [
  'java',
  'go',
  'python',
  'nodejs',
  'php',
  'dotnet',
  'cpp',
  'swift',
  'cli',
  'terraform',
  'console',
  'cloud-service',
  'unknown',
] as const
export type Client = (typeof CLIENTS)[number]

/** Where a call came from. */
export const NETWORKS = ['vpc', 'internal', 'own-network', 'public', 'cloud-service', 'unknown'] as const
export type Network = (typeof NETWORKS)[number]

/** Who stands behind a call, as far as the rules care: only applications are judged. */
export type CallerKind = 'application' | 'console' | 'cloud-service'

/** Who made a call, without the session: two sessions of one role are one caller. */
export interface Caller {
  readonly kind: CallerKind
  /** `root`, `user/<name>`, `role/<name>`, `service/<host>` or `unknown`. Text from the cloud: hostile. */
  readonly principal: string
  readonly client: Client
  /** As seen on the wire: `own-network` is decided when a key is judged, from `address` and the operator's ranges. */
  readonly network: Network
  /** The address of a `public` caller, so that other ranges can be applied later. */
  readonly address?: string
}
