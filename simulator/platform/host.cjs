// What Function Compute runs beside a function: loads its entry, calls the handler once, and says what came of it. Plain Node.js, because
// a function's folder has nothing else. The parent sends one message with the event, the context and the time that it is.

process.once('message', async ({ entry, event, context, now, ticks }) => {
  const started = performance.now()
  Date.now = () => now + (ticks ? performance.now() - started : 0)
  try {
    const { handler } = require(entry)
    const value = await handler(Buffer.from(event), context)
    process.send({ outcome: 'returned', value }, () => process.exit(0))
  } catch (error) {
    process.send({ outcome: 'threw', message: String(error?.message ?? error) }, () => process.exit(0))
  }
})
