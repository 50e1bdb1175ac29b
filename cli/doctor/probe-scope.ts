import { isOfInstanceState } from '../../shared/cloud/classify.ts'
import type { CallOptions } from '../../shared/cloud/credential-source.ts'
import { endpointOf, urlOf } from '../../shared/cloud/endpoints.ts'
import { CloudError } from '../../shared/cloud/errors.ts'
import type { Scope } from '../../shared/domain/scope.ts'
import { DAY, SECOND } from '../../shared/domain/time.ts'
import { EVENT_DELIVERY_LAG } from '../../shared/domain/window.ts'
import { proxyFor } from '../../shared/net/proxy.ts'
import { proxyAdvice } from '../../shared/net/proxy-error.ts'
import { webServer } from '../../shared/net/server.ts'
import { connectionProblem } from './connect.ts'
import { checkPlace } from './place-of-events.ts'
import { type DoctorServices, failureIn } from './services.ts'

/** Long enough that a region in use shows an event, which tells whose it is; a page holds 50, however many there are. */
const LOOKED_BACK = 7 * DAY

/** What became of a call that an audit makes, by RAM's name for it. */
export type Probe =
  | { readonly action: string; readonly end: 'allowed' }
  | { readonly action: string; readonly end: 'refused'; readonly error: CloudError }
  | { readonly action: string; readonly end: 'not-tried'; readonly why: string }

export interface ScopeProbes extends Scope {
  readonly probes: readonly Probe[]
}

/** Makes each call that an audit makes in a scope, in its smallest form. None uses a key or reads a secret's value. */
export async function probeScope(scope: Scope, services: DoctorServices): Promise<ScopeProbes> {
  const { cloud, clock, within } = services
  const kms = cloud.kms(scope)
  const connected = { kms: connect('kms', scope, services), actiontrail: connect('actiontrail', scope, services) }
  const probes: Probe[] = []
  const attempt = async <T>(action: string, call: (options: CallOptions) => Promise<T>): Promise<T | undefined> => {
    try {
      await connected[action.startsWith('kms:') ? 'kms' : 'actiontrail']
      const value = await call({ signal: within })
      probes.push({ action, end: 'allowed' })
      return value
    } catch (caught) {
      const error = failureIn(caught, CloudError, services)
      // Who is told that something is not there any more, or not enabled, was allowed to ask.
      probes.push(
        error.kind === 'not-found' || isOfInstanceState(error.code)
          ? { action, end: 'allowed' }
          : { action, end: 'refused', error },
      )
      return undefined
    }
  }
  const onFirst = async (
    listAction: 'ListKeys' | 'ListKmsInstances' | 'ListSecrets',
    thing: string,
    calls: Readonly<Record<string, (id: string, options: CallOptions) => Promise<unknown>>>,
  ) => {
    const id = await attempt(`kms:${listAction}`, (options) => kms.firstOf(listAction, options))
    const listed = probes.some(({ action, end }) => action === `kms:${listAction}` && end === 'allowed')
    const why = listed ? `no ${thing} there` : `${listAction} told none`
    await Promise.all(
      Object.entries(calls).map(async ([action, call]) => {
        if (id === undefined) probes.push({ action, end: 'not-tried', why })
        else await attempt(action, (options) => call(id, options))
      }),
    )
  }
  await Promise.all([
    onFirst('ListKeys', 'key', {
      'kms:DescribeKey': (id, options) => kms.describeKey(id, options),
      'kms:ListKeyVersions': (id, options) => kms.listKeyVersions(id, options),
      'kms:ListTagResources': (id, options) => kms.listKeyTags([id], options),
    }),
    attempt('kms:ListAliases', (options) => kms.firstOf('ListAliases', options)),
    onFirst('ListKmsInstances', 'KMS instance', {
      'kms:GetKmsInstance': (id, options) => kms.kmsInstance(id, options),
      'kms:GetKmsInstanceQuotaInfos': (id, options) => kms.instanceQuota(id, 'key', options),
    }),
    onFirst('ListSecrets', 'secret', {
      'kms:DescribeSecret': (id, options) => kms.describeSecret(id, options),
    }),
    attempt('actiontrail:LookupEvents', async (options) => {
      const to = Math.floor((clock() - EVENT_DELIVERY_LAG) / SECOND) * SECOND
      const attribute = { key: 'ServiceName', value: 'Kms' } as const
      const page = await cloud.actionTrail(scope).lookupEvents({ attribute, from: to - LOOKED_BACK, to }, options)
      checkPlace(page.events, scope, services.config)
    }),
  ])
  return { ...scope, probes }
}

/** A host that no connection leads to is not asked again and again. Rejects with a `CloudError`. */
async function connect(
  service: 'kms' | 'actiontrail',
  { region }: Scope,
  { config, within }: DoctorServices,
): Promise<void> {
  const url = urlOf(endpointOf(config, service, region))
  const proxy = proxyFor(config.proxies, url)
  const code = await connectionProblem(webServer(url), within, proxy)
  if (code === undefined) return
  const advice = proxy && proxyAdvice(code, proxy)
  throw new CloudError({ service, action: 'connect', region, kind: 'network', code, ...(advice && { advice }) })
}
