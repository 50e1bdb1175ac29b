import { runNight } from '../functions/run/night.ts'
import { openCloud } from '../shared/cloud/open-cloud.ts'
import { ownCredentials } from '../shared/cloud/own-credentials.ts'
import { loadConfig } from '../shared/config/config.ts'
import { scopeId } from '../shared/domain/scope.ts'
import { silentLog } from '../shared/log/log.ts'
import { openStore } from '../shared/store/open-store.ts'
import type { Store } from '../shared/store/store.ts'
import { optionsOf, sendMessage } from './child.ts'
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
const night = await runNight({
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
const { keys, unread, gaps, calls, usageRows } = await countRows(store)
await store.close()
sendMessage({ keys, unread, gaps, calls, usageRows, cpu: (user + system) / 1_000, memory } satisfies MeasuredNight)
// Sockets that the vendor's clients keep alive would hold the process for seconds. Left this way, a profile is still written.
process.on('disconnect', () => process.exit())

async function countRows({ readiness, usage }: Store) {
  const counted = { keys: 0, unread: 0, gaps: 0, calls: 0, usageRows: 0 }
  for await (const row of readiness.list()) {
    counted.keys += 1
    counted.unread += row.unread.length > 0 ? 1 : 0
    counted.gaps += row.observed.complete ? 0 : 1
    counted.calls += row.usage.calls
  }
  for (const scope of night.judged) {
    for await (const _ of usage.list(scopeId(scope), '0000-01-01', '9999-12-31')) counted.usageRows += 1
  }
  return counted
}
