import TableStore from 'tablestore'
import type { CloudOptions, SimulatedCloud } from './cloud.ts'
import { openCloud } from './open-cloud.ts'
import { type World, world } from './world.ts'

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

/** The vendor's client, which tries once. The count of retries is the SDK's global one, set at each request. */
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

/** A cloud for one test, its client as the auditor, and a table `t` with the key (scope, id). */
export async function openTablestore(options: CloudOptions = {}, there: World = world()) {
  const { cloud } = await openCloud(there, options)
  const client = tablestoreClient(cloud)
  await client.createTable(tableOf('t'))
  return { cloud, client, table: cloud.table('t') }
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
