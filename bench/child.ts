import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/**
 * Starts a script of this folder in a process of its own, so that nothing of the measuring, or of an earlier measurement, is in what is
 * measured. `order` is JSON and becomes its only argument.
 */
export function startChild(script: string, order: unknown, nodeOptions: readonly string[] = []): ChildProcess {
  const file = fileURLToPath(new URL(script, import.meta.url))
  return spawn(process.execPath, [...nodeOptions, '--import', 'tsx', file, JSON.stringify(order)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
}

/** The next message of a child. Throws when it ends without one. */
export async function messageOf(child: ChildProcess): Promise<unknown> {
  const heard = new AbortController()
  const ended = once(child, 'exit', { signal: heard.signal }).then(([status]) => {
    throw new Error(`a process of the measurement ended with status ${String(status)}: see above`)
  })
  try {
    const [message]: unknown[] = await Promise.race([once(child, 'message', { signal: heard.signal }), ended])
    return message
  } finally {
    heard.abort()
    ended.catch(() => undefined)
  }
}

/** What a child answers a message with. Throws when it ends without an answer. */
export function answerOf(child: ChildProcess, ask: unknown): Promise<unknown> {
  const answer = messageOf(child)
  child.send(ask as object)
  return answer
}

/** Closes the channel, upon which a child leaves, and waits until it has. */
export async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const left = once(child, 'exit')
  if (child.connected) child.disconnect()
  await left
}

/** The order that this process was started with, and the way to answer. */
export function optionsOf(): unknown {
  return JSON.parse(process.argv[2] ?? 'null')
}

/** Sends to the process that started this one. */
export function sendMessage(message: unknown): void {
  process.send?.(message)
}
