import type { Cloud, KeyMetadata } from '../../shared/cloud/cloud.ts'
import { homeRegion } from '../../shared/cloud/endpoints.ts'
import { CloudError } from '../../shared/cloud/errors.ts'
import type { Config } from '../../shared/config/settings.ts'
import { KEY_ARN, SERVICE_ALIAS } from '../../shared/domain/key-reference.ts'
import { normalForm } from '../../shared/domain/normal-form.ts'
import type { ProbedKey } from '../../shared/domain/read-event-shape.ts'
import type { Scope } from '../../shared/domain/scope.ts'
import { EXIT } from '../exit-status.ts'
import { CommandError } from '../failure.ts'

export interface KeyQuestion {
  /** An id, an alias, or the ARN of either. */
  readonly name: string
  readonly regions?: readonly string[] | undefined
  readonly accounts?: readonly string[] | undefined
}

interface Found {
  readonly scope: Scope
  readonly key: KeyMetadata
}

interface Parts {
  readonly cloud: Cloud
  readonly config: Config
  readonly signal: AbortSignal
}

/** The one key that somebody named, fit to be probed. Throws a `CommandError` of one line; reads only. */
export async function findKey(question: KeyQuestion, parts: Parts): Promise<ProbedKey> {
  const { name } = question
  const found = await lookFor(name, await scopesOf(question, parts), parts)
  const [only, other] = found
  if (only === undefined)
    throw new CommandError(`There is no key ${name} where it was looked for. Name its --region.`, EXIT.failed)
  if (other !== undefined) {
    const where = found.map(({ scope }) => `${scope.region} of ${scope.accountId}`).join(', ')
    throw new CommandError(`There is a key ${name} in ${where}. Name one with --region or --account.`, EXIT.usage)
  }
  const { scope, key } = only
  const { cloud, signal } = parts
  const kms = cloud.kms(scope)
  const listed = await kms.listAliases({ signal })
  const aliases = listed.filter(({ keyId }) => isSame(keyId, key.keyId)).map(({ alias }) => alias)
  const services = await kms.listKeys({ key: 'CreatorType', value: 'Service' }, { signal })
  const isOfService =
    services.some(({ keyId }) => isSame(keyId, key.keyId)) || aliases.some((each) => each.startsWith(SERVICE_ALIAS))
  const problem = isOfService ? 'a service key: nobody but its cloud service may use it' : unfit(key)
  if (problem !== undefined)
    throw new CommandError(`The key ${name} is ${problem}. No call was made with it.`, EXIT.failed)
  const { ids } = await kms.listKeyVersions(key.keyId, { signal })
  return {
    ...scope,
    keyId: key.keyId,
    aliases,
    versionIds: [...new Set([...ids, ...(key.primaryVersion === null ? [] : [key.primaryVersion])])],
  }
}

/** Why a key cannot be probed, behind `is`. */
function unfit({ kmsInstanceId, keyUsage, keySpec, keyState }: KeyMetadata): string | undefined {
  if (kmsInstanceId !== null) return `a key of the KMS instance ${kmsInstanceId}, which no audit judges`
  if (normalForm(keyUsage ?? '') !== 'encrypt/decrypt')
    return `for ${keyUsage ?? 'an unknown usage'}, not for ENCRYPT/DECRYPT`
  if (!/aes|sm4/i.test(keySpec ?? '')) return `of type ${keySpec ?? 'unknown'}, not symmetric`
  return normalForm(keyState ?? '') === 'enabled' ? undefined : `in state ${keyState ?? 'unknown'}, not Enabled`
}

async function scopesOf(
  { name, regions, accounts }: KeyQuestion,
  { cloud, config, signal }: Parts,
): Promise<readonly Scope[]> {
  const { accounts: entered } = await cloud.accounts({ signal })
  const [, arnRegion, arnAccount] = KEY_ARN.exec(name) ?? []
  const ids = entered.map(({ accountId }) => accountId)
  const wanted = arnAccount === undefined ? accounts : [arnAccount]
  const own = ids.filter((id) => wanted === undefined || wanted.includes(id))
  const [first] = own
  if (first === undefined)
    throw new CommandError(`No credentials for account ${wanted?.join(', ') ?? ''}. See CMK_ACCOUNTS.`, EXIT.usage)
  const named = arnRegion === undefined ? (regions ?? config.regions) : [arnRegion]
  const all =
    named === 'all'
      ? await cloud.kms({ accountId: first, region: homeRegion(config) }).describeRegions({ signal })
      : named
  return own.flatMap((accountId) => all.map((region) => ({ accountId, region })))
}

/** Where several places are named, one that refuses is no answer to whether the key is in another. */
async function lookFor(name: string, scopes: readonly Scope[], { cloud, signal }: Parts): Promise<readonly Found[]> {
  const found = await Promise.all(
    scopes.map(async (scope): Promise<Found | CloudError | undefined> => {
      try {
        const kms = cloud.kms(scope)
        const local = KEY_ARN.exec(name)?.[4] ?? name
        const alias = /^alias\//.test(name) ? name : /:alias\//.test(name) ? `alias/${local}` : undefined
        const named =
          alias === undefined ? undefined : (await kms.listAliases({ signal })).find((each) => each.alias === alias)
        if (alias !== undefined && named === undefined) return undefined
        return { scope, key: await kms.describeKey(named?.keyId ?? local, { signal }) }
      } catch (error) {
        if (!(error instanceof CloudError) || error.kind === 'aborted') throw error
        return error.kind === 'not-found' ? undefined : error
      }
    }),
  )
  const failure = found.find((each) => each instanceof CloudError)
  const keys = found.flatMap((each) => (each === undefined || each instanceof CloudError ? [] : [each]))
  if (keys.length === 0 && failure) throw failure
  return keys
}

function isSame(a: string, b: string): boolean {
  return normalForm(a) === normalForm(b)
}
