import { recordCall } from './actiontrail/record-call.ts'
import type { TaskQueue } from './fc/task-queue.ts'
import { Refusal } from './http/refusal.ts'
import { actionOf, ownParameters, versionOf, type WireRequest } from './http/wire-request.ts'
import type { BucketContents } from './oss/content.ts'
import { allows } from './policy/allows.ts'
import { type Quotas, quotaOwner } from './quota/quotas.ts'
import type { SlidingWindow } from './quota/sliding-window.ts'
import { type ApiCall, type Caller, type Operation, type Operations, type RpcService, VERSIONS } from './service.ts'
import { authenticate, type Gate } from './signature/authenticate.ts'
import * as refuse from './signature/refusals.ts'
import type { Slots } from './sls/slots.ts'
import type { Warehouse } from './sls/warehouse.ts'
import { region as emptyRegion } from './world.ts'

/** Everything that stands behind the addresses. */
export interface Engine {
  readonly gate: Gate
  readonly operations: Readonly<Record<RpcService, Operations>>
  readonly quotas: Quotas
  readonly window: SlidingWindow
  /** The cloud's time: how old events are, which are visible yet. */
  readonly clock: () => number
  readonly regions: () => readonly string[]
  /** Milliseconds until a new Tablestore table takes rows. */
  readonly tableReadyAfter: number
  /** Milliseconds until a recorded call can be looked up; undefined: none is recorded. */
  readonly recordDelay: number | undefined
  /** Asynchronous invocations of functions. */
  readonly tasks: TaskQueue
  /** What the buckets of OSS hold. */
  readonly buckets: BucketContents
  readonly logs: {
    readonly warehouse: Warehouse
    readonly slots: Slots
    /** Milliseconds that a query of Log Service takes at least. */
    readonly queryTime: number
  }
}

/** The answer to a request without its RequestId. Throws the `Refusal` that the service gives instead. */
export function answer(
  service: RpcService,
  region: string,
  request: WireRequest,
  engine: Engine,
  requestId: string,
): Record<string, unknown> {
  if (request.method !== 'GET' && request.method !== 'POST') {
    throw new Refusal(403, 'UnsupportedHTTPMethod', 'This HTTP method is not supported.')
  }
  const name = actionOf(request)
  const operation = Object.hasOwn(engine.operations[service], name) ? engine.operations[service][name] : undefined
  if (versionOf(request) !== VERSIONS[service]) throw refuse.unknownVersion(service)
  if (!operation) throw refuse.unknownAction(service)
  const caller = authenticate(service, request, engine.gate)
  const { account } = caller
  const call: ApiCall = {
    caller,
    account,
    region,
    here: account.regions[region] ?? emptyRegion(),
    params: ownParameters(request),
    now: engine.clock(),
    // Few calls ask, and a world may have a thousand accounts.
    get regions() {
      return engine.regions()
    },
  }
  const record = (errorCode: string, result?: Record<string, unknown>) => {
    if (
      (service !== 'kms' && service !== 'actiontrail') ||
      operation.resource === null ||
      engine.recordDelay === undefined
    )
      return
    const userAgent = request.headers['user-agent'] ?? ''
    const { params, now } = call
    const made = { service, region, action: name, caller, params, userAgent, requestId, errorCode, now, result }
    recordCall({ ...made, delay: engine.recordDelay })
  }
  if (operation.group && !admits(operation.group, account.id, region, engine)) throw refuse.throttled(service)
  const mayAll = operation.resource === null || caller.identity.kind === 'root'
  try {
    if (!mayAll && !isAllowed(caller, `${service}:${name}`, operation, call)) throw refuse.denied(service)
    const result = operation.run(call)
    record('', result)
    return result
  } catch (error) {
    if (error instanceof Refusal) record(error.code)
    throw error
  }
}

function isAllowed({ policy }: Caller, action: string, operation: Operation, call: ApiCall): boolean {
  const asked = operation.permissions?.(call) ?? [{ action, resource: operation.resource?.(call) ?? '*' }]
  return asked.every((each) => allows(policy, each.action, each.resource))
}

/** Quotas run on real time, whatever the cloud's clock says: they are about how fast requests really come. */
function admits(group: keyof Quotas, accountId: string, region: string, engine: Engine): boolean {
  return engine.window.admit(quotaOwner(group, accountId, region), engine.quotas[group], performance.now())
}
