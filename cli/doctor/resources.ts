import type { CallOptions } from '../../shared/cloud/credential-source.ts'
import { CloudError } from '../../shared/cloud/errors.ts'
import { groupBy } from '../../shared/domain/group-by.ts'
import { type ResourceService, serviceTitle } from '../../shared/domain/resources/key-resource.ts'
import type { Scope } from '../../shared/domain/scope.ts'
import { firstFew } from '../../shared/text/first-few.ts'
import { grouped } from '../../shared/text/numbers.ts'
import type { Finding } from './finding.ts'
import { mergeByAccount } from './merge-by-account.ts'
import { adviceOf, type DoctorServices, failureIn } from './services.ts'

/** What a service answered to one list in one scope. */
interface Answer extends Scope {
  readonly service: ResourceService
  /** What is counted: `disks`. */
  readonly what: string
  /** How many there are, or why nobody knows. */
  readonly found: number | CloudError
}

type Read = (options: CallOptions) => Promise<readonly unknown[]>

/** Asks the services of CMK_RESOURCES what an audit would: right, endpoint, and how much there is. RDS is asked of one key a region. Nothing where none is configured. */
export async function checkResources(scopes: readonly Scope[], services: DoctorServices): Promise<readonly Finding[]> {
  const wanted = services.config.resources
  if (wanted.length === 0) return []
  const answers = (await Promise.all(scopes.map((scope) => answersIn(scope, services)))).flat()
  const failed = answers.flatMap(({ found, ...answer }) => (found instanceof CloudError ? [{ ...answer, found }] : []))
  const read = answers.flatMap(({ found, ...answer }) => (typeof found === 'number' ? [{ ...answer, found }] : []))
  return [
    ...[...groupBy(read, ({ service }) => service)].map(([service, own]) => answered(service, own)),
    ...mergeByAccount(
      [
        ...groupBy(failed, ({ accountId, service, found }) =>
          JSON.stringify([accountId, service, found.action, found.code]),
        ).values(),
      ].flatMap((own) => {
        const [first] = own
        if (!first) return []
        const { accountId, service, found } = first
        const regions = firstFew([...new Set(own.map(({ region }) => region))])
        const does = found.kind === 'denied' ? 'is denied' : 'fails'
        const before = `${serviceTitle(service)}: ${found.action} ${does} (${found.code}) in ${regions} of`
        const after = '; what names a key there is not known, and no verdict rests on it'
        return [{ accountId, check: 'resources', status: 'failed', before, after, advice: adviceOf(found) } as const]
      }),
    ),
  ]
}

async function answersIn(scope: Scope, services: DoctorServices): Promise<readonly Answer[]> {
  const { cloud, config, within } = services
  const resources = cloud.resources(scope)
  const ofFirstKey: Read = async (options) => {
    const keyId = await cloud.kms(scope).firstOf('ListKeys', options)
    return keyId === undefined ? [] : resources.rdsInstances(keyId, options)
  }
  const reads: Readonly<Record<ResourceService, readonly (readonly [string, Read])[]>> = {
    rds: [['instances of the first key', ofFirstKey]],
    ecs: [
      ['disks', (options) => resources.disks(options)],
      ['snapshots', (options) => resources.snapshots(options)],
      ['default disk keys', (options) => resources.defaultDiskKey(options)],
    ],
    oss: [['bucket rules', (options) => resources.bucketRules(options)]],
  }
  const asked = config.resources.flatMap((service) => reads[service].map(([what, read]) => ({ service, what, read })))
  return Promise.all(
    asked.map(async ({ service, what, read }): Promise<Answer> => {
      try {
        return { ...scope, service, what, found: (await read({ signal: within })).length }
      } catch (caught) {
        return { ...scope, service, what, found: failureIn(caught, CloudError, services) }
      }
    }),
  )
}

/** `ECS answers in 2 regions: 3 disks, 0 snapshots, 1 default disk keys`. */
function answered(
  service: ResourceService,
  own: readonly (Omit<Answer, 'found'> & { readonly found: number })[],
): Finding {
  const regions = new Set(own.map(({ region }) => region)).size
  const sums = [...groupBy(own, ({ what }) => what)].map(
    ([what, all]) => `${grouped(all.reduce((sum, { found }) => sum + found, 0))} ${what}`,
  )
  const where = `${regions} ${regions === 1 ? 'region' : 'regions'}`
  return { check: 'resources', status: 'ok', what: `${serviceTitle(service)} answers in ${where}: ${sums.join(', ')}` }
}
