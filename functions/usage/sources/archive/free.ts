import { MessageChannel } from 'node:worker_threads'

/** Less is not worth it, and may share a memory with others. */
const WORTH = 64 * 1024

/** Closed: what is transferred through it goes nowhere. */
const { port1: nowhere } = new MessageChannel()
nowhere.close()

/** Gives the memory of bytes back at once: V8 lets some 30 MB pile up in each thread before it collects them. They are gone afterwards. */
export function free({ buffer, length }: Uint8Array<ArrayBuffer>): void {
  if (length >= WORTH) nowhere.postMessage(undefined, [buffer])
}
