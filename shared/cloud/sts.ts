import * as z from 'zod'
import { mayBe } from '../domain/kms-arn.ts'
import { normalForm } from '../domain/normal-form.ts'
import { type Instant, parseInstant } from '../domain/time.ts'
import type { CallerIdentity } from './cloud.ts'
import type { Contradiction } from './contradiction.ts'
import type { CallOptions, Credentials } from './credential-source.ts'
import type { ServiceClient } from './service-client.ts'

export const STS_VERSION = '2015-04-01'
/** AssumeRole is allowed 100 times a second an account, which others use as well. */
export const STS_QPS = 50
/** How our sessions are called in the audited account's own trail. */
const SESSION_NAME = 'cmk-readiness'
/** The longest that every role allows, in seconds (AssumeRole, DurationSeconds). */
const SESSION_SECONDS = 3_600

/** IdentityType of GetCallerIdentity. */
const KINDS: Readonly<Record<string, CallerIdentity['kind']>> = {
  Account: 'root',
  RAMUser: 'user',
  AssumedRoleUser: 'role',
}
const identitySchema = z
  .object({ AccountId: z.string().min(1), Arn: z.string().catch(''), IdentityType: z.string().catch('') })
  .transform(
    ({ AccountId, Arn, IdentityType }): CallerIdentity => ({
      accountId: AccountId,
      arn: Arn,
      kind: KINDS[IdentityType] ?? 'unknown',
    }),
  )
const sessionSchema = z.object({
  AssumedRoleUser: z
    .object({ Arn: z.string().nullish().catch(null) })
    .nullish()
    .catch(null),
  Credentials: z.object({
    AccessKeyId: z.string().min(1),
    AccessKeySecret: z.string().min(1),
    SecurityToken: z.string().min(1),
    Expiration: z.string(),
  }),
})

/** `acs:ram::<account id>:user/<name>`, and of roles and their sessions alike. */
const RAM_ARN = /^acs:ram:[^:]*:([^:]*):/i

/** An identity of another account than the one that was meant. An ARN that cannot be read says nothing. */
function contradictionOfAccount(arn: string, accountId: string): Contradiction | undefined {
  const reported = RAM_ARN.exec(normalForm(arn))?.[1]?.trim()
  return reported === undefined || mayBe(reported, accountId) ? undefined : { code: 'AnotherAccount', reported }
}

export interface Session {
  readonly credentials: Credentials
  readonly expiresAt: Instant
}

/** STS 2015-04-01 with the caller's own credentials. */
export class Sts {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  caller(options?: CallOptions): Promise<CallerIdentity> {
    return this.#client.call('GetCallerIdentity', {}, identitySchema, options, ({ accountId, arn }) =>
      contradictionOfAccount(arn, accountId),
    )
  }

  /** `externalId`: what the trust of the role may ask for; null sends none. */
  async assumeRole(roleArn: string, externalId: string | null, options?: CallOptions): Promise<Session> {
    const query = {
      ...{ RoleArn: roleArn, RoleSessionName: SESSION_NAME, DurationSeconds: SESSION_SECONDS },
      ...(externalId === null ? {} : { ExternalId: externalId }),
    }
    const [, accountId = ''] = RAM_ARN.exec(roleArn) ?? []
    const { Credentials: given } = await this.#client.call('AssumeRole', query, sessionSchema, options, (session) =>
      contradictionOfAccount(session.AssumedRoleUser?.Arn ?? '', accountId),
    )
    const { AccessKeyId: accessKeyId, AccessKeySecret: accessKeySecret, SecurityToken: securityToken } = given
    return {
      credentials: { accessKeyId, accessKeySecret, securityToken },
      expiresAt: parseInstant(given.Expiration) ?? 0,
    }
  }
}
