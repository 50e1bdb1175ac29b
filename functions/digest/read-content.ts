import type { ChannelConfig } from '../../shared/channels/channel-definition.ts'
import { findDefinition } from '../../shared/channels/definitions.ts'
import type { Config } from '../../shared/config/settings.ts'
import { makeDigest } from '../../shared/digest/digest.ts'
import type { Digest } from '../../shared/digest/model.ts'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { StoreMissingError } from '../../shared/store/errors.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Services } from '../run/services.ts'
import { readDigest } from './read-digest.ts'

/** Rows that are held for a report. A row takes up to some tens of kilobytes, and the smallest function has half a gigabyte. */
export const MAX_ROWS = 1_000

/** What a channel is sent. */
export interface DigestContent {
  readonly digest: Digest
  /** The rows that it is made of, for a report; none where no channel wants them, or where they are too many to hold. */
  readonly rows?: readonly ReadinessRow[]
}

/** Reads the table once for all channels. Where no audit has written one yet, that is what the digest tells. */
export async function readContent(
  store: Pick<Store, 'readiness' | 'history' | 'progress'>,
  config: Pick<Config, 'timezone' | 'rules'>,
  services: Pick<Services, 'clock' | 'signal'>,
  channels: readonly ChannelConfig[],
): Promise<DigestContent> {
  let rows: ReadinessRow[] | undefined = channels.some(({ kind }) => findDefinition(kind)?.wantsRows) ? [] : undefined
  const onRow = (row: ReadinessRow) => {
    if (rows !== undefined && rows.push(row) > MAX_ROWS) rows = undefined
  }
  const digest = await readDigest(store, config, services, { onRow }).catch((error: unknown) => {
    if (error instanceof StoreMissingError) return nothingYet(config, services.clock())
    throw error
  })
  return rows === undefined ? { digest } : { digest, rows }
}

/** The digest of a table that no audit has written. */
function nothingYet({ timezone, rules }: Pick<Config, 'timezone' | 'rules'>, now: Instant): Promise<Digest> {
  const lastRun = { asOf: null, judged: 0, unfinished: [] }
  return makeDigest({ rows: [], changes: [], diagnostics: [], lastRun, now, timezone, rules })
}
