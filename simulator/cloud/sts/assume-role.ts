import { iso, SECOND } from '../../../shared/domain/time.ts'
import { Refusal } from '../http/refusal.ts'
import type { ApiCall, Caller } from '../service.ts'
import { denied, missing } from '../signature/refusals.ts'
import type { Sessions } from '../signature/sessions.ts'
import type { World } from '../world.ts'
import { numericId } from './identity.ts'

/** DurationSeconds of AssumeRole: 15 minutes to the role's own maximum, which is an hour unless changed. */
const MIN_DURATION_S = 900
const MAX_DURATION_S = 3_600
const ROLE_ARN = /^acs:ram::(\d+):role\/([^/]+)$/
const SESSION_NAME = /^[\w.@-]{2,64}$/
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/

export interface AssumeRoleServices {
  readonly world: World
  readonly sessions: Sessions
  readonly wallClock: () => number
}

/** Credentials of a role that exists, trusts the caller and is asked for in proper form. */
export function assumeRole(call: ApiCall, { world, sessions, wallClock }: AssumeRoleServices): Record<string, unknown> {
  const arn = call.params.get('RoleArn') ?? ''
  const name = call.params.get('RoleSessionName') ?? ''
  if (arn === '') throw missing('sts', 'RoleArn')
  if (name === '') throw missing('sts', 'RoleSessionName')
  const parsed = ROLE_ARN.exec(arn)
  if (!parsed) throw new Refusal(400, 'InvalidParameter.RoleArn', 'The parameter RoleArn is wrongly formed.')
  if (!SESSION_NAME.test(name)) {
    throw new Refusal(400, 'InvalidParameter.RoleSessionName', 'The parameter RoleSessionName is wrongly formed.')
  }
  const externalId = call.params.get('ExternalId')
  if (externalId !== undefined && !EXTERNAL_ID.test(externalId)) {
    throw new Refusal(400, 'InvalidParameter.ExternalId', 'The parameter ExternalId is wrongly formed.')
  }
  const seconds = duration(call.params.get('DurationSeconds'))
  const account = world.accounts.find((each) => each.id === parsed[1])
  const role = account?.roles.find((each) => each.name.toLowerCase() === parsed[2]?.toLowerCase())
  if (!account || !role) throw new Refusal(404, 'EntityNotExist.Role', `The role not exists: ${parsed[2]}.`)
  const knowsId = role.externalId === undefined || role.externalId === externalId
  if (!isTrusted(call.caller, role.trusts) || !knowsId) throw denied('sts')
  const session = sessions.issue(account, role, name, wallClock() + seconds * SECOND)
  return {
    AssumedRoleUser: {
      Arn: `acs:ram::${account.id}:assumed-role/${role.name}/${name}`,
      AssumedRoleId: `${numericId('role', account.id, role.name)}:${name}`,
    },
    Credentials: {
      AccessKeyId: session.accessKeyId,
      AccessKeySecret: session.secret,
      SecurityToken: session.token,
      Expiration: iso(session.expiresAt),
    },
  }
}

function duration(text: string | undefined): number {
  const seconds = Number(text ?? MAX_DURATION_S)
  if (Number.isInteger(seconds) && seconds >= MIN_DURATION_S && seconds <= MAX_DURATION_S) return seconds
  const message = 'The Min/Max value of DurationSeconds is 15min/1hr.'
  throw new Refusal(400, 'InvalidParameter.DurationSeconds', message)
}

/** A root user cannot take a role on (vendor's page "AssumeRole"). */
function isTrusted({ account, identity }: Caller, trusts: readonly string[]): boolean {
  if (identity.kind === 'root') return false
  const own = `acs:ram::${account.id}:${identity.kind}/${identity.name}`
  return trusts.some(
    (trusted) => trusted === `acs:ram::${account.id}:root` || trusted.toLowerCase() === own.toLowerCase(),
  )
}
