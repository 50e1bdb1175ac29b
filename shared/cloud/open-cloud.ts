import type { Config } from '../config/settings.ts'
import type { Scope } from '../domain/scope.ts'
import { scopeId } from '../domain/scope.ts'
import type { Instant } from '../domain/time.ts'
import type { Log } from '../log/log.ts'
import { BACKOFF, type Backoff } from '../net/backoff.ts'
import { TIMEOUTS, type Timeouts } from '../net/exchange.ts'
import { proxyFor } from '../net/proxy.ts'
import { enterAccounts, FoundCredentials, listAccounts, needsRole, readEntries } from './accounts.ts'
import { ACTIONTRAIL_VERSION, EventLookup } from './actiontrail.ts'
import { assumedRole } from './assumed-role.ts'
import { Breaker, type BreakerTiming, COOL_DOWN, RECOVERY } from './breaker.ts'
import { bucketRules } from './bucket-rules.ts'
import type { BucketPlace, Cloud, CloudResources, LogPlace, PublicAddresses } from './cloud.ts'
import type { CallOptions, CredentialSource } from './credential-source.ts'
import { LOG_ANSWER } from './deadlines.ts'
import { type Endpoint, endpointIfAny, endpointOf, functionsEndpoint, urlOf } from './endpoints.ts'
import { type SetupCloud, TrailSetup } from './evidence-setup.ts'
import type { CloudService } from './fault.ts'
import type { FunctionsPlace } from './fc/functions.ts'
import { FC_QPS, InvokedFunctions } from './fc/invoked-functions.ts'
import { KmsReads } from './kms.ts'
import { KmsCalls } from './kms-cryptography.ts'
import { Limiter } from './limiter.ts'
import { LogReads, type ModeOfProject } from './log-reads.ts'
import { LogSetup } from './log-setup.ts'
import { ObjectReads, OSS_QPS } from './object-reads.ts'
import { type Environment, ownCredentials } from './own-credentials.ts'
import { eipAddresses, natAddresses, VPC_VERSION } from './public-addresses.ts'
import { DIRECTORY_QPS, DIRECTORY_VERSION, ResourceDirectory } from './resource-directory.ts'
import { ECS_VERSION, ecsDefaultDiskKey, ecsDisks, ecsSnapshots, RDS_VERSION, rdsInstances } from './resource-lists.ts'
import { type SecretCloud, secretValue } from './secret-value.ts'
import { type Send, ServiceClient } from './service-client.ts'
import { STS_QPS, STS_VERSION, Sts } from './sts.ts'

export interface CloudOptions {
  readonly log: Log
  /** Where ALIBABA_CLOUD_* are looked up before the SDK's default chain; the process's own unless given. */
  readonly env?: Environment
  /** The wall clock, for the expiry of assumed roles. Pace and deadlines go by a clock of their own. */
  readonly clock?: () => Instant
  /** Shorter waits, for tests. */
  readonly timing?: Partial<Timing> | undefined
}

/** The services that are called through the vendor's OpenAPI engine. */
type OpenApiService = 'actiontrail' | 'sts' | 'rds' | 'ecs' | 'vpc' | 'resourcedirectory'

export interface Timing extends BreakerTiming {
  readonly timeouts: Timeouts
  readonly backoff: Backoff
  /** Calls a second that each quota is tried with first, up to its ceiling; undefined for what `AdaptiveRate` begins with. */
  readonly startRate: number | undefined
}

const USUAL: Timing = {
  timeouts: TIMEOUTS,
  backoff: BACKOFF,
  coolDown: COOL_DOWN,
  recovery: RECOVERY,
  startRate: undefined,
}

/** What a project of Log Service takes at once: 15 statements, of which 5 completely accurate ones (docs/vendor-facts.md, "Log Service"). */
const AT_ONCE = { accurate: 5, standard: 15 } as const
/** Calls a second that are tried at most; what is under way at once is the limit. */
const LOG_QPS = 50

/** Pace is measured by a clock that never goes back. */
const monotonic = () => performance.now()

/** The vendor's services as configured. Nothing is called and no SDK is loaded before the first call. */
export function openCloud(config: Config, options: CloudOptions): Cloud & SetupCloud & SecretCloud {
  const { log, env = process.env, clock = Date.now, timing } = options
  const { timeouts, backoff, coolDown, recovery, startRate } = { ...USUAL, ...timing }
  const limiters = keyed((ceiling: number) => new Limiter(ceiling, monotonic, startRate))
  const opened: Breaker[] = []
  const breakers = keyed((service: string, region: string) => {
    const onOpen = () => log.warn('the endpoint does not answer; it is not called for now', { service, region })
    const breaker = new Breaker(monotonic, { coolDown, recovery }, onOpen)
    opened.push(breaker)
    return breaker
  })
  const client = (
    service: Exclude<CloudService, 'credentials'>,
    region: string,
    credentials: CredentialSource,
    limiter: Limiter,
    open: () => Promise<Send>,
    deadlines = timeouts,
    // Where there is none, `open` fails.
    endpoint: Endpoint | undefined = service === 'fc' ? undefined : endpointIfAny(config, service, region),
  ) => {
    const breaker = breakers(`${service} ${region}`, service, region)
    const proxy = endpoint && proxyFor(config.proxies, urlOf(endpoint))
    return new ServiceClient({
      ...{ service, region, host: endpoint?.host ?? '', open, credentials, limiter, breaker, backoff, log },
      timeouts: deadlines,
      ...(proxy && { proxy }),
    })
  }

  const own = ownCredentials(env)
  const openApi = (version: string, service: OpenApiService, region: string) => async () => {
    const { openApiSdk } = await import('./openapi-sdk.ts')
    return openApiSdk(version, endpointOf(config, service, region), region, config.proxies)
  }
  const sts = new Sts(
    client('sts', '', own, new Limiter(STS_QPS, monotonic, startRate), once(openApi(STS_VERSION, 'sts', ''))),
  )

  const openDirectory = once(openApi(DIRECTORY_VERSION, 'resourcedirectory', ''))
  const directory = new ResourceDirectory(
    client('resourcedirectory', '', own, new Limiter(DIRECTORY_QPS, monotonic, startRate), openDirectory),
  )

  const entries = readEntries(config.accounts)
  const roles = keyed((roleArn: string) => assumedRole(sts, roleArn, config.externalId, clock))
  let ownId: string | undefined
  const ownAccount = async (callOptions?: CallOptions) => {
    ownId ??= (await sts.caller(callOptions)).accountId
    return ownId
  }
  const credentialsOf = keyed((accountId: string): CredentialSource => {
    const entry = entries.named.get(accountId)
    if (entry?.roleArn !== undefined) return roles(entry.roleArn, entry.roleArn)
    if (config.accounts.length === 0) return own
    return new FoundCredentials(async (callOptions) => {
      if ((await ownAccount(callOptions)) === accountId) return own
      if (entry === undefined && entries.folders.length === 0) throw needsRole(accountId)
      const roleArn = `acs:ram::${accountId}:role/${config.roleName}`
      return roles(roleArn, roleArn)
    })
  })
  const sourceOf = (accountId: string) => credentialsOf(accountId, accountId)
  const listed = (callOptions?: CallOptions) => listAccounts(entries, ownAccount, directory, callOptions)

  const limiterOf = (scope: Scope, service: 'kms' | 'actiontrail') =>
    service === 'kms'
      ? limiters(`kms ${scopeId(scope)}`, config.kmsQps)
      : limiters(`actiontrail ${scope.accountId}`, config.trailQps)
  const openKms = (region: string, agent?: string) =>
    once(async () => {
      const { kmsSdk } = await import('./kms-sdk.ts')
      return kmsSdk(endpointOf(config, 'kms', region), region, config.proxies, agent)
    })
  const kmsClient = (scope: Scope, agent?: string) =>
    client('kms', scope.region, sourceOf(scope.accountId), limiterOf(scope, 'kms'), openKms(scope.region, agent))
  const ownSecrets = keyed((region: string) =>
    client('kms', region, own, limiters(`kms ${region}`, config.kmsQps), openKms(region)),
  )
  const kms = keyed((scope: Scope) => new KmsReads(kmsClient(scope), scope))
  const trails = keyed((scope: Scope) => {
    const open = once(openApi(ACTIONTRAIL_VERSION, 'actiontrail', scope.region))
    const limiter = limiterOf(scope, 'actiontrail')
    return new EventLookup(client('actiontrail', scope.region, sourceOf(scope.accountId), limiter, open))
  })

  const projectOf = ({ region, project }: LogPlace) => `${region}/${project}`
  const projects = keyed((_: LogPlace): ModeOfProject => ({ mode: 'accurate' }))
  const logLimiter = keyed((most: number) => new Limiter(LOG_QPS, monotonic, startRate, most))
  const logLimiterOf = (place: LogPlace, mode: 'accurate' | 'standard') =>
    logLimiter(`${projectOf(place)} ${mode}`, AT_ONCE[mode])
  const openSls = (region: string) =>
    once(async () => {
      const { slsSdk } = await import('./sls-sdk.ts')
      return slsSdk(endpointOf(config, 'sls', region), region, config.proxies)
    })
  const logs = keyed((place: LogPlace, accountId?: string) => {
    const { region } = place
    const open = openSls(region)
    const credentials = accountId === undefined ? own : sourceOf(accountId)
    const deadlines = { ...timeouts, read: Math.max(timeouts.read, timing?.timeouts ? 0 : LOG_ANSWER) }
    const reads = (mode: 'accurate' | 'standard') =>
      client('sls', region, credentials, logLimiterOf(place, mode), open, deadlines)
    const both = { accurate: reads('accurate'), standard: reads('standard') }
    return new LogReads(both, place, projects(projectOf(place), place))
  })
  const openOss = ({ region, bucket }: BucketPlace) =>
    once(async () => {
      const { ossSdk } = await import('./oss-sdk.ts')
      return ossSdk(endpointOf(config, 'oss', region), region, bucket, config.proxies)
    })
  const objects = keyed((place: BucketPlace) => {
    const { region } = place
    const open = openOss(place)
    const reads = client('oss', region, own, new Limiter(OSS_QPS, monotonic, startRate ?? OSS_QPS), open)
    return new ObjectReads(reads, place, { backoff, idle: timeouts.read })
  })

  const resources = keyed((scope: Scope): CloudResources => {
    const { accountId, region } = scope
    const credentials = sourceOf(accountId)
    const paced = (service: 'rds' | 'ecs' | 'oss') => limiters(`${service} ${scopeId(scope)}`, config.kmsQps)
    const rds = client('rds', region, credentials, paced('rds'), once(openApi(RDS_VERSION, 'rds', region)))
    const ecs = client('ecs', region, credentials, paced('ecs'), once(openApi(ECS_VERSION, 'ecs', region)))
    const inBucket = (bucket: string) => client('oss', region, credentials, paced('oss'), openOss({ region, bucket }))
    return {
      rdsInstances: (keyId, options) => rdsInstances(rds, scope, keyId, options),
      disks: (options) => ecsDisks(ecs, region, options),
      snapshots: (options) => ecsSnapshots(ecs, region, options),
      defaultDiskKey: (options) => ecsDefaultDiskKey(ecs, region, options),
      bucketRules: (options) => bucketRules(inBucket(''), inBucket, region, options),
    }
  })

  const functions = keyed((place: FunctionsPlace) => {
    const { kind, region } = place
    const endpoint = functionsEndpoint(config, place)
    const open = once(async () => {
      if (kind === 'fc3') return (await import('./fc/fc3-sdk.ts')).fc3Sdk(endpoint, region, config.proxies)
      return (await import('./fc/fc2-sdk.ts')).fc2Sdk(endpoint, place, config.proxies)
    })
    const limiter = new Limiter(FC_QPS, monotonic, startRate ?? FC_QPS)
    return new InvokedFunctions(client('fc', region, own, limiter, open, timeouts, endpoint))
  })

  const addresses = keyed((scope: Scope): PublicAddresses => {
    const { accountId, region } = scope
    const limiter = limiters(`vpc ${scopeId(scope)}`, config.kmsQps)
    const vpc = client('vpc', region, sourceOf(accountId), limiter, once(openApi(VPC_VERSION, 'vpc', region)))
    return {
      eips: (options) => eipAddresses(vpc, region, options),
      natGateways: (options) => natAddresses(vpc, region, options),
    }
  })

  return {
    caller: (callOptions) => sts.caller(callOptions),
    listAccounts: listed,
    enter: async (accountId, callOptions) => {
      await sourceOf(accountId).get(callOptions)
    },
    accounts: async (callOptions) => enterAccounts(await listed(callOptions), sourceOf, callOptions),
    kms: (scope) => kms(scopeId(scope), scope),
    cryptography: (scope, agent) => new KmsCalls(kmsClient(scope, agent)),
    secretValue: (region, name, callOptions) => secretValue(ownSecrets(region, region), name, callOptions),
    resources: (scope) => resources(scopeId(scope), scope),
    publicAddresses: (scope) => addresses(scopeId(scope), scope),
    actionTrail: (scope) => trails(scopeId(scope), scope),
    logService: (place, accountId) =>
      logs(`${projectOf(place)}/${place.logstore} ${accountId ?? ''}`, place, accountId),
    logPace: (place) => logLimiterOf(place, projects(projectOf(place), place).mode).pace(),
    functions: (place) => functions(JSON.stringify(place), place),
    objects: (place) => objects(`${place.region}/${place.bucket}`, place),
    trailSetup: (scope) => {
      const { region } = scope
      const open = once(openApi(ACTIONTRAIL_VERSION, 'actiontrail', region))
      return new TrailSetup(client('actiontrail', region, own, limiterOf(scope, 'actiontrail'), open))
    },
    logSetup: ({ region, project }) => {
      const limiter = logLimiterOf({ region, project, logstore: '' }, 'standard')
      return new LogSetup(client('sls', region, own, limiter, openSls(region)), project)
    },
    cooledDown: async (signal) => {
      await Promise.all(opened.map((breaker) => breaker.cooledDown(signal)))
    },
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
