import { randomUUID } from 'node:crypto'
import type { Engine } from '../engine.ts'
import type { Refusal } from '../http/refusal.ts'
import type { Reply } from '../http/wire-reply.ts'
import type { WireRequest } from '../http/wire-request.ts'
import { allows } from '../policy/allows.ts'
import type { Caller } from '../service.ts'
import { authenticate } from './authenticate.ts'
import type { DeployedFunction } from './deployed-function.ts'
import { describe, type FcAsked, type FcVersion, taskIdOf } from './describe-request.ts'
import * as refuse from './refusals.ts'

/** Bytes that an asynchronous invocation may carry (vendor's page "Limits": 128 KB). */
const MAX_ASYNC_PAYLOAD = 128 * 1024
/** Of a task id: it begins with a letter or `_` (InvokeFunction, "Request headers"). */
const TASK_ID = /^[A-Za-z_][\w-]{0,127}$/

/** The answer to a request. Throws the `Refusal` that the service gives instead. */
export function answerFc(request: WireRequest, region: string, engine: Engine): Reply {
  const asked = describe(request)
  const { version, operation, service, functionName } = asked
  if (operation === undefined) throw refuse.pathNotSupported(request.path, request.method)
  const caller = authenticate(request, version, engine.gate)
  checkAccount(request, version, caller)
  checkAllowed(caller, asked, operation, region)
  const deployed = find(asked, caller.account.regions[region]?.functions ?? [])
  if (operation === 'GetFunction') {
    const { retries } = deployed
    return reply(
      200,
      '',
      version === 'fc2' ? { functionName } : { functionName, asyncInvokeConfig: { maxAsyncRetryAttempts: retries } },
    )
  }
  const { headers, body } = request
  const type = headers['x-fc-invocation-type'] ?? 'Sync'
  if (type !== 'Async') throw refuse.invalidArgument(`invocation type '${type}' is not simulated`)
  if (body.length > MAX_ASYNC_PAYLOAD) throw refuse.entityTooLarge(MAX_ASYNC_PAYLOAD)
  const id = taskIdOf(request, version)
  if (id !== undefined && !TASK_ID.test(id)) throw refuse.invalidArgument(`task id '${id}' is not valid`)
  const isTold = id !== undefined && deployed.isTask
  const task = {
    ...{ id: id ?? randomUUID(), accountId: caller.account.id, region, service, functionName },
    ...{ payload: body.toString('utf8'), queuedAt: engine.clock(), settings: deployed },
    ...{ state: 'Enqueued' as const, runs: 0 },
  }
  if (!engine.tasks.add(task, isTold)) throw refuse.alreadyExists(task.id)
  return reply(202, '', undefined)
}

export function refusedFc({ status, code, message }: Refusal, request: WireRequest): Reply {
  if (describe(request).version === 'fc2') return reply(status, code, { ErrorCode: code, ErrorMessage: message })
  return reply(status, code, { Code: code, Message: message, RequestId: randomUUID() })
}

/** The account stands in the host, which on loopback is none; the SDK of 2.0 names it besides. */
function checkAccount({ headers }: WireRequest, version: FcVersion, { account }: Caller): void {
  if (version !== 'fc2') return
  const named = headers['x-fc-account-id']
  if (named === undefined) throw refuse.missingHeader('x-fc-account-id')
  if (named !== account.id) throw refuse.denied('fc:InvokeFunction', `acs:fc:*:${named}:*`)
}

/** https://www.alibabacloud.com/help/en/functioncompute/fc-3-0/security-and-compliance/, "Policies and sample policies". */
function checkAllowed(caller: Caller, { version, service, functionName }: FcAsked, operation: string, region: string) {
  if (caller.identity.kind === 'root') return
  const path = version === 'fc2' ? `services/${service}/functions/${functionName}` : `functions/${functionName}`
  const resource = `acs:fc:${region}:${caller.account.id}:${path}`
  const action = `fc:${operation}`
  if (!allows(caller.policy, action, resource)) throw refuse.denied(action, resource)
}

function find({ version, service, functionName }: FcAsked, functions: readonly DeployedFunction[]): DeployedFunction {
  const there = functions.filter((each) => (version === 'fc2' ? each.service === service : each.service === undefined))
  if (version === 'fc2' && there.length === 0) throw refuse.serviceNotFound(service)
  const found = there.find(({ name }) => name === functionName)
  if (!found) throw refuse.functionNotFound(functionName)
  return found
}

function reply(status: number, code: string, content: unknown): Reply {
  const id = randomUUID()
  const ids = { 'x-fc-request-id': id, 'x-acs-request-id': id }
  if (content === undefined) return { status, code, headers: ids, body: Buffer.alloc(0) }
  const headers = { ...ids, 'content-type': 'application/json' }
  return { status, code, headers, body: Buffer.from(JSON.stringify(content)) }
}
