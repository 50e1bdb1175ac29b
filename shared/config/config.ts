import { byRegion } from '../domain/plan/destination.ts'
import { MINUTE } from '../domain/time.ts'
import { type HttpProxy, type Proxies, proxyFor, readProxies } from '../net/proxy.ts'
import { boundVariables } from './bound-variables.ts'
import { readChannels } from './channels-value.ts'
import { ConfigError } from './config-error.ts'
import { type Environment, readSettings, type Settings } from './read-settings.ts'
import { resolveSecret } from './secret.ts'
import type { Config, EndpointMap } from './settings.ts'
import { sharedAddressProblems } from './shared-address.ts'
import { isOfThisMachine, isSimulated } from './simulated.ts'
import { IN_KMS, REACH, SECRETS, VARIABLES, type Variable } from './variables.ts'

/**
 * What is left out. `secrets`: whoever needs none of the tokens and channels gets none, and does not hear of what is wrong with them.
 * `file`: whoever is to read what CMK_CONFIG names gets what he needs for it, from the environment, and the defaults of everything else.
 */
export type Without = 'secrets' | 'file' | undefined

/**
 * The configuration from the environment's CMK_ variables, and from the YAML file that CMK_CONFIG names: the same names in lower case
 * without `CMK_` (`regions`, `own_cidrs`), lists and maps as YAML has them; the environment wins. Relative paths start at `cwd`.
 * Throws a `ConfigError` with every problem at once.
 */
export function loadConfig(
  env: Environment,
  { cwd, without }: { readonly cwd: string; readonly without?: Without },
): Config {
  const settings = settingsWithout(without, env, cwd)
  const bound = boundVariables({ env, cwd, values: settings.values })
  const { channels, problems: channelProblems } = readChannels(settings.values.get('CMK_CHANNELS') ?? '', env, cwd)
  const { proxies, problems: proxyProblems } = readProxies(env)
  const problems = [
    ...settings.problems,
    ...secretProblems(settings, env, cwd, without),
    ...channelProblems,
    ...proxyProblems,
  ]
  const read = <T>(
    name: string,
    { schema, fallback, expects, secret, explainsProblem, hint, reason }: Variable<T>,
  ): T | undefined => {
    const given = settings.values.get(name)
    const place = settings.places.get(name)
    const called = place === undefined ? name : `${name} (${place})`
    const parsed = schema.safeParse(given ?? fallback)
    if (parsed.success) return parsed.data
    const why = explainsProblem ? `; ${parsed.error.issues[0]?.message}` : ''
    const first = reason?.(given ?? '')
    problems.push(
      secret
        ? `${called}: its value is not valid; it takes ${expects}`
        : first
          ? `${called} is "${given}": ${first}`
          : `${called} is "${given}"; it takes ${expects}${why}${hint?.(given ?? '') ?? ''}`,
    )
    return undefined
  }
  const heartbeat = read('CMK_HEARTBEAT_URL', bound.CMK_HEARTBEAT_URL)
  const minutes = read('CMK_TRAIL_BUDGET_MINUTES', VARIABLES.CMK_TRAIL_BUDGET_MINUTES)
  const own = read('CMK_OWN_CIDRS', VARIABLES.CMK_OWN_CIDRS)
  const windowHours = read('CMK_WINDOW_HOURS', VARIABLES.CMK_WINDOW_HOURS)
  const freezes = read('CMK_FREEZES', VARIABLES.CMK_FREEZES)
  const destinations = read('CMK_DESTINATION', VARIABLES.CMK_DESTINATION)
  const values = {
    regions: read('CMK_REGIONS', VARIABLES.CMK_REGIONS),
    store: read('CMK_STORE', bound.CMK_STORE),
    source: read('CMK_SOURCE', bound.CMK_SOURCE),
    rules: read('CMK_RULES', VARIABLES.CMK_RULES),
    observationDays: read('CMK_OBSERVATION_DAYS', VARIABLES.CMK_OBSERVATION_DAYS),
    resources: read('CMK_RESOURCES', VARIABLES.CMK_RESOURCES),
    ownCidrs: own?.ranges,
    warnings: own?.warnings.map((warning) => `CMK_OWN_CIDRS: ${warning}`),
    accounts: read('CMK_ACCOUNTS', VARIABLES.CMK_ACCOUNTS),
    roleName: read('CMK_ROLE_NAME', VARIABLES.CMK_ROLE_NAME),
    externalId: read('CMK_EXTERNAL_ID', bound.CMK_EXTERNAL_ID),
    timezone: read('CMK_TIMEZONE', VARIABLES.CMK_TIMEZONE),
    planning:
      windowHours === undefined || !freezes || !destinations
        ? undefined
        : { windowHours, freezes, ...byRegion(Object.values(destinations)) },
    kmsQps: read('CMK_KMS_QPS', VARIABLES.CMK_KMS_QPS),
    trailQps: read('CMK_TRAIL_QPS', VARIABLES.CMK_TRAIL_QPS),
    trailBudget: minutes === undefined ? undefined : minutes * MINUTE,
    apiToken: read('CMK_API_TOKEN', bound.CMK_API_TOKEN),
    stateToken: read('CMK_STATE_TOKEN', bound.CMK_STATE_TOKEN),
    endpoints: read('CMK_ENDPOINTS', VARIABLES.CMK_ENDPOINTS),
    network: read('CMK_NETWORK', VARIABLES.CMK_NETWORK),
    dispatch: read('CMK_DISPATCH', VARIABLES.CMK_DISPATCH),
    fanOut: read('CMK_FANOUT', VARIABLES.CMK_FANOUT),
    channels: channels.map((channel) => withProxy(channel, channel.address, proxies)),
    heartbeat: heartbeat && withProxy(heartbeat, heartbeat.address, proxies),
    proxies,
  }
  if (without !== 'file') problems.push(...sharedAddressProblems(values))
  problems.push(...realStoreProblems(values), ...sameTokenProblems(values))
  if (problems.length > 0 || !isComplete(values)) throw new ConfigError(problems)
  return { ...values, store: redirected(values) }
}

/** The store where CMK_ENDPOINTS says that Tablestore answers: the instance keeps its name. */
function redirected({ store, endpoints, proxies }: Pick<Config, 'store' | 'endpoints' | 'proxies'>): Config['store'] {
  if (store.kind === 'sqlite') return store
  const endpoint = tablestoreEndpoint(store.endpoint, endpoints)
  return withProxy({ ...store, endpoint }, endpoint, proxies)
}

/** The address of a Tablestore, or the one that CMK_ENDPOINTS gives in its place. */
function tablestoreEndpoint(endpoint: string, { tablestore = {} }: EndpointMap): string {
  const [, region = ''] = new URL(endpoint).hostname.split('.')
  return (typeof tablestore === 'string' ? tablestore : tablestore[region]) ?? endpoint
}

/** A thing with the proxy that leads to its address, where one does. */
function withProxy<T extends object>(thing: T, address: string, proxies: Proxies): T & { readonly proxy?: HttpProxy } {
  const proxy = proxyFor(proxies, address)
  return proxy === undefined ? thing : { ...thing, proxy }
}

/** Keys of a simulated cloud have no business in the table of a real account. */
function realStoreProblems({
  store,
  endpoints = {},
}: { readonly [K in 'store' | 'endpoints']: Config[K] | undefined }): string[] {
  if (store?.kind !== 'tablestore' || !isSimulated(endpoints)) return []
  if (isOfThisMachine(tablestoreEndpoint(store.endpoint, endpoints))) return []
  return [
    'CMK_STORE is in Tablestore, and CMK_ENDPOINTS leads to a simulated cloud without it; it takes `sqlite:<file>`, or an address of tablestore in CMK_ENDPOINTS',
  ]
}

/** Whoever may read could write, if both had one token. */
function sameTokenProblems({
  apiToken: reads,
  stateToken: writes,
}: { readonly [K in 'apiToken' | 'stateToken']: Config[K] | undefined }): string[] {
  if (!writes || reads?.kind !== 'token' || reads.value !== writes) return []
  return ['CMK_STATE_TOKEN is that of CMK_API_TOKEN; it takes another, because who may read may not write']
}

function settingsWithout(without: Without, env: Environment, cwd: string): Settings {
  const { values, ...rest } = readSettings(without === 'file' ? { ...env, CMK_CONFIG: undefined } : env, cwd)
  const isKept = (name: string) => (without === 'file' ? IN_REACH.has(name) : !OF_SECRETS.has(name))
  return { ...rest, values: without === undefined ? values : new Map([...values].filter(([name]) => isKept(name))) }
}

const IN_REACH: ReadonlySet<string> = new Set([...REACH.object, ...REACH.row])

const WHERE = 'env:NAME or file:PATH'
const WITH_KMS = 'env:NAME, file:PATH or kms-secret:NAME'

const OF_SECRETS: ReadonlySet<string> = new Set([...IN_KMS, 'CMK_CHANNELS'])

/** Secrets that point nowhere, and half a pair of keys, which would send the SDK looking for other credentials. */
function secretProblems({ values }: Settings, env: Environment, cwd: string, without: Without): string[] {
  const problems: string[] = []
  for (const name of SECRETS) {
    if (without !== undefined && OF_SECRETS.has(name)) continue
    const text = values.get(name) ?? env[name]
    const secret = text ? resolveSecret(text, env, cwd) : undefined
    if (secret !== undefined && 'problem' in secret)
      problems.push(`${name}: ${secret.problem}; it takes the secret, ${OF_SECRETS.has(name) ? WITH_KMS : WHERE}`)
  }
  const pair = ['ALIBABA_CLOUD_ACCESS_KEY_ID', 'ALIBABA_CLOUD_ACCESS_KEY_SECRET'] as const
  const missing = pair.filter((name) => !env[name])
  if (missing.length === 1)
    problems.push(`${missing[0]} is not set; it takes the other half of ${pair.find((name) => env[name])}`)
  return problems
}

/** Config's values, none missing. */
function isComplete(values: { readonly [K in keyof Config]: Config[K] | undefined }): values is Config {
  return Object.values(values).every((value) => value !== undefined)
}
