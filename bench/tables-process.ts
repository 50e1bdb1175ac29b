import * as z from 'zod'
import { ownCredentials } from '../shared/cloud/own-credentials.ts'
import { openTablestore } from '../shared/store/tablestore/open-tablestore.ts'
import { startCloud } from '../simulator/cloud/cloud.ts'
import { account, world } from '../simulator/cloud/world.ts'
import { optionsOf, sendMessage } from './child.ts'
import { tablesOrderSchema } from './messages.ts'
import { seedingStore } from './seeding-store.ts'
import { storeCompany } from './stored-company.ts'

// The simulated Tablestore of a measurement with the tables of a company in it, away from what is measured.

const order = tablesOrderSchema.parse(optionsOf())
const cloud = await startCloud(world({ accounts: [account()] }), { latency: order.latency })
const address = { endpoint: cloud.endpoints.tablestore, instance: 'cmk-readiness' }
await openTablestore(address, { mode: 'write', credentials: ownCredentials(cloud.environment()) })
await storeCompany(seedingStore(cloud), order.company)
let reported = cloud.calls.length

process.on('message', () => {
  const calls = cloud.calls.slice(reported)
  reported = cloud.calls.length
  const sum = (of: 'rowsRead' | 'rowsWritten' | 'bytesSent' | 'unitsRead' | 'unitsWritten') =>
    calls.reduce((total, call) => total + call[of], 0)
  sendMessage({
    ...{ calls: calls.length, failed: calls.filter(({ status }) => status !== 200).length },
    ...{ rowsRead: sum('rowsRead'), rowsWritten: sum('rowsWritten'), bytes: sum('bytesSent') },
    ...{ unitsRead: sum('unitsRead'), unitsWritten: sum('unitsWritten') },
  })
})
process.on('disconnect', () => process.exit())
sendMessage({ variables: z.record(z.string(), z.string()).parse(cloud.environment()) })
