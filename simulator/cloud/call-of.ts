import type { Call } from './call-log.ts'
import * as fc from './fc/describe-request.ts'
import { accessKeyIdOf, actionOf, ownParameters, type WireRequest } from './http/wire-request.ts'
import { accessKeyIdOf as ossAccessKeyIdOf } from './oss/authenticate.ts'
import * as oss from './oss/describe-request.ts'
import type { Service } from './service.ts'
import type { Gate } from './signature/authenticate.ts'
import { accessKeyIdOf as slsAccessKeyIdOf } from './sls/authenticate.ts'
import * as sls from './sls/describe-request.ts'
import * as tablestore from './tablestore/describe-request.ts'

/** A request as the log keeps it, before there is an answer. */
export function callOf(service: Service, region: string, request: WireRequest, gate: Gate): Call {
  const asked = askedOf(service, request)
  const session = gate.sessions.find(asked.accessKeyId)
  const account =
    session?.account ??
    gate.world.accounts.find(({ accessKeys }) => accessKeys.some(({ id }) => id === asked.accessKeyId))
  return {
    service,
    region,
    action: asked.action,
    params: Object.fromEntries(asked.params),
    accessKeyId: asked.accessKeyId,
    ...(account ? { accountId: account.id } : {}),
    userAgent: request.headers['user-agent'] ?? '',
    at: performance.timeOrigin + performance.now(),
    status: 0,
    code: '',
    rowsRead: 0,
    bytesSent: 0,
    rowsWritten: 0,
    unitsRead: 0,
    unitsWritten: 0,
  }
}

function askedOf(service: Service, request: WireRequest) {
  if (service === 'tablestore') return tablestoreCall(request)
  if (service === 'oss') return ossCall(request)
  if (service === 'fc') return fcCall(request)
  return service === 'sls' ? slsCall(request) : rpcCall(request)
}

function slsCall(request: WireRequest) {
  const asked = sls.describe(request)
  return { action: asked.operation ?? '', params: sls.parametersOf(asked), accessKeyId: slsAccessKeyIdOf(request) }
}

function ossCall(request: WireRequest) {
  const { operation } = oss.describe(request)
  return { action: operation ?? '', params: oss.parametersOf(request), accessKeyId: ossAccessKeyIdOf(request) }
}

function fcCall(request: WireRequest) {
  const { operation } = fc.describe(request)
  return { action: operation ?? '', params: fc.parametersOf(request), accessKeyId: fc.accessKeyIdOf(request) }
}

function rpcCall(request: WireRequest) {
  return { action: actionOf(request), params: ownParameters(request), accessKeyId: accessKeyIdOf(request) }
}

function tablestoreCall(request: WireRequest) {
  return {
    action: tablestore.operationOf(request),
    params: tablestore.parametersOf(request),
    accessKeyId: tablestore.accessKeyIdOf(request),
  }
}
