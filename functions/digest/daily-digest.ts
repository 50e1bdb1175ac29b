import type { ChannelConfig } from '../../shared/channels/channel-definition.ts'
import { audienceName } from '../../shared/digest/audience.ts'
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
import { readDigests } from './read-digest.ts'
import { type SendReason, sendReasonOf } from './send-reason.ts'

/** What one channel is to get. */
export interface DigestForChannel {
  readonly sendReason: SendReason
  /** The digest is of the day, or of the week. */
  readonly content: DigestContent
  /** The channel was never sent anything. */
  readonly isNew: boolean
}

/** A channel, and for whom it is. */
type AddressedChannel = Pick<ChannelConfig, 'name' | 'owner' | 'account'>

/** The digests of one day: channels with one audience get the same, or the week's, or none. */
export class DailyDigest {
  readonly day: Day
  /** By the name of the audience. */
  readonly #daily: ReadonlyMap<string, DigestContent>
  readonly #services: Pick<Services, 'config' | 'store' | 'clock' | 'signal'>
  /** By the moment from which on changes were missed. */
  readonly #weekly = new Map<string | undefined, Promise<ReadonlyMap<string, Digest>>>()

  /** `daily`: what `readContent` gives of the channels that are asked about. */
  constructor(
    day: Day,
    daily: ReadonlyMap<string, DigestContent>,
    services: Pick<Services, 'config' | 'store' | 'clock' | 'signal'>,
  ) {
    this.day = day
    this.#daily = daily
    this.#services = services
  }

  /** What the channel is to get now. Throws where the tables cannot be read. */
  async digestFor(channel: ChannelConfig): Promise<DigestForChannel> {
    const cursor = await readCursor(this.#services.store.marks, channel.name)
    const content = this.#dailyOf(channel)
    const daily = cursor === undefined ? content.digest : changesSince(content.digest, cursor)
    const sendReason = sendReasonOf(daily, channel, cursor, this.day)
    const missedSince = cursor && hasMissedChange(daily, cursor) ? (cursor.changedAt ?? '') : undefined
    const digest = sendReason === 'weekly' ? await this.#week(missedSince, channel) : daily
    return { sendReason, content: { ...content, digest }, isNew: cursor === undefined }
  }

  #dailyOf(channel: AddressedChannel): DigestContent {
    const content = this.#daily.get(audienceName(channel))
    if (content === undefined) throw new TypeError(`Nothing was read for the channel ${channel.name}.`)
    return content
  }

  async #week(missedSince: string | undefined, channel: AddressedChannel): Promise<Digest> {
    const digest = (await this.#weeks(missedSince)).get(audienceName(channel))
    if (digest === undefined) throw new TypeError(`No week was read for the channel ${channel.name}.`)
    return digest
  }

  #weeks(missedSince: string | undefined): Promise<ReadonlyMap<string, Digest>> {
    const { config, store, clock, signal } = this.#services
    const known = this.#weekly.get(missedSince)
    if (known) return known
    const options = { period: 'week', ...(missedSince === undefined ? {} : { missedSince }) } as const
    const audiences = [...this.#daily.values()].map(({ digest }) => digest)
    const week = readDigests(store, config, { clock, signal }, audiences, options)
    this.#weekly.set(missedSince, week)
    return week
  }

  /** Remembers a channel that is sent its first digest: where that does not arrive, the next makes up for it. */
  introduce(channel: AddressedChannel): Promise<void> {
    return this.#write(channel, initialCursor(this.#dailyOf(channel).digest))
  }

  /** Remembers that the channel knows how things stand. Where that cannot be written, it is sent once more. */
  remember(channel: AddressedChannel): Promise<void> {
    return this.#write(channel, cursorAfter(this.#dailyOf(channel).digest, this.day))
  }

  async #write({ name }: Pick<ChannelConfig, 'name'>, cursor: ChannelCursor): Promise<void> {
    await writeCursor(this.#services.store.marks, name, cursor).catch((error: unknown) => {
      if (!(error instanceof StoreError)) throw error
    })
  }
}
