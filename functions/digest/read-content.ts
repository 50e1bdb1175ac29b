import type { ChannelConfig } from '../../shared/channels/channel-definition.ts'
import { findDefinition } from '../../shared/channels/definitions.ts'
import type { Config } from '../../shared/config/settings.ts'
import { audienceName, audienceOf } from '../../shared/digest/audience.ts'
import { makeDigest } from '../../shared/digest/digest.ts'
import type { Digest } from '../../shared/digest/model.ts'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { StoreMissingError } from '../../shared/store/errors.ts'
import type { Services } from '../run/services.ts'
import { type DigestTables, readDigests } from './read-digest.ts'

/** Rows that are held for a report. A row takes up to some tens of kilobytes, and the smallest function has half a gigabyte. */
export const MAX_ROWS = 1_000

/** What a channel is sent. */
export interface DigestContent {
  readonly digest: Digest
  /** The rows that it is made of, for a report; none where no channel wants them, or where they are too many to hold. */
  readonly rows?: readonly ReadinessRow[]
}

/** What channels are sent, by the name of the audience that each is for: the tables are read once. Where no audit has written them yet, that is what the digest tells. */
export async function readContent(
  store: DigestTables,
  config: Pick<Config, 'timezone' | 'rules'>,
  services: Pick<Services, 'clock' | 'signal'>,
  channels: readonly Pick<ChannelConfig, 'owner' | 'account' | 'kind'>[],
): Promise<ReadonlyMap<string, DigestContent>> {
  const audiences = new Map(channels.map((channel) => [audienceName(channel), audienceOf(channel)]))
  const wanted = channels.filter(({ kind }) => findDefinition(kind)?.wantsRows)
  const rows = new Map<string, ReadinessRow[]>(wanted.map((channel) => [audienceName(channel), []]))
  const onRow = (row: ReadinessRow, audience: string) => {
    if ((rows.get(audience)?.push(row) ?? 0) > MAX_ROWS) rows.delete(audience)
  }
  const digests = await readDigests(store, config, services, audiences.values(), { onRow }).catch(
    async (error: unknown) => {
      if (!(error instanceof StoreMissingError)) throw error
      const nothing = await nothingYet(config, services.clock())
      return new Map([...audiences].map(([name, audience]) => [name, { ...nothing, ...audience }]))
    },
  )
  return new Map(
    [...digests].map(([name, digest]) => {
      const held = rows.get(name)
      return [name, held === undefined ? { digest } : { digest, rows: held }]
    }),
  )
}

/** The digest of a table that no audit has written. */
function nothingYet({ timezone, rules }: Pick<Config, 'timezone' | 'rules'>, now: Instant): Promise<Digest> {
  const lastRun = { asOf: null, judged: 0, unfinished: [] }
  return makeDigest({ rows: [], changes: [], diagnostics: [], lastRun, now, timezone, rules })
}
