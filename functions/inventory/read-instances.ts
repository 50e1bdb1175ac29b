import { isOfInstanceState } from '../../shared/cloud/classify.ts'
import type { InstanceAnswer, Kms } from '../../shared/cloud/cloud.ts'
import { isOfPlace } from '../../shared/cloud/contradiction.ts'
import type { CallOptions } from '../../shared/cloud/credential-source.ts'
import { CloudError, callReason, distinctFailures } from '../../shared/cloud/errors.ts'
import {
  type InstancesReading,
  type KmsInstance,
  QUOTA_TYPES,
  type Quota,
  type QuotaType,
  type UnreadPart,
} from '../../shared/domain/instances/kms-instance.ts'
import type { Listing } from './classify.ts'
import { settle } from './read-key.ts'

/** What KMS says of the instances of a scope, and what it refused. */
export interface InstancesRead {
  readonly reading: Omit<InstancesReading, 'asOf'>
  readonly errors: readonly CloudError[]
}

/** Instances that are read one by one, five calls each: a scope has one or two. Those beyond are listed and no more. */
const MAX_READ = 20

/**
 * Reads the instances that are listed. Keys may move to them, and no verdict rests on what they are: what is refused is told, and costs
 * nothing else.
 */
export async function readInstances(
  kms: Kms,
  { instances, errors }: Listing,
  options: CallOptions,
): Promise<InstancesRead> {
  if (instances === undefined) {
    // The list has told why already.
    const failure = errors.find(({ action }) => action === 'ListKmsInstances')
    return { reading: { instances: null, unread: failure ? callReason(failure) : 'ListKmsInstances' }, errors: [] }
  }
  const ids = [...instances].sort()
  const read = await Promise.all(ids.slice(0, MAX_READ).map((id) => readInstance(kms, id, options)))
  const others = ids.slice(MAX_READ).map((id) => ({ id, details: null, quotas: noQuotas(), unread: [] }))
  return {
    reading: { instances: [...read.flatMap(({ instance }) => instance ?? []), ...others], unread: null },
    errors: distinctFailures(read.flatMap((each) => each.errors)),
  }
}

/** Nothing where the instance has been released since it was listed. */
async function readInstance(
  kms: Kms,
  id: string,
  options: CallOptions,
): Promise<{ readonly instance?: KmsInstance; readonly errors: readonly CloudError[] }> {
  const answer = await told(kms.kmsInstance(id, options))
  if (answer instanceof CloudError && answer.kind === 'not-found') return { errors: [] }
  const quotas = await quotasOf(kms, id, options)
  const unread: UnreadPart[] = []
  const errors: CloudError[] = []
  for (const [what, said] of [['details', answer], ...quotas] as const) {
    if (!(said instanceof CloudError)) continue
    unread.push({ what, reason: callReason(said) })
    // Its status says so, and nothing was refused.
    if (!isOfInstanceState(said.code)) errors.push(said)
  }
  const known = answer instanceof CloudError ? undefined : answer
  const instance = { id, details: known?.details ?? null, quotas: withBought(quotas, known), unread }
  return { instance, errors }
}

/** The answer of each quota. Who is refused the first one is not asked for the others. */
async function quotasOf(
  kms: Kms,
  id: string,
  options: CallOptions,
): Promise<readonly (readonly [QuotaType, Quota | CloudError])[]> {
  const [first, ...rest] = QUOTA_TYPES
  const answer = await told(kms.instanceQuota(id, first, options))
  if (answer instanceof CloudError) return QUOTA_TYPES.map((type) => [type, answer])
  const others = await Promise.all(
    rest.map(async (type) => [type, await told(kms.instanceQuota(id, type, options))] as const),
  )
  return [[first, answer], ...others]
}

/** What was bought stands in for a quota that was not told; then nobody knows how much of it is used. */
function withBought(
  quotas: readonly (readonly [QuotaType, Quota | CloudError])[],
  answer: InstanceAnswer | undefined,
): KmsInstance['quotas'] {
  const all = noQuotas()
  for (const [type, said] of quotas) {
    const { quota = null, used = null } = said instanceof CloudError ? {} : said
    all[type] = { quota: quota ?? answer?.bought[type] ?? null, used }
  }
  return all
}

function noQuotas(): Record<QuotaType, Quota> {
  const none = { quota: null, used: null }
  return { key: none, secret: none, qps: none, vpc: none }
}

async function told<T>(call: Promise<T>): Promise<T | CloudError> {
  const answer = await settle(call)
  if (answer instanceof CloudError && isOfPlace(answer)) throw answer
  return answer
}
