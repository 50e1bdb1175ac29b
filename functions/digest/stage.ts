import { randomUUID } from 'node:crypto'
import type { ChannelConfig } from '../../shared/channels/channel-definition.ts'
import { calendarDay } from '../../shared/domain/calendar.ts'
import { DAY } from '../../shared/domain/time.ts'
import { StoreError } from '../../shared/store/errors.ts'
import type { Services } from '../run/services.ts'
import { DailyDigest } from './daily-digest.ts'
import { type Delivery, deliver } from './deliver.ts'
import { dropMarks } from './mark.ts'
import { readContent } from './read-content.ts'

/** Marks of days that lie further back are of no use to anybody. */
const MARKS_KEPT = 30 * DAY

/** What the digest needs: it reads the tables, writes marks, and calls nothing of the cloud's. */
export type DigestServices = Pick<Services, 'config' | 'store' | 'clock' | 'signal' | 'log'>

/**
 * Sends the digest to every configured channel, or to those given, once a calendar day of CMK_TIMEZONE and channel, however often it is
 * called, and not at all where there is nothing to tell. One channel that fails stops no other. Throws only where the tables cannot be read; where there are none yet, the digest says so. Who calls it ends with an error when a
 * delivery has `retry`.
 */
export async function digest(
  services: DigestServices,
  channels: readonly ChannelConfig[] = services.config.channels,
): Promise<readonly Delivery[]> {
  const { config, store, clock, signal, log } = services
  const day = calendarDay(clock(), config.timezone)
  const content = await readContent(store, config, { clock, signal }, channels)
  const by = randomUUID()
  const dailyDigest = new DailyDigest(day, content, services)
  const deliveries = await Promise.all(
    channels.map((channel) => deliver({ channel, dailyDigest, by }, { store, clock, signal })),
  )
  for (const { channel, outcome, reason } of deliveries) {
    const level = outcome === 'failed' || outcome === 'given-up' ? 'error' : reason === undefined ? 'info' : 'warn'
    log[level](`Digest of ${day}: ${outcome}${reason === undefined ? '' : `. ${reason}`}`, { channel })
  }
  // What is left over is dropped by tomorrow's digest.
  await dropMarks(store.marks, calendarDay(clock() - MARKS_KEPT, config.timezone)).catch((error: unknown) => {
    log.warn('old marks could not be dropped', { reason: error instanceof StoreError ? error.message : String(error) })
  })
  return deliveries
}
