import type { Config } from '../config/settings.ts'
import type { Scope } from '../domain/scope.ts'
import { scopeId } from '../domain/scope.ts'
import type { Instant } from '../domain/time.ts'
import type { Log } from '../log/log.ts'
import { BACKOFF, type Backoff } from '../net/backoff.ts'
import { TIMEOUTS, type Timeouts } from '../net/exchange.ts'
import { proxyFor } from '../net/proxy.ts'
import { enterAccounts, entryAccount } from './accounts.ts'
import { ACTIONTRAIL_VERSION, EventLookup } from './actiontrail.ts'
import { assumedRole } from './assumed-role.ts'
import { Breaker, COOL_DOWN } from './breaker.ts'
import type { Account, Cloud } from './cloud.ts'
import type { CredentialSource } from './credential-source.ts'
import { endpointIfAny, endpointOf, urlOf } from './endpoints.ts'
import { KmsReads } from './kms.ts'
import { KmsCalls } from './kms-cryptography.ts'
import { Limiter } from './limiter.ts'
import { type Environment, ownCredentials } from './own-credentials.ts'
import { type Send, ServiceClient } from './service-client.ts'
import { STS_QPS, STS_VERSION, Sts } from './sts.ts'

export interface CloudOptions {
  readonly log: Log
  /** Where ALIBABA_CLOUD_* are looked up before the SDK's default chain; the process's own unless given. */
  readonly env?: Environment
  /** The wall clock, for the expiry of assumed roles. Pace and deadlines go by a clock of their own. */
  readonly clock?: () => Instant
  /** Shorter waits, for tests. */
  readonly timing?: Partial<Timing>
}

export interface Timing {
  readonly timeouts: Timeouts
  readonly backoff: Backoff
  /** Milliseconds that a breaker stays open. */
  readonly coolDown: number
  /** Calls a second that each quota is tried with first, up to its ceiling; undefined for what `AdaptiveRate` begins with. */
  readonly startRate: number | undefined
}

const USUAL: Timing = { timeouts: TIMEOUTS, backoff: BACKOFF, coolDown: COOL_DOWN, startRate: undefined }

/** Pace is measured by a clock that never goes back. */
const monotonic = () => performance.now()

/** The vendor's services as configured. Nothing is called and no SDK is loaded before the first call. */
export function openCloud(config: Config, options: CloudOptions): Cloud {
  const { log, env = process.env, clock = Date.now, timing } = options
  const { timeouts, backoff, coolDown, startRate } = { ...USUAL, ...timing }
  const limiters = keyed((ceiling: number) => new Limiter(ceiling, monotonic, startRate))
  const breakers = keyed((service: string, region: string) => {
    const onOpen = () => log.warn('the endpoint does not answer; its calls fail at once for now', { service, region })
    return new Breaker(monotonic, coolDown, onOpen)
  })
  const client = (
    service: 'kms' | 'actiontrail' | 'sts',
    region: string,
    credentials: CredentialSource,
    limiter: Limiter,
    open: () => Promise<Send>,
  ) => {
    const breaker = breakers(`${service} ${region}`, service, region)
    // Where there is none, `open` fails.
    const endpoint = endpointIfAny(config, service, region)
    const proxy = endpoint && proxyFor(config.proxies, urlOf(endpoint))
    return new ServiceClient({
      ...{ service, region, host: endpoint?.host ?? '', open, credentials, limiter, breaker, timeouts, backoff, log },
      ...(proxy && { proxy }),
    })
  }

  const own = ownCredentials(env)
  const openApi = (version: string, service: 'actiontrail' | 'sts', region: string) => async () => {
    const { openApiSdk } = await import('./openapi-sdk.ts')
    return openApiSdk(version, endpointOf(config, service, region), region, config.proxies)
  }
  const sts = new Sts(client('sts', '', own, new Limiter(STS_QPS, monotonic), once(openApi(STS_VERSION, 'sts', ''))))

  const roles = keyed((roleArn: string) => assumedRole(sts, roleArn, clock))
  const sourceOf = ({ roleArn }: Account) => (roleArn === undefined ? own : roles(roleArn, roleArn))
  const configured = config.accounts.map(entryAccount)
  const credentialsOf = (accountId: string) =>
    sourceOf(configured.find((account) => account.accountId === accountId) ?? { accountId })

  const limiterOf = (scope: Scope, service: 'kms' | 'actiontrail') =>
    service === 'kms'
      ? limiters(`kms ${scopeId(scope)}`, config.kmsQps)
      : limiters(`actiontrail ${scope.accountId}`, config.trailQps)
  const kmsClient = (scope: Scope, agent?: string) => {
    const open = once(async () => {
      const { kmsSdk } = await import('./kms-sdk.ts')
      return kmsSdk(endpointOf(config, 'kms', scope.region), scope.region, config.proxies, agent)
    })
    return client('kms', scope.region, credentialsOf(scope.accountId), limiterOf(scope, 'kms'), open)
  }
  const kms = keyed((scope: Scope) => new KmsReads(kmsClient(scope), scope))
  const trails = keyed((scope: Scope) => {
    const open = once(openApi(ACTIONTRAIL_VERSION, 'actiontrail', scope.region))
    const limiter = limiterOf(scope, 'actiontrail')
    return new EventLookup(client('actiontrail', scope.region, credentialsOf(scope.accountId), limiter, open))
  })

  return {
    caller: (callOptions) => sts.caller(callOptions),
    accounts: (callOptions) => enterAccounts(config.accounts, sts, sourceOf, callOptions),
    kms: (scope) => kms(scopeId(scope), scope),
    cryptography: (scope, agent) => new KmsCalls(kmsClient(scope, agent)),
    actionTrail: (scope) => trails(scopeId(scope), scope),
    pace: (scope, service) => limiterOf(scope, service).pace(),
  }
}

/** Makes each thing once for its key. */
function keyed<A extends readonly unknown[], T>(make: (...args: A) => T): (key: string, ...args: A) => T {
  const made = new Map<string, T>()
  return (key, ...args) => {
    const known = made.get(key)
    if (known !== undefined) return known
    const thing = make(...args)
    made.set(key, thing)
    return thing
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}
