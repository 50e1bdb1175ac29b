import { MessageChannel } from 'node:worker_threads'

/** Less is soon collected, and may share a memory with others. */
const WORTH = 64 * 1024

/** Closed: what is transferred through it goes nowhere. */
const { port1: nowhere } = new MessageChannel()
nowhere.close()

/** The memory of bytes that have it for themselves, in a list for who hands it over. Empty: it is shared, or not worth it. */
export function ownMemory({ buffer, length }: Uint8Array): ArrayBuffer[] {
  // What was inflated has room for a byte more.
  const isOwn = buffer instanceof ArrayBuffer && length >= WORTH && buffer.byteLength <= length + 1
  return isOwn ? [buffer] : []
}

/** Gives the memory of bytes back at once: V8 lets some 30 MB pile up in each thread before it collects them. They may be gone afterwards. */
export function free(bytes: Uint8Array): void {
  const memory = ownMemory(bytes)
  if (memory.length > 0) nowhere.postMessage(undefined, memory)
}
