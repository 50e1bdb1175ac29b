import { Refusal } from '../http/refusal.ts'
import { accessKeyIdOf, parameter, type WireRequest } from '../http/wire-request.ts'
import { type Caller, callerOf, type RpcService } from '../service.ts'
import type { World } from '../world.ts'
import { isAcs3, verifyAcs3 } from './acs3.ts'
import * as refuse from './refusals.ts'
import { verifyRpc } from './rpc-v1.ts'
import type { Session, Sessions } from './sessions.ts'

/** A request is good for 15 minutes around its timestamp (vendor's page "Common parameters"). */
const MAX_SKEW_MS = 15 * 60_000
const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/

/** What authentication looks at besides the request. */
export interface Gate {
  readonly world: World
  readonly sessions: Sessions
  /** Nonces that were used, with their time; those past the skew are forgotten. */
  readonly nonces: Map<string, number>
  /** Real time in milliseconds: SDKs sign with it. */
  readonly wallClock: () => number
}

/** Who signed the request. Throws the `Refusal` that the service gives when nobody known did, or not in time, or not once. */
export function authenticate(service: RpcService, request: WireRequest, gate: Gate): Caller {
  const id = accessKeyIdOf(request)
  if (id === '') throw refuse.missing(service, 'AccessKeyId')
  const now = gate.wallClock()
  checkTimestamp(service, request, now)
  const known = findKey(id, gate)
  if (!known) throw refuse.unknownKey(service)
  checkToken(request, known.session, gate, now)
  const signed = isAcs3(request) ? verifyAcs3(request, known.secret) : verifyRpc(request, known.secret)
  if (!signed) throw refuse.wrongSignature(service, request.method)
  checkNonce(service, request, id, gate, now)
  return known.caller
}

function checkTimestamp(service: RpcService, request: WireRequest, now: number): void {
  const text = isAcs3(request) ? request.headers['x-acs-date'] : parameter(request, 'Timestamp')
  if (text === undefined) throw refuse.missingTimestamp(service)
  if (!TIMESTAMP.test(text)) throw refuse.malformedTimestamp(service)
  if (Math.abs(Date.parse(text) - now) > MAX_SKEW_MS) throw refuse.expiredTimestamp(service)
}

function checkToken(request: WireRequest, session: Session | undefined, gate: Gate, now: number): void {
  const token = (isAcs3(request) ? request.headers['x-acs-security-token'] : parameter(request, 'SecurityToken')) ?? ''
  if (token === '') {
    if (session) throw new Refusal(400, 'MissingSecurityToken', 'SecurityToken is mandatory for this action.')
    return
  }
  if (!gate.sessions.hasToken(token)) {
    throw new Refusal(400, 'InvalidSecurityToken.Malformed', 'Specified SecurityToken is malformed.')
  }
  if (session?.token !== token) {
    const message = 'Specified SecurityToken mismatch with the AccessKey.'
    throw new Refusal(400, 'InvalidSecurityToken.MismatchWithAccessKey', message)
  }
  if (now >= session.expiresAt) throw refuse.expiredToken()
}

function checkNonce(service: RpcService, request: WireRequest, id: string, gate: Gate, now: number): void {
  const nonce = isAcs3(request) ? request.headers['x-acs-signature-nonce'] : parameter(request, 'SignatureNonce')
  if (!nonce) throw refuse.missing(service, 'SignatureNonce')
  for (const [used, at] of gate.nonces) {
    if (now - at <= 2 * MAX_SKEW_MS) break
    gate.nonces.delete(used)
  }
  const name = `${id} ${nonce}`
  if (gate.nonces.has(name)) {
    throw new Refusal(400, 'SignatureNonceUsed', 'Specified signature nonce was used already.')
  }
  gate.nonces.set(name, now)
}

interface Known {
  readonly caller: Caller
  readonly secret: string
  readonly session?: Session
}

/** Whose access key this is, of a user or of a session. */
export function findKey(id: string, { world, sessions }: Gate): Known | undefined {
  const session = sessions.find(id)
  if (session) {
    const identity = { kind: 'role' as const, name: session.role.name, session: session.name }
    const caller = { account: session.account, accessKeyId: id, identity, policy: session.role.policy }
    return { caller, secret: session.secret, session }
  }
  for (const account of world.accounts) {
    const key = account.accessKeys.find((each) => each.id === id)
    if (key) return { caller: callerOf(account, key), secret: key.secret }
  }
  return undefined
}
