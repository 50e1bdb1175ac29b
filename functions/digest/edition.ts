import type { ChannelConfig } from '../../shared/channels/channel.ts'
import type { Digest } from '../../shared/digest/model.ts'
import type { Day } from '../../shared/domain/time.ts'
import { StoreError } from '../../shared/store/errors.ts'
import type { Services } from '../run/services.ts'
import { type Occasion, occasionOf } from './occasion.ts'
import type { DigestContent } from './read-content.ts'
import { readDigest } from './read-digest.ts'
import { hasMissedChange, readTold, type Told, toldBy, toldNothing, withoutTold, writeTold } from './told.ts'

/** What one channel is to get. */
export interface Copy {
  readonly occasion: Occasion
  /** The digest is of the day, or of the week. */
  readonly content: DigestContent
  /** The channel was never sent anything. */
  readonly isNew: boolean
}

/** The digests of one day: all channels get the same, or the week's, or none. */
export class Edition {
  readonly day: Day
  readonly #daily: DigestContent
  readonly #services: Pick<Services, 'config' | 'store' | 'clock' | 'signal'>
  /** By the moment from which on changes were missed. */
  readonly #weekly = new Map<string | undefined, Promise<Digest>>()

  constructor(day: Day, daily: DigestContent, services: Pick<Services, 'config' | 'store' | 'clock' | 'signal'>) {
    this.day = day
    this.#daily = daily
    this.#services = services
  }

  /** What the channel is to get now. Throws where the tables cannot be read. */
  async copyFor(channel: ChannelConfig): Promise<Copy> {
    const told = await readTold(this.#services.store.marks, channel.name)
    const daily = told === undefined ? this.#daily.digest : withoutTold(this.#daily.digest, told)
    const occasion = occasionOf(daily, channel, told, this.day)
    const missedSince = told && hasMissedChange(daily, told) ? (told.changedAt ?? '') : undefined
    const digest = occasion === 'weekly' ? await this.#week(missedSince) : daily
    return { occasion, content: { ...this.#daily, digest }, isNew: told === undefined }
  }

  #week(missedSince: string | undefined): Promise<Digest> {
    const { config, store, clock, signal } = this.#services
    const known = this.#weekly.get(missedSince)
    if (known) return known
    const options = { period: 'week', ...(missedSince === undefined ? {} : { missedSince }) } as const
    const week = readDigest(store, config, { clock, signal }, options)
    this.#weekly.set(missedSince, week)
    return week
  }

  /** Remembers a channel that is sent its first digest: where that does not arrive, the next makes up for it. */
  introduce(channel: Pick<ChannelConfig, 'name'>): Promise<void> {
    return this.#write(channel, toldNothing(this.#daily.digest))
  }

  /** Remembers that the channel knows how things stand. Where that cannot be written, it is told once more. */
  remember(channel: Pick<ChannelConfig, 'name'>): Promise<void> {
    return this.#write(channel, toldBy(this.#daily.digest, this.day))
  }

  async #write({ name }: Pick<ChannelConfig, 'name'>, told: Told): Promise<void> {
    await writeTold(this.#services.store.marks, name, told).catch((error: unknown) => {
      if (!(error instanceof StoreError)) throw error
    })
  }
}
