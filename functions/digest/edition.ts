import type { Day } from '../../shared/domain/time.ts'
import type { ChannelConfig } from '../../shared/notify/channels/channel.ts'
import type { Digest } from '../../shared/notify/digest.ts'
import type { Services } from '../../shared/runtime.ts'
import { StoreError } from '../../shared/store/errors.ts'
import { type Occasion, occasionOf } from './occasion.ts'
import type { DigestContent } from './read-content.ts'
import { readDigest } from './read-digest.ts'
import { readTold, toldBy, writeTold } from './told.ts'

/** What one channel is to get. */
export interface Copy {
  readonly occasion: Occasion
  /** The digest is of the day, or of the week. */
  readonly content: DigestContent
}

/** The digests of one day: all channels get the same, or the week's, or none. */
export class Edition {
  readonly day: Day
  readonly #daily: DigestContent
  readonly #services: Pick<Services, 'config' | 'store' | 'clock' | 'signal'>
  #weekly: Promise<Digest> | undefined

  constructor(day: Day, daily: DigestContent, services: Pick<Services, 'config' | 'store' | 'clock' | 'signal'>) {
    this.day = day
    this.#daily = daily
    this.#services = services
  }

  /** What the channel is to get now. Throws where the tables cannot be read. */
  async copyFor(channel: ChannelConfig): Promise<Copy> {
    const { config, store, clock, signal } = this.#services
    const told = await readTold(store.marks, channel.name)
    const occasion = occasionOf(this.#daily.digest, channel, told, this.day)
    if (occasion !== 'weekly') return { occasion, content: this.#daily }
    this.#weekly ??= readDigest(store, config, { clock, signal }, { period: 'week' })
    return { occasion, content: { ...this.#daily, digest: await this.#weekly } }
  }

  /** Remembers that the channel knows how things stand. Where that cannot be written, it is told once more. */
  async remember({ name }: Pick<ChannelConfig, 'name'>): Promise<void> {
    await writeTold(this.#services.store.marks, name, toldBy(this.#daily.digest, this.day)).catch((error: unknown) => {
      if (!(error instanceof StoreError)) throw error
    })
  }
}
