import type { Engine } from '../engine.ts'
import type { RowFault } from '../faults/fault.ts'
import type { WireRequest } from '../http/wire-request.ts'
import { allows } from '../policy/allows.ts'
import { quotaOwner } from '../quota/quotas.ts'
import type { Caller } from '../service.ts'
import { authenticate } from './authenticate.ts'
import { operationOf, tableNames } from './describe-request.ts'
import type { TablestoreInstance } from './instance.ts'
import { OPERATIONS } from './operations.ts'
import { authFailed, invalid, noPermission, notSimulated, quotaExhausted } from './refusals.ts'
import { decodeRequest, encodeResponse, isOperation, type OperationName } from './wire/messages.ts'
import type { Consumed, Requests } from './wire/operations.ts'

/** An answer with the rows that it stands for. */
export interface TablestoreAnswer {
  readonly body: Uint8Array
  readonly rowsRead: number
  readonly rowsWritten: number
  readonly unitsRead: number
  readonly unitsWritten: number
}

/** Operations on tables share a quota. */
const TABLE_OPERATIONS: ReadonlySet<OperationName> = new Set<OperationName>([
  'CreateTable',
  'DescribeTable',
  'ListTable',
  'DeleteTable',
])

/** The answer to a request. Throws the `Refusal` that the service gives instead. */
export function answerTablestore(request: WireRequest, engine: Engine, fault: RowFault | undefined): TablestoreAnswer {
  const caller = authenticate(request, engine.gate)
  const operation = operationOf(request)
  if (!isOperation(operation)) throw invalid(`Unsupported operation: '${operation}'.`)
  const instance = instanceOf(request, caller, engine)
  return answerOperation(operation, request.body, { caller, instance, engine, ...(fault ? { fault } : {}) })
}

interface Scene {
  readonly caller: Caller
  readonly instance: TablestoreInstance
  readonly engine: Engine
  readonly fault?: RowFault
}

function answerOperation<O extends OperationName>(operation: O, body: Uint8Array, scene: Scene): TablestoreAnswer {
  const { caller, instance, engine, fault } = scene
  const message: Requests[O] = decodeRequest(operation, body)
  if ('transactionId' in message && message.transactionId !== '') throw notSimulated('transactions')
  checkPermission(operation, tableNames(operation, message), caller, instance)
  if (TABLE_OPERATIONS.has(operation)) {
    const owner = quotaOwner('tablestoreTables', caller.account.id, `${instance.region} ${instance.name}`)
    if (!engine.window.admit(owner, engine.quotas.tablestoreTables, performance.now())) {
      throw quotaExhausted('Too frequent table operations.')
    }
  }
  const {
    response,
    read = 0,
    written = 0,
  } = OPERATIONS[operation](message, {
    instance,
    // Tablestore counts in whole milliseconds.
    now: Math.floor(engine.clock()),
    tableReadyAfter: engine.tableReadyAfter,
    ...(fault ? { fault } : {}),
  })
  return { body: encodeResponse(operation, response), rowsRead: read, rowsWritten: written, ...unitsOf(response) }
}

/** The capacity units that an answer tells: of all its rows in one, or of each. */
function unitsOf(response: object): Pick<TablestoreAnswer, 'unitsRead' | 'unitsWritten'> {
  const told: Told = response
  const all = [told, ...(told.tables ?? []).flatMap(({ rows }) => rows)].flatMap(({ consumed }) => consumed ?? [])
  return {
    unitsRead: all.reduce((sum, { capacityUnit }) => sum + capacityUnit.read, 0),
    unitsWritten: all.reduce((sum, { capacityUnit }) => sum + capacityUnit.write, 0),
  }
}

interface Told {
  readonly consumed?: Consumed
  readonly tables?: readonly { readonly rows: readonly { readonly consumed?: Consumed }[] }[]
}

/** The account's own instance of that name. Names are told apart without case. */
function instanceOf({ headers }: WireRequest, { account }: Caller, { gate }: Engine): TablestoreInstance {
  const name = (headers['x-ots-instancename'] ?? '').toLowerCase()
  const own = account.tablestore.find((instance) => instance.name === name)
  if (own) return own
  const exists = gate.world.accounts.some(({ tablestore }) => tablestore.some((instance) => instance.name === name))
  throw authFailed(exists ? 'The user has no privilege to access the instance.' : 'The instance is not found.')
}

/** Each table that is named needs the permission; ListTable needs it on the instance (vendor's page "Custom RAM policy"). */
function checkPermission(
  operation: OperationName,
  tables: readonly string[],
  { account, identity, policy }: Caller,
  { name, region }: TablestoreInstance,
): void {
  if (identity.kind === 'root') return
  const instance = `acs:ots:${region}:${account.id}:instance/${name}`
  const resources = tables.length > 0 ? tables.map((table) => `${instance}/table/${table}`) : [instance]
  if (!resources.every((resource) => allows(policy, `ots:${operation}`, resource))) throw noPermission()
}
