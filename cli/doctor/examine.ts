import { setMaxListeners } from 'node:events'
import { CloudError } from '../../shared/cloud/errors.ts'
import { ownCredentials } from '../../shared/cloud/own-credentials.ts'
import { ConfigError } from '../../shared/config/config-error.ts'
import type { Config } from '../../shared/config/settings.ts'
import { sharedAddressProblems } from '../../shared/config/shared-address.ts'
import { silentLog } from '../../shared/log/log.ts'
import { openStore } from '../../shared/store/open-store.ts'
import { configOf } from '../open.ts'
import type { Shell } from '../terminal/shell.ts'
import { checkAccounts } from './accounts.ts'
import { describeApiToken, describeStateToken } from './api-token.ts'
import { callFindings } from './call-findings.ts'
import { checkChannels } from './channels.ts'
import { checkClock } from './clock.ts'
import { configurationProblems, describeConfiguration } from './configuration.ts'
import { checkCredentials } from './credentials.ts'
import type { Finding } from './finding.ts'
import { checkFunctions } from './functions.ts'
import { checkHeartbeat } from './heartbeat.ts'
import { checkLastNight } from './last-night.ts'
import { describeNetwork } from './network.ts'
import { permissionFindings } from './permission-findings.ts'
import { probeScope } from './probe-scope.ts'
import { describeProxies } from './proxies.ts'
import { checkRegions } from './regions.ts'
import { checkResources } from './resources.ts'
import { describeSecrets } from './secrets.ts'
import { CLOUD_TIMING, type DoctorServices, failureIn, WHOLE } from './services.ts'
import { checkSource } from './source.ts'
import { checkStore } from './store.ts'
import { checkTrail } from './trail.ts'
import { describeVariables } from './variables.ts'

/** Looks at everything that an audit and its digest need, and changes nothing. `regions`: those in place of CMK_REGIONS. */
export async function examine(shell: Shell, regions: readonly string[] | undefined): Promise<readonly Finding[]> {
  const config = await readConfig(shell)
  if (config instanceof ConfigError) return configurationProblems(config)
  const looked = regions === undefined ? config : { ...config, regions }
  const shared = sharedAddressProblems(looked)
  if (shared.length > 0) return configurationProblems(new ConfigError(shared))
  const services = await servicesOf(shell, looked)
  const [clock, cloud, tables, heartbeat] = await Promise.all([
    checkClock(services),
    examineCloud(services, shell.terminal),
    examineTables(services),
    checkHeartbeat(services),
  ])
  shell.terminal.signal.throwIfAborted()
  const [credentials, ...rest] = cloud
  return [
    ...describeConfiguration(services.config),
    ...describeVariables(shell.terminal),
    ...describeNetwork(services.config),
    ...describeProxies(services.config),
    ...(credentials ? [credentials] : []),
    clock,
    ...rest,
    ...tables,
    ...heartbeat,
    describeApiToken(config),
    describeStateToken(config),
    ...(await describeSecrets(shell)),
  ]
}

async function readConfig(shell: Shell): Promise<Config | ConfigError> {
  try {
    return await configOf(shell)
  } catch (error) {
    if (error instanceof ConfigError) return error
    // Before anything else is called, KMS is for the secrets that it holds.
    return new ConfigError([`a secret in KMS cannot be read: ${failureIn(error, CloudError, shell.terminal).message}`])
  }
}

async function servicesOf({ terminal, log, verbose, status }: Shell, config: Config): Promise<DoctorServices> {
  const { env, clock, signal, timing } = terminal
  const { openCloud } = await import('../../shared/cloud/open-cloud.ts')
  const within = AbortSignal.any([signal, AbortSignal.timeout(WHOLE)])
  // Every call that waits listens: hundreds at once are no leak.
  for (const each of [signal, within]) setMaxListeners(0, each)
  return {
    ...{ env, clock, signal, config, within },
    // What it would warn of is reported as a finding.
    cloud: openCloud(config, { env, clock, log: verbose ? log : silentLog, timing: { ...CLOUD_TIMING, ...timing } }),
    report: (text) => status.say(text, false),
  }
}

/** Every call of an audit is tried in so many accounts: all have the same role, and of a thousand it would take an hour. */
const ACCOUNTS_PROBED = 20

function leftOut(accounts: number): readonly Finding[] {
  if (accounts === 0) return []
  const what = `of the other ${accounts} accounts nothing was tried but entering them: the calls of an audit were tried in the first ${ACCOUNTS_PROBED}`
  return [{ check: 'permissions', status: 'skipped', what }]
}

/** The first finding is that of the credentials. */
async function examineCloud(services: DoctorServices, terminal: Shell['terminal']): Promise<readonly Finding[]> {
  const credentials = await checkCredentials(services)
  if (!credentials.known) {
    const what = 'accounts, regions, permissions and the trail were not tried: that needs credentials'
    return [
      ...credentials.findings,
      { check: 'accounts', status: 'skipped', what },
      ...(await checkSource([], services)),
    ]
  }
  const entered = await checkAccounts(services)
  const [first] = entered.accounts
  const planned = first === undefined ? { regions: [], findings: [] } : await checkRegions(first, services)
  const probed = entered.accounts.slice(0, ACCOUNTS_PROBED)
  const scopes = probed.flatMap(({ accountId }) => planned.regions.map((region) => ({ accountId, region })))
  let done = 0
  const tried = await Promise.all(
    scopes.map(async (scope) => {
      const trials = await probeScope(scope, services)
      done += 1
      services.report(`doctor: ${done} of ${scopes.length} regions`)
      return trials
    }),
  )
  return [
    ...credentials.findings,
    ...entered.findings,
    ...leftOut(entered.accounts.length - probed.length),
    ...planned.findings,
    ...callFindings(tried),
    ...permissionFindings(tried),
    ...(await checkResources(scopes, services)),
    ...(await checkTrail(tried, services)),
    ...(await checkSource(scopes, services)),
    ...(await checkFunctions(services, terminal)),
  ]
}

async function examineTables(services: DoctorServices): Promise<readonly Finding[]> {
  const { findings, readable } = await checkStore(services)
  if (!readable) return [...findings, ...(await checkChannels(undefined, services))]
  const { config, env, signal } = services
  const store = await openStore(config.store, { mode: 'read', credentials: ownCredentials(env), signal })
  try {
    const night = await checkLastNight(store, services)
    return [...findings, ...night, ...(await checkChannels(store, services))]
  } finally {
    await store.close()
  }
}
