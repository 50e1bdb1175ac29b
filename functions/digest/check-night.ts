import { audienceName } from '../../shared/digest/audience.ts'
import type { Digest, DigestNight } from '../../shared/digest/model.ts'
import { calendarDay } from '../../shared/domain/calendar.ts'
import { StoreError } from '../../shared/store/errors.ts'
import { type ChannelStatus, channelStatus } from './channel-status.ts'
import { DailyDigest } from './daily-digest.ts'
import { callHeartbeat, type HeartbeatServices } from './heartbeat.ts'
import { nightProblem } from './night-problem.ts'
import { type DigestContent, readContent } from './read-content.ts'
import { reasonOf } from './reason.ts'
import type { DigestServices } from './stage.ts'
import { isTrailUnread } from './trail-unread.ts'

/** How the last night stands once the morning's digest should have been sent. */
export interface NightCheck {
  /** That the night is not done, and which channels have no digest of today; a line each. Somebody should be called. */
  readonly problems: readonly string[]
  /** Accounts and regions that nothing could be judged of: the digest tells them, and the night was no good one. */
  readonly failed: number
  /** Keys had to be judged by their use, and nothing of any was read: the night was no good one. */
  readonly trailUnread?: true
  /** `not-called`: the night was no good one. Absent where no address is configured. */
  readonly heartbeat?: 'called' | 'called-before' | 'not-called' | 'failed'
}

type CheckServices = DigestServices & Pick<HeartbeatServices, 'sleep'>

/**
 * Looks whether the last night is done and every channel has the digest of today where one is due, and calls CMK_HEARTBEAT_URL once for a night that was good:
 * nothing of that is missing, no account or region failed as a whole, and something was read of the trail where keys need it. Sends nothing. Throws where the tables cannot be read.
 */
export async function checkNight(services: CheckServices): Promise<NightCheck> {
  const { config, store, clock, signal, log } = services
  const content = await readContent(store, config, { clock, signal }, [...config.channels, ALL_KEYS])
  const digest = digestOfAll(content)
  const { night, diagnostics } = digest
  const dailyDigest = new DailyDigest(calendarDay(clock(), config.timezone), content, services)
  const late = nightProblem(night, config.timezone)
  const problems = [...(late === undefined ? [] : [late]), ...(await withoutDigest(dailyDigest, services))]
  const failed = diagnostics.filter(({ fatal }) => fatal).length
  for (const problem of problems) log.error(problem)
  if (failed > 0) log.warn('accounts or regions could not be judged', { failed })
  const trailUnread = await isTrailUnread(digest, store)
  if (trailUnread) log.warn('nothing of the trail could be read, of any account')
  const isGood = problems.length === 0 && failed === 0 && !trailUnread
  const heartbeat = await heartbeatAfter(night, isGood, services)
  return { problems, failed, ...(trailUnread && { trailUnread }), ...(heartbeat && { heartbeat }) }
}

/** Who is told of all keys, whatever the channels are for: the night is everybody's. */
const ALL_KEYS = { kind: 'check' }

function digestOfAll(content: ReadonlyMap<string, DigestContent>): Digest {
  const all = content.get(audienceName({}))
  if (all === undefined) throw new TypeError('Nothing was read for all keys.')
  return all.digest
}

/** Why channels have no digest of today; a line each. */
async function withoutDigest(dailyDigest: DailyDigest, services: CheckServices): Promise<readonly string[]> {
  const lines = services.config.channels.map(async (channel) => {
    const why = await channelStatus(channel, dailyDigest, services).then(({ status }) => WHY[status], reasonOrThrow)
    return why === undefined ? [] : [`channel ${channel.name} has no digest of today: ${why}`]
  })
  return (await Promise.all(lines)).flat()
}

/** Nothing for those that have it, or need none. */
const WHY: Record<ChannelStatus['status'], string | undefined> = {
  sent: undefined,
  quiet: undefined,
  'no-keys': undefined,
  free: 'it was not sent, or refused',
  claimed: 'it is being sent, or whoever sent it was cut off',
  'given-up': 'it was sent twice, and neither sending was confirmed',
}

function reasonOrThrow(error: unknown): string {
  if (error instanceof StoreError) throw error
  return reasonOf(error)
}

async function heartbeatAfter(
  { lastAsOf }: DigestNight,
  isGood: boolean,
  { config: { heartbeat }, store, signal, sleep, log }: CheckServices,
): Promise<NightCheck['heartbeat']> {
  if (heartbeat === null) return undefined
  if (!isGood || lastAsOf === null) return 'not-called'
  const called = await callHeartbeat(heartbeat, lastAsOf, { marks: store.marks, signal, ...(sleep && { sleep }) })
  if (called.end === 'failed') log.warn('CMK_HEARTBEAT_URL did not take the call', { code: called.code })
  return called.end
}
