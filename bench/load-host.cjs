// Loads the function of a folder, as Function Compute does before it calls one, and says what that took. Plain Node.js, so that nothing else is in it.

const { existsSync, readFileSync } = require('node:fs')
const { join } = require('node:path')
const { pathToFileURL } = require('node:url')

/** Bytes that this process has read; NaN where the system does not say. */
function bytesRead() {
  if (!existsSync('/proc/self/io')) return Number.NaN
  return Number(/rchar: (\d+)/.exec(readFileSync('/proc/self/io', 'utf8'))?.[1])
}

async function load(folder) {
  const [bytes, start, cpu] = [bytesRead(), performance.now(), process.cpuUsage()]
  require(join(folder, 'index.js'))
  // What index.js has begun to load: the same module, which is loaded once.
  const handler = join(folder, 'handler.mjs')
  if (existsSync(handler)) await import(pathToFileURL(handler).href)
  const milliseconds = performance.now() - start
  const { user, system } = process.cpuUsage(cpu)
  return { milliseconds, processor: (user + system) / 1000, bytes: bytesRead() - bytes }
}

load(process.argv[2]).then((taken) => {
  process.stdout.write(JSON.stringify(taken), () => process.exit(0))
})
