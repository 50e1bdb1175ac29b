import type { ChannelConfig } from '../../shared/channels/channel-definition.ts'
import type { Digest } from '../../shared/digest/model.ts'
import type { Day } from '../../shared/domain/time.ts'
import { StoreError } from '../../shared/store/errors.ts'
import type { Services } from '../run/services.ts'
import {
  type ChannelCursor,
  changesSince,
  cursorAfter,
  hasMissedChange,
  initialCursor,
  readCursor,
  writeCursor,
} from './channel-cursor.ts'
import type { DigestContent } from './read-content.ts'
import { readDigest } from './read-digest.ts'
import { type SendReason, sendReasonOf } from './send-reason.ts'

/** What one channel is to get. */
export interface DigestForChannel {
  readonly sendReason: SendReason
  /** The digest is of the day, or of the week. */
  readonly content: DigestContent
  /** The channel was never sent anything. */
  readonly isNew: boolean
}

/** The digests of one day: all channels get the same, or the week's, or none. */
export class DailyDigest {
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
  async digestFor(channel: ChannelConfig): Promise<DigestForChannel> {
    const cursor = await readCursor(this.#services.store.marks, channel.name)
    const daily = cursor === undefined ? this.#daily.digest : changesSince(this.#daily.digest, cursor)
    const sendReason = sendReasonOf(daily, channel, cursor, this.day)
    const missedSince = cursor && hasMissedChange(daily, cursor) ? (cursor.changedAt ?? '') : undefined
    const digest = sendReason === 'weekly' ? await this.#week(missedSince) : daily
    return { sendReason, content: { ...this.#daily, digest }, isNew: cursor === undefined }
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
    return this.#write(channel, initialCursor(this.#daily.digest))
  }

  /** Remembers that the channel knows how things stand. Where that cannot be written, it is sent once more. */
  remember(channel: Pick<ChannelConfig, 'name'>): Promise<void> {
    return this.#write(channel, cursorAfter(this.#daily.digest, this.day))
  }

  async #write({ name }: Pick<ChannelConfig, 'name'>, cursor: ChannelCursor): Promise<void> {
    await writeCursor(this.#services.store.marks, name, cursor).catch((error: unknown) => {
      if (!(error instanceof StoreError)) throw error
    })
  }
}
