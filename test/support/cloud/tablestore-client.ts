import TableStore from 'tablestore'
import type { CloudOptions, SimulatedCloud } from '../../../simulator/cloud/cloud.ts'
import { accessKey, allow } from '../../../simulator/cloud/policy/statements.ts'
import { type World, world } from '../../../simulator/cloud/world.ts'
import { openCloud } from './open-cloud.ts'

/** What the vendor's SDK says of a failed call: HTTP status and the code inside its message. */
export interface Failure {
  readonly status: number
  readonly code: string
  readonly message: string
}

export interface ClientFields {
  readonly accessKeyId?: string
  readonly secretAccessKey?: string
  readonly stsToken?: string
  readonly instancename?: string
}

/** The vendor's client, as the auditor unless told otherwise. It tries once; the count of retries is the SDK's global one, set at each request. */
export function tablestoreClient(cloud: SimulatedCloud, fields: ClientFields = {}): TableStore.Client {
  const env = cloud.environment()
  return new TableStore.Client({
    endpoint: cloud.endpoints.tablestore,
    instancename: 'cmk-readiness',
    accessKeyId: env.ALIBABA_CLOUD_ACCESS_KEY_ID ?? '',
    secretAccessKey: env.ALIBABA_CLOUD_ACCESS_KEY_SECRET ?? '',
    maxRetries: 0,
    ...fields,
  })
}

/** A cloud for one test, a client that may do everything in Tablestore, and a table `t` with the key (scope, id). */
export async function openTablestore(options: CloudOptions = {}, there: World = world()) {
  const operator = accessKey('operator', [allow(['ots:*'])])
  there.accounts[0]?.accessKeys.push(operator)
  const { cloud } = await openCloud(there, options)
  const keys = { accessKeyId: operator.id, secretAccessKey: operator.secret }
  const client = tablestoreClient(cloud, keys)
  await client.createTable(tableOf('t'))
  return { cloud, client, keys, table: cloud.table('t') }
}

export function tableOf(
  tableName: string,
  options: Partial<TableStore.TableOptions> = {},
): TableStore.CreateTableParams {
  return {
    tableMeta: {
      tableName,
      primaryKey: [
        { name: 'scope', type: 'STRING' },
        { name: 'id', type: 'STRING' },
      ],
    },
    reservedThroughput: { capacityUnit: { read: 0, write: 0 } },
    tableOptions: { timeToLive: -1, maxVersions: 1, ...options },
  }
}

export const IGNORE = new TableStore.Condition(TableStore.RowExistenceExpectation.IGNORE, null)

/** How a call fails; fails itself when it does not. */
export async function failureOf(call: Promise<unknown>): Promise<Failure> {
  const error = await call.then(
    () => {
      throw new Error('the call was expected to fail')
    },
    (reason: { code?: unknown; message: string }) => reason,
  )
  return { status: Number(error.code), code: /OTS[A-Za-z]+/.exec(error.message)?.[0] ?? '', message: error.message }
}

export const { EXPECT_EXIST, EXPECT_NOT_EXIST } = TableStore.RowExistenceExpectation

/** Existence alone, or with a condition on columns. */
export function expecting(existence: 0 | 1 | 2, columns: TableStore.ColumnCondition | null = null) {
  return new TableStore.Condition(existence, columns)
}

export function keyOf(scope: string, id: string): TableStore.PrimaryKeyInput {
  return [{ scope }, { id }]
}

/** The calls that nearly all tests make, on the table `t`. */
export function putRow(
  client: TableStore.Client,
  id: string,
  attributeColumns: TableStore.AttributesInput = [{ n: 'v' }],
  condition: TableStore.Condition = IGNORE,
) {
  return client.putRow({ tableName: 't', condition, primaryKey: keyOf('a', id), attributeColumns })
}

export function long(value: number | string): TableStore.int64 {
  return TableStore.Long.fromString(String(value))
}
