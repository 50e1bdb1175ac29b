import type { ChannelMessage } from '../../../shared/channels/channel.ts'
import { makeDigest } from '../../../shared/digest/digest.ts'
import type { Change, Diagnostic, ReadinessRow } from '../../../shared/domain/readiness.ts'
import { blockedRow, change, LAST_RUN, NOW, row } from '../rows.ts'

export interface MessageParts {
  readonly rows?: readonly ReadinessRow[]
  readonly changes?: readonly Change[]
  readonly diagnostics?: readonly Diagnostic[]
  readonly mayRepeat?: boolean
}

/** A message without the rows that its digest is made of. */
export async function message(parts: MessageParts = {}): Promise<ChannelMessage> {
  const { rows = rowsOf(), changes = [change()], diagnostics = [], mayRepeat = false } = parts
  const input = { rows, changes, diagnostics, lastRun: LAST_RUN, now: NOW, timezone: 'Asia/Shanghai' }
  return { digest: await makeDigest({ ...input, rules: '2023-09' }), id: 'team/2026-11-23', mayRepeat }
}

/** A message with them. */
export async function reportMessage(parts: MessageParts = {}): Promise<ChannelMessage> {
  return { ...(await message(parts)), rows: parts.rows ?? rowsOf() }
}

function rowsOf(): readonly ReadinessRow[] {
  return [row(), blockedRow()]
}
