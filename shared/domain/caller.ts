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
  'ruby',
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

/**
 * Who stands behind a call, as far as the rules care: only applications are judged. `unlisted-service-role`: a role whose name has the form
 * of the vendor's service roles and which the list does not have, so that it may be a service or an application.
 */
export const CALLER_KINDS = ['application', 'console', 'cloud-service', 'unlisted-service-role'] as const
export type CallerKind = (typeof CALLER_KINDS)[number]

/** Who made a call, without the session: two sessions of one role are one caller. */
export interface Caller {
  readonly kind: CallerKind
  /** `root`, `user/<name>`, `role/<name>`, `service/<host>` or `unknown`. Text from the cloud: hostile. */
  readonly principal: string
  readonly client: Client
  /** Of an `unknown` client only: what its user agent calls itself, as `agentProduct` has it. Rows that older versions wrote have none. */
  readonly agent?: string
  /** As seen on the wire: `own-network` is decided when a key is judged, from `address` and the operator's ranges. */
  readonly network: Network
  /** The VPC of a `vpc` caller, where its event tells the whole id. Rows that older versions wrote have none. */
  readonly vpc?: string
  /** The address of a `public` caller, so that other ranges can be applied later. */
  readonly address?: string
}

/** A caller as this version judges it: of a kind, client or network that only a newer version knows, nothing is known. */
export function asKnownHere(caller: Caller): Caller {
  const isKind = CALLER_KINDS.includes(caller.kind)
  const isClient = CLIENTS.includes(caller.client)
  const isNetwork = NETWORKS.includes(caller.network)
  if (isKind && isClient && isNetwork) return caller
  return {
    ...caller,
    ...(!isKind && { kind: 'application' }),
    ...(!isClient && { client: 'unknown' }),
    ...(!isNetwork && { network: 'unknown' }),
  }
}

/** True for an application, and for what may be one. */
export function mayBeApplication({ kind }: Pick<Caller, 'kind'>): boolean {
  return kind === 'application' || kind === 'unlisted-service-role'
}

/** What stands for a name where an event has none. */
export const NO_NAME = 'unknown'

/** True for a principal without a name, whose calls may be those of many. */
export function isNobody(principal: string): boolean {
  return principal === NO_NAME || principal.endsWith(`/${NO_NAME}`)
}

/** True for the languages of the migration SDKs: Java, Go and Python (2023-09 page, scenario 2). */
export function hasMigrationSdk(client: Client): boolean {
  return client === 'java' || client === 'go' || client === 'python'
}

/** True when no rule asks more of the caller's language and network: it has a migration SDK, and calls from inside Alibaba Cloud. */
export function isPlain({ client, network }: Pick<Caller, 'client' | 'network'>): boolean {
  return hasMigrationSdk(client) && network !== 'public' && network !== 'unknown'
}
