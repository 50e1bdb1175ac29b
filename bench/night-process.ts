import { runNight } from '../functions/run/night.ts'
import { openCloud } from '../shared/cloud/open-cloud.ts'
import { ownCredentials } from '../shared/cloud/own-credentials.ts'
import { loadConfig } from '../shared/config/config.ts'
import { silentLog } from '../shared/log/log.ts'
import { openStore } from '../shared/store/open-store.ts'
import { optionsOf, sendMessage } from './child.ts'
import { countRows } from './count-rows.ts'
import { MemoryMeter } from './memory-meter.ts'
import { type MeasuredNight, nightOrderSchema } from './messages.ts'

// One night of the program, in a process that does nothing else.

const { now, variables } = nightOrderSchema.parse(optionsOf())
process.noDeprecation = true
const config = loadConfig(variables, { cwd: process.cwd() })
const store = await openStore(config.store, { mode: 'write', credentials: ownCredentials(variables) })
const started = performance.now()
const clock = () => now + performance.now() - started
const meter = new MemoryMeter()
const cpu = process.cpuUsage()
await runNight({
  config,
  store,
  cloud: openCloud(config, { env: variables, clock, log: silentLog }),
  log: silentLog,
  clock,
  readUntil: Number.POSITIVE_INFINITY,
  signal: new AbortController().signal,
  report: () => {},
})
const { user, system } = process.cpuUsage(cpu)
const memory = meter.stop()
const rows = await countRows(store)
await store.close()
sendMessage({ ...rows, cpu: (user + system) / 1_000, memory } satisfies MeasuredNight)
// Sockets that the vendor's clients keep alive would hold the process for seconds. Left this way, a profile is still written.
process.on('disconnect', () => process.exit())
