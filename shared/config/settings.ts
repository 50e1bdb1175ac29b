import type { ChannelConfig } from '../channels/channel-definition.ts'
import type { PlanSettings } from '../domain/plan/plan.ts'
import type { ResourceService } from '../domain/resources/key-resource.ts'
import type { RulePack } from '../domain/rules/rule-packs.ts'
import type { HttpProxy, Proxies } from '../net/proxy.ts'
import type { ApiToken } from './api-token.ts'
import type { DispatchConfig, FanOutConfig } from './dispatch-value.ts'
import type { HeartbeatConfig } from './heartbeat-url.ts'
import type { NetworkConfig } from './network-value.ts'
import type { ServiceName } from './service-names.ts'
import type { SourceConfig } from './source-value.ts'

/** Where a service is called: one address for all regions, or one a region. An address is a URL without path. */
export type EndpointMap = Readonly<Partial<Record<ServiceName, string | Readonly<Record<string, string>>>>>

/** The complete configuration, every value checked and every default filled in. */
export interface Config {
  readonly regions: 'all' | readonly string[]
  readonly store:
    | { readonly kind: 'sqlite'; readonly file: string }
    | { readonly kind: 'tablestore'; readonly endpoint: string; readonly instance: string; readonly proxy?: HttpProxy }
  /** Where usage is read from. */
  readonly source: SourceConfig
  readonly rules: RulePack
  readonly observationDays: number
  /** Services that are asked which of their resources name a key; empty: none. */
  readonly resources: readonly ResourceService[]
  /** Public ranges that are the operator's own, canonical; `auto` first where his addresses are asked for. */
  readonly ownCidrs: readonly string[]
  /** What is odd in the configuration though it holds: a sentence each, without secrets. */
  readonly warnings: readonly string[]
  /** Account ids, role ARNs, `rd:` and `rd:<folder id>`; empty: the caller's own. */
  readonly accounts: readonly string[]
  /** The role that is assumed in an account without an ARN of its own. */
  readonly roleName: string
  /** A secret: never logged or shown. Null: AssumeRole carries none. */
  readonly externalId: string | null
  /** IANA zone in which people read dates. */
  readonly timezone: string
  /** How long windows of a migration are, when there are none, and which KMS instances the keys move to. */
  readonly planning: PlanSettings
  readonly kmsQps: number
  readonly trailQps: number
  /** How long one run may read the trail, in milliseconds. */
  readonly trailBudget: number
  /** A secret: never logged or shown. */
  readonly apiToken: ApiToken
  /** A secret: never logged or shown. Null: nobody may write people's decisions over HTTP. */
  readonly stateToken: string | null
  readonly endpoints: EndpointMap
  /** Which of the vendor's addresses are called where `endpoints` has none. */
  readonly network: NetworkConfig
  /** Where the jobs of a night run; a terminal runs them itself. */
  readonly dispatch: DispatchConfig
  readonly fanOut: FanOutConfig
  /** Where the digest is sent; empty: nowhere but the terminal. Names are unique. */
  readonly channels: readonly ChannelConfig[]
  /** What is called after each good night. A secret: never logged or shown. Null: nothing. */
  readonly heartbeat: HeartbeatConfig | null
  /** From HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY. */
  readonly proxies: Proxies
}
