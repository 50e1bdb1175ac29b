// Loads the function of a folder, as Function Compute does, and calls it with each event that it is sent. Plain Node.js, so that nothing else is in it.

const { join } = require('node:path')

const started = performance.now()
const context = { function: { name: 'bench', timeout: 600 }, region: 'cn-hangzhou' }
let handler

process.on('message', async (event) => {
  const cpu = process.cpuUsage()
  const start = handler === undefined ? started : performance.now()
  handler ??= require(join(process.argv[2], 'index.js')).handler
  const answer = await handler(JSON.stringify(event), context)
  const milliseconds = performance.now() - start
  const { user, system } = process.cpuUsage(cpu)
  const { statusCode = 200, body = '' } = answer ?? {}
  process.send({ milliseconds, processor: (user + system) / 1000, status: statusCode, bytes: Buffer.byteLength(body) })
})
process.on('disconnect', () => process.exit())
