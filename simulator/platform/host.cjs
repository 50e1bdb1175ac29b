// What Function Compute runs beside a function: loads its entry once, calls the handler for each event, and says what came of it. Plain
// Node.js, because a function's folder has nothing else. The parent sends a message for each invocation with the event, the context and the
// time that it is; the mark says on both outputs where those of an invocation end.

const { hurry } = require('./hurried-time.cjs')

process.on('message', async ({ entry, event, context, now, time, timeout, mark }) => {
  if (time === 'hurries') hurry()
  const started = performance.now()
  Date.now = () => now + (time === 'stands' ? 0 : performance.now() - started)
  const deadline = time === 'hurries' && setTimeout(() => process.kill(process.pid, 'SIGKILL'), timeout * 1_000)
  const end = (came) => {
    clearTimeout(deadline)
    process.stdout.write(mark)
    process.stderr.write(mark)
    process.send(came)
  }
  try {
    const { handler } = require(entry)
    end({ outcome: 'returned', value: await handler(Buffer.from(event), context) })
  } catch (error) {
    end({ outcome: 'threw', message: String(error?.message ?? error) })
  }
})
