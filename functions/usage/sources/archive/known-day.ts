import { SECOND } from '../../../../shared/domain/time.ts'
import { type ByteTime, TIME_LENGTH } from './byte-time.ts'
import { DAY_TEXT, type EventMemory, IS_OTHER_DAY, MIDNIGHT, OTHER_DAY } from './event-memory.ts'

/** Characters of a day. */
const LENGTH = 10
/** Seconds that have room in 32 bits, with a day to spare. */
const MAX_MIDNIGHT = 2 ** 32 - 86_400

/** The day that event-code.wat knows how to read the times of. */
export class KnownDay {
  readonly #memory: EventMemory
  readonly #time: ByteTime

  constructor(memory: EventMemory, time: ByteTime) {
    this.#memory = memory
    this.#time = time
  }

  /** Makes it that of the event at which the code stopped, where it stopped for that. False: it need not go on. */
  learn(): boolean {
    const memory = this.#memory
    if (memory.get(IS_OTHER_DAY) === 0) return false
    const { bytes } = memory
    const from = memory.get(OTHER_DAY)
    const at = this.#time.read(bytes, from, from + TIME_LENGTH)
    const midnight = this.#time.midnight / SECOND
    if (Number.isNaN(at) || midnight < 0 || midnight > MAX_MIDNIGHT) return false
    memory.set(MIDNIGHT, midnight)
    bytes.copyWithin(DAY_TEXT, from, from + LENGTH)
    return true
  }
}
