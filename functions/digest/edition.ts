import type { Day } from '../../shared/domain/time.ts'
import type { ChannelConfig } from '../../shared/notify/channels/channel.ts'
import type { Digest } from '../../shared/notify/digest.ts'
import type { Services } from '../../shared/runtime.ts'
import { StoreError } from '../../shared/store/errors.ts'
import { type Occasion, occasionOf } from './occasion.ts'
import { readDigest } from './read-digest.ts'
import { readTold, toldBy, writeTold } from './told.ts'

/** What one channel is to get. */
export interface Copy {
  readonly occasion: Occasion
  /** Of the day, or of the week. */
  readonly digest: Digest
}

/** The digests of one day: all channels get the same, or the week's, or none. */
export class Edition {
  readonly day: Day
  readonly #daily: Digest
  readonly #services: Pick<Services, 'config' | 'store' | 'clock' | 'signal'>
  #weekly: Promise<Digest> | undefined

  constructor(day: Day, daily: Digest, services: Pick<Services, 'config' | 'store' | 'clock' | 'signal'>) {
    this.day = day
    this.#daily = daily
    this.#services = services
  }

  /** What the channel is to get now. Throws where the tables cannot be read. */
  async copyFor(channel: ChannelConfig): Promise<Copy> {
    const { config, store, clock, signal } = this.#services
    const told = await readTold(store.marks, channel.name)
    const occasion = occasionOf(this.#daily, channel, told, this.day)
    if (occasion !== 'weekly') return { occasion, digest: this.#daily }
    this.#weekly ??= readDigest(store, config, { clock, signal }, 'week')
    return { occasion, digest: await this.#weekly }
  }

  /** Remembers that the channel knows how things stand. Where that cannot be written, it is told once more. */
  async remember({ name }: Pick<ChannelConfig, 'name'>): Promise<void> {
    await writeTold(this.#services.store.marks, name, toldBy(this.#daily, this.day)).catch((error: unknown) => {
      if (!(error instanceof StoreError)) throw error
    })
  }
}
